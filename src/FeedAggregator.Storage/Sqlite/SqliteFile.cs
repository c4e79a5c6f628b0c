using System.Buffers.Binary;
using FeedAggregator.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Storage.Sqlite;

/// <summary>Finds out what lies at a path before SQLite touches it, and makes a new database where nothing does.</summary>
internal static class SqliteFile
{
    /// <summary>"FAgg": says in the file's header whose it is (sqlite.org/fileformat2.html §1.3.8).</summary>
    public const int ApplicationId = 0x46416767;

    private const int HeaderLength = 100;
    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    public static void RefuseFolder(string path)
    {
        if (Directory.Exists(path))
            throw new StoreException(
                StoreProblem.Unavailable,
                $"The database {path} is a folder. Let Store:Path name a file in it, such as {Path.Combine(path, "feedaggregator.db")}."
            );
    }

    /// <summary>Refuses what must not be opened as ours.</summary>
    /// <returns>False when there is no file yet.</returns>
    public static bool Inspect(string path)
    {
        if (!File.Exists(path))
        {
            if (File.Exists(path + "-wal") && new FileInfo(path + "-wal").Length > 0)
                throw StoreDamage.Of($"{path} is gone but its write-ahead log {path}-wal is there");
            return false;
        }
        Span<byte> header = stackalloc byte[HeaderLength];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        Check(path, header[..length]);
        return true;
    }

    /// <summary>
    /// Makes the first version under another name and moves it into place when it is whole: what stands at the path is never half a database, so that an
    /// empty file there is always damage.
    /// </summary>
    public static void Create(string path, IReadOnlyList<Migration> migrations)
    {
        var making = path + ".making";
        SqliteBackup.Remove(making);
        using (var connection = new SqliteConnection($"Data Source={making};Pooling=False"))
        {
            connection.Open();
            // Both can be chosen only while the file is empty. A packed body takes a kilobyte: on pages of 4 kB a fifth of each stays free.
            SqliteConnections.Run(connection, "pragma page_size = 8192");
            // Lets retention give pages back bit by bit.
            SqliteConnections.Run(connection, "pragma auto_vacuum = incremental");
            SqliteConnections.Run(connection, $"pragma application_id = {ApplicationId}");
            SqliteSchema.Apply(connection, migrations);
            SqliteConnections.Run(connection, "pragma journal_mode = wal");
        }
        File.Move(making, path);
    }

    private static void Check(string path, ReadOnlySpan<byte> header)
    {
        if (header.IsEmpty)
            throw StoreDamage.Of($"{path} is empty");
        if (!header.StartsWith(Magic))
            throw new StoreException(
                StoreProblem.Foreign,
                $"{path} is no SQLite database, or its beginning is damaged. Restore a backup, or let Store:Path name another file; it was not touched."
            );
        if (header.Length < HeaderLength)
            throw StoreDamage.Of($"{path} is cut off");
        var application = BinaryPrimitives.ReadInt32BigEndian(header[68..]);
        if (application != ApplicationId)
            throw new StoreException(
                StoreProblem.Foreign,
                $"{path} is the database of another program. Let Store:Path name another file; it was not touched."
            );
    }
}
