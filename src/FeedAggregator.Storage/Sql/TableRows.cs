using System.Data.Common;

namespace FeedAggregator.Storage.Sql;

/// <summary>The statements that copy a table row by row.</summary>
internal sealed class TableRows(ContentsTable table)
{
    private static readonly Dictionary<string, TableRows> Known = ContentsTable.All.ToDictionary(
        table => table.Name,
        table => new TableRows(table)
    );

    private readonly string _first = $"select {Names(table)} from {table.Name} order by {Keys(table)} limit $1";
    private readonly string _next =
        $"select {Names(table)} from {table.Name} where ({Keys(table)}) > ({Parameters(table.KeyColumns)}) order by {Keys(table)} limit ${table.KeyColumns + 1}";

    public static TableRows Of(ContentsTable table) => Known[table.Name];

    public string Count { get; } = $"select count(*) from {table.Name}";
    public string Empty { get; } = $"delete from {table.Name}";

    /// <summary>Not by "on conflict": not every table has a constraint on what tells its rows apart.</summary>
    public string Insert { get; } =
        $"insert into {table.Name} ({Names(table)}) select {Parameters(table.Columns.Count)} where not exists (select 1 from {table.Name} where ({Keys(table)}) = ({Parameters(table.KeyColumns)}))";

    /// <summary>Null when keys are not given out by the database.</summary>
    public string? GivenOutKey { get; } = table is { KeyColumns: 1, Columns: [{ Kind: ContentsKind.Number } key, ..] } ? key.Name : null;

    public List<ContentsRow> Read(Session session, ContentsRow? after, int limit) =>
        after is null
            ? session.All(_first, Read, limit)
            : session.All(_next, Read, [.. Values(after).Take(table.KeyColumns), (Value)limit]);

    public Value[] Values(ContentsRow row) => [.. table.Columns.Zip(row.Values, (column, value) => ToValue(column.Kind, value))];

    private ContentsRow Read(DbDataReader row) => new([.. table.Columns.Select((column, i) => FromRow(row, i, column.Kind))]);

    private static object? FromRow(DbDataReader row, int i, ContentsKind kind)
    {
        if (row.IsDBNull(i))
            return null;
        return kind switch
        {
            ContentsKind.Number => row.GetInt64(i),
            ContentsKind.Text => row.GetString(i),
            ContentsKind.Blob => row.GetFieldValue<byte[]>(i),
            _ => row.GetDouble(i),
        };
    }

    private static Value ToValue(ContentsKind kind, object? value) =>
        kind switch
        {
            ContentsKind.Number => (long?)value,
            ContentsKind.Text => (string?)value,
            ContentsKind.Blob => (byte[]?)value,
            _ => value is double real ? real : Value.NoReal,
        };

    private static string Names(ContentsTable table) => string.Join(", ", table.Columns.Select(column => column.Name));

    private static string Keys(ContentsTable table) =>
        string.Join(", ", table.Columns.Take(table.KeyColumns).Select(column => column.Name));

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"${i}"));
}
