using Microsoft.Data.Sqlite;

namespace FeedAggregator.Storage.Sqlite;

internal static class SqliteConnections
{
    /// <summary>Pages in memory for each connection, in KiB.</summary>
    private const int WriterCache = 16 * 1024;
    private const int ReaderCache = 5 * 1024;

    /// <summary>An open connection; what it sets besides the file's own properties must be set on each.</summary>
    public static SqliteConnection Open(string path, bool writes)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWrite,
                ForeignKeys = true,
                Pooling = false,
                // Seconds. Within one service only a checkpoint can be in the way.
                DefaultTimeout = 10,
            }.ToString()
        );
        try
        {
            connection.Open();
            Run(
                connection,
                writes
                    ? $"pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -{WriterCache}; pragma cell_size_check = on"
                    : $"pragma query_only = on; pragma temp_store = memory; pragma cache_size = -{ReaderCache}; pragma cell_size_check = on"
            );
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public static List<string> All(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }
}
