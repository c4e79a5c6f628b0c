using FeedAggregator.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Storage.Sqlite;

/// <summary>Opens the store on one file.</summary>
internal static class SqliteEngine
{
    private const int ReaderCount = 4;

    public static IStore Open(StoreOptions options, IStoryPlacer placer, TimeProvider clock)
    {
        var path = Path.GetFullPath(options.Path!);
        FileLock? holding = null;
        try
        {
            var migrations = Migration.Of("Sqlite");
            SqliteFile.RefuseFolder(path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            holding = FileLock.Take(path);
            if (!SqliteFile.Inspect(path))
                SqliteFile.Create(path, migrations);
            return Open(path, options, migrations, new StoryWindow(placer, clock), new SqlStoreParts(placer.Window, clock, holding));
        }
        catch (Exception exception)
        {
            holding?.Dispose();
            if (exception is not StoreException && SqliteProblems.Translate(exception, path) is { } problem)
                throw problem;
            throw;
        }
    }

    /// <returns>Where the database that was there lies now; null when there was none.</returns>
    public static string? Restore(string databasePath, string copy, TimeProvider clock)
    {
        var path = Path.GetFullPath(databasePath);
        try
        {
            SqliteFile.RefuseFolder(path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var holding = FileLock.Take(path);
            var aside = $"{path}.before-{clock.GetUtcNow():yyyyMMdd-HHmmss}";
            var replaces = File.Exists(path);
            SqliteBackup.Restore(path, Path.GetFullPath(copy), aside);
            return replaces ? aside : null;
        }
        catch (Exception exception) when (exception is not StoreException && SqliteProblems.Translate(exception, path) is { } problem)
        {
            throw problem;
        }
    }

    private static SqlStore Open(
        string path,
        StoreOptions options,
        IReadOnlyList<Migration> migrations,
        StoryWindow window,
        SqlStoreParts parts
    )
    {
        var dialect = new SqliteDialect(path);
        var connection = SqliteConnections.Open(path, writes: true);
        try
        {
            SqliteConnections.Run(connection, "pragma journal_mode = wal");
            if (options.CheckAtStart)
                Check(connection, path);
            SqliteSchema.Upgrade(connection, path, migrations);
            var session = new Session(connection, dialect);
            window.CatchUp(
                session,
                session.Number("select last_item from tally where id = 1") ?? throw StoreDamage.Of("the table 'tally' is empty")
            );
            return new SqlStore(new Writer(session, window), new Readers(dialect, ReaderCount), dialect, options, parts);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Check(SqliteConnection connection, string path)
    {
        var found = (string?)SqliteConnections.Ask(connection, "pragma quick_check(1)");
        if (found != "ok")
            throw StoreDamage.Of($"{path}: {found?.ReplaceLineEndings(" ")}");
    }
}
