using System.Text;
using System.Text.Json;
using FeedAggregator.Storage.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FeedAggregator.Storage.Sqlite;

/// <summary>
/// Binds and steps without ADO.NET between: a poll writes some 150 rows, and parameters that are looked up by name and boxed cost more than the rows do.
/// </summary>
internal sealed class SqliteRows(SqliteConnection connection) : IRows
{
    private readonly Dictionary<string, sqlite3_stmt> _statements = [];
    private byte[] _text = new byte[4096];

    private sqlite3 Handle => connection.Handle!;

    public void RunEach(string sql, IReadOnlyList<Value[]> rows)
    {
        var statement = Statement(sql);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                Check(Bind(statement, i + 1, row[i]));
            var result = raw.sqlite3_step(statement);
            // Also after a failure: a statement that is not reset keeps its transaction open. It returns the step's own result again.
            raw.sqlite3_reset(statement);
            if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
                Check(result);
        }
    }

    public List<long> Numbers(string sql, int columns, params ReadOnlySpan<Value> values)
    {
        var statement = Statement(sql);
        for (var i = 0; i < values.Length; i++)
            Check(Bind(statement, i + 1, values[i]));
        var numbers = new List<long>();
        int result;
        while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
        {
            for (var column = 0; column < columns; column++)
                numbers.Add(raw.sqlite3_column_int64(statement, column));
        }
        raw.sqlite3_reset(statement);
        if (result != raw.SQLITE_DONE)
            Check(result);
        return numbers;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }

    private sqlite3_stmt Statement(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
            return statement;
        Check(raw.sqlite3_prepare_v3(Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
        // Bound by position: $1 must be the first, and so on.
        for (var i = 1; i <= raw.sqlite3_bind_parameter_count(statement); i++)
        {
            if (raw.sqlite3_bind_parameter_name(statement, i).utf8_to_string() != $"${i}")
                throw new InvalidOperationException($"The parameters do not come in order: {sql}");
        }
        _statements.Add(sql, statement);
        return statement;
    }

    private int Bind(sqlite3_stmt statement, int index, Value value) =>
        value switch
        {
            { IsNull: true } => raw.sqlite3_bind_null(statement, index),
            { Kind: ValueKind.Number } => raw.sqlite3_bind_int64(statement, index, value.Number),
            { Boxed: double real } => raw.sqlite3_bind_double(statement, index, real),
            // An empty span has no address, and SQLite takes none for null.
            { Boxed: string { Length: 0 } } => raw.sqlite3_bind_text(statement, index, ""),
            { Boxed: string text } => raw.sqlite3_bind_text(statement, index, Utf8(text)),
            { Boxed: long[] list } => raw.sqlite3_bind_text(statement, index, JsonSerializer.SerializeToUtf8Bytes(list)),
            { Boxed: byte[] { Length: 0 } } => raw.sqlite3_bind_zeroblob(statement, index, 0),
            { Boxed: byte[] bytes } => raw.sqlite3_bind_blob(statement, index, bytes),
            _ => throw new ArgumentException($"A row cannot hold {value.Kind}.", nameof(value)),
        };

    private ReadOnlySpan<byte> Utf8(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most)
            _text = new byte[most];
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, Handle);
}
