using FeedAggregator.Storage.Sql;
using Npgsql;

namespace FeedAggregator.Storage.Postgres;

/// <summary>Sends all rows in one round trip.</summary>
internal sealed class PostgresRows(NpgsqlConnection connection) : IRows
{
    public void RunEach(string sql, IReadOnlyList<Value[]> rows)
    {
        using var batch = new NpgsqlBatch(connection);
        foreach (var row in rows)
            batch.BatchCommands.Add(Command(sql, row));
        batch.Prepare();
        batch.ExecuteNonQuery();
    }

    public List<long> Numbers(string sql, int columns, params ReadOnlySpan<Value> values)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(sql, values));
        batch.Prepare();
        using var reader = batch.ExecuteReader();
        var numbers = new List<long>();
        while (reader.Read())
        {
            for (var column = 0; column < columns; column++)
                numbers.Add(reader.GetInt64(column));
        }
        return numbers;
    }

    public void Dispose() { }

    public static NpgsqlBatchCommand Command(string sql, ReadOnlySpan<Value> row)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in row)
            command.Parameters.Add(
                new NpgsqlParameter { NpgsqlDbType = PostgresDialect.TypeOf(value.Kind), Value = value.Boxed ?? DBNull.Value }
            );
        return command;
    }
}
