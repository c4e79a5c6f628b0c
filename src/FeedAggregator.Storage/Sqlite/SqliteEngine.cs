using FeedAggregator.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Storage.Sqlite;

/// <summary>Opens the store on one file.</summary>
internal static class SqliteEngine
{
    /// <summary><c>SQLITE_CONFIG_MEMSTATUS</c> (sqlite.org/c3ref/c_config_covering_index_scan.html).</summary>
    private const int MemoryStatus = 9;

    /// <summary>Those that have pages of their own, the schema's first.</summary>
    private const string StoredTables =
        "select 'sqlite_schema' union all select name from sqlite_schema where type = 'table' and rootpage > 0";

    /// <summary>Unless SQLite is in use already. Every allocation took a lock to be counted, and nobody asks for the count.</summary>
    private static readonly bool Uncounted = StopCounting();

    public static IStore Open(StoreOptions options, IStoryPlacer placer, TimeProvider clock, bool copying)
    {
        _ = Uncounted;
        var path = Path.GetFullPath(options.Path!);
        FileLock? holding = null;
        try
        {
            SqliteFile.RefuseFolder(path);
            holding = options.ReadOnly ? null : Take(path);
            return Start(path, options, new SqlStoreParts(new StoryWindow(placer, clock), clock, copying, holding));
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
            using var holding = Take(path);
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

    private static FileLock Take(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return FileLock.Take(path);
    }

    private static SqlStore Start(string path, StoreOptions options, SqlStoreParts parts)
    {
        var migrations = Migration.Of("Sqlite");
        if (!SqliteFile.Inspect(path))
        {
            if (options.ReadOnly)
                throw new StoreException(
                    StoreProblem.Unavailable,
                    $"There is no database {path} yet. Run the service once, or correct Store:Path."
                );
            SqliteFile.Create(path, migrations);
        }
        var connection = SqliteConnections.Open(path, writes: !options.ReadOnly);
        try
        {
            if (!options.ReadOnly)
                SqliteConnections.Run(connection, "pragma journal_mode = wal");
            // Beside a running service: that one has checked.
            if (options is { CheckAtStart: true, ReadOnly: false })
                Check(connection, path);
            if (options.ReadOnly)
                SqliteSchema.Require(connection, path, migrations);
            else
                SqliteSchema.Upgrade(connection, path, migrations);
            var session = new Session(connection, new SqliteDialect(path, options.ReadOnly));
            // The lock on the file is ours, so whoever held leases is dead: what it was polling and sending need not wait for them to end.
            if (!options.ReadOnly)
            {
                session.Execute(SqlFeeds.FreeLeases);
                session.Execute(SqlOutbox.FreeLeases);
            }
            return SqlStore.Start(session, options, parts);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Table by table: for the whole file SQLite would also read every word list of the search index, as long again as all the rest.
    private static void Check(SqliteConnection connection, string path)
    {
        foreach (var table in SqliteConnections.All(connection, StoredTables))
        {
            var found = (string?)SqliteConnections.Ask(connection, $"pragma quick_check(\"{table}\")");
            if (found != "ok")
                throw StoreDamage.Of($"{path}: {found?.ReplaceLineEndings(" ")}");
        }
    }

    private static bool StopCounting()
    {
        SQLitePCL.Batteries_V2.Init();
        return SQLitePCL.raw.sqlite3_config(MemoryStatus, 0) == SQLitePCL.raw.SQLITE_OK;
    }
}
