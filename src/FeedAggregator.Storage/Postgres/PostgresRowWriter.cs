using FeedAggregator.Storage.Sql;
using Npgsql;

namespace FeedAggregator.Storage.Postgres;

/// <summary>Sends all rows in one round trip.</summary>
internal sealed class PostgresRowWriter(NpgsqlConnection connection) : IRowWriter
{
    public void RunEach(string sql, IReadOnlyList<Value[]> rows)
    {
        using var batch = new NpgsqlBatch(connection);
        foreach (var row in rows)
            batch.BatchCommands.Add(Command(sql, row));
        batch.Prepare();
        batch.ExecuteNonQuery();
    }

    public void Dispose() { }

    public static NpgsqlBatchCommand Command(string sql, Value[] row)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in row)
            command.Parameters.Add(
                new NpgsqlParameter { NpgsqlDbType = PostgresDialect.TypeOf(value.Kind), Value = value.Boxed ?? DBNull.Value }
            );
        return command;
    }
}
