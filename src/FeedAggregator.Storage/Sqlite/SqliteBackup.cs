using FeedAggregator.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Storage.Sqlite;

/// <summary>Copies of a database in use, and back.</summary>
internal static class SqliteBackup
{
    /// <summary>One snapshot, packed tightly, written beside its place and moved there only when it has been read through.</summary>
    public static void Write(string path, string copy)
    {
        var making = copy + ".making";
        MakeRoom(copy, making);
        try
        {
            using (var connection = SqliteConnections.Open(path, writes: true))
            using (var command = connection.CreateCommand())
            {
                command.CommandText = "vacuum into $1";
                command.CommandTimeout = 0;
                command.Parameters.AddWithValue("$1", making);
                command.ExecuteNonQuery();
            }
            Verify(making);
            using (var file = new FileStream(making, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            File.Move(making, copy);
        }
        catch (Exception exception) when (SqliteProblems.Translate(exception, copy) is { } problem)
        {
            Remove(making);
            throw problem;
        }
    }

    private static void MakeRoom(string copy, string making)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            Remove(making);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreProblem.Unavailable,
                $"No backup can be written to {copy}: {exception.Message.TrimEnd('.')}. Check that the folder exists or can be made, and that this user may write to it.",
                exception
            );
        }
    }

    /// <summary>Puts a copy in the place of the database. What was there is moved to <paramref name="aside"/>, never removed.</summary>
    public static void Restore(string path, string copy, string aside)
    {
        if (!SqliteFile.Inspect(copy))
            throw new StoreException(StoreProblem.Unavailable, $"There is no backup {copy}. Name one that is there.");
        var making = path + ".making";
        Remove(making);
        File.Copy(copy, making);
        Verify(making);
        // The log first: alone it does no harm, while a database would take a stranger's log for its own.
        foreach (var suffix in new[] { "-wal", "-shm", "" })
        {
            if (File.Exists(path + suffix))
                File.Move(path + suffix, aside + suffix);
        }
        File.Move(making, path);
    }

    private static void Verify(string path)
    {
        using var connection = SqliteConnections.Open(path, writes: true);
        var found = (string?)SqliteConnections.Ask(connection, "pragma integrity_check(1)");
        if (found != "ok")
            throw StoreDamage.Of($"the copy {path} does not hold together: {found}");
        var version = SqliteSchema.VersionOf(connection);
        var newest = Migration.Of("Sqlite")[^1].Version;
        if (version > newest)
            throw SqliteProblems.NewerVersion(path, version, newest);
    }

    /// <summary>What an attempt that was broken off left behind.</summary>
    public static void Remove(string making)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm", "-journal" })
            File.Delete(making + suffix);
    }
}
