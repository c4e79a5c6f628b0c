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
            return Open(path, options, migrations, new StoryWindow(placer, clock), holding);
        }
        catch (Exception exception)
        {
            holding?.Dispose();
            if (SqliteProblems.Translate(exception, path) is { } problem && exception is not StoreException)
                throw problem;
            throw;
        }
    }

    private static SqlStore Open(
        string path,
        StoreOptions options,
        IReadOnlyList<Migration> migrations,
        StoryWindow window,
        FileLock holding
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
            return new SqlStore(new Writer(session, window), new Readers(dialect, ReaderCount), dialect, options.FullText, holding);
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
