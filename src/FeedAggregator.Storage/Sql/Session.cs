using System.Data.Common;

namespace FeedAggregator.Storage.Sql;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class Session(DbConnection connection, IDialect dialect) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = [];
    private volatile DbCommand? _last;
    private IRows? _rows;

    public DbConnection Connection => connection;
    public IDialect Dialect => dialect;

    /// <returns>How many rows were changed.</returns>
    public int Run(string sql, params ReadOnlySpan<Value> values) => Prepared(sql, values).ExecuteNonQuery();

    public void RunEach(string sql, IReadOnlyList<Value[]> rows)
    {
        if (rows.Count > 0)
            (_rows ??= dialect.Rows(connection)).RunEach(sql, rows);
    }

    /// <inheritdoc cref="IRows.Numbers"/>
    public List<long> Numbers(string sql, int columns, params ReadOnlySpan<Value> values) =>
        (_rows ??= dialect.Rows(connection)).Numbers(sql, columns, values);

    public List<T> All<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<Value> values)
    {
        var rows = new List<T>();
        using var reader = Prepared(sql, values).ExecuteReader();
        while (reader.Read())
            rows.Add(Read(reader, read));
        return rows;
    }

    public T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<Value> values)
    {
        using var reader = Prepared(sql, values).ExecuteReader();
        return reader.Read() ? Read(reader, read) : default;
    }

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public long? Number(string sql, params ReadOnlySpan<Value> values) =>
        First(sql, static row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), values);

    /// <summary>Runs a text that is not kept: pragmas, migrations, transaction control with no parameters.</summary>
    public void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Stops the statement that is running, if one is; may be called from any thread.</summary>
    public void Interrupt()
    {
        if (_last is { } running)
            dialect.Interrupt(running);
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        _rows?.Dispose();
        connection.Dispose();
    }

    private static T Read<T>(DbDataReader row, Func<DbDataReader, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception exception)
            when (exception is InvalidCastException or InvalidOperationException or FormatException or OverflowException)
        {
            // The schema lets in no value of another type, and no null where none is expected.
            throw StoreDamage.Of("a row holds a value of the wrong type", exception);
        }
    }

    private DbCommand Prepared(string sql, ReadOnlySpan<Value> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = Prepare(sql, values);
            _prepared.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = dialect.Bind(values[i]);
        _last = command;
        return command;
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<Value> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.Add(dialect.Parameter(i + 1, values[i].Kind));
        command.Prepare();
        return command;
    }
}
