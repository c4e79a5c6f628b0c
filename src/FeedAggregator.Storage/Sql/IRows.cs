namespace FeedAggregator.Storage.Sql;

/// <summary>Many rows in or out, as fast as the driver can. Belongs to one connection.</summary>
internal interface IRows : IDisposable
{
    /// <summary>Runs a statement for each.</summary>
    void RunEach(string sql, IReadOnlyList<Value[]> rows);

    /// <summary>What a query finds, a number a column, row after row. No column may be null.</summary>
    List<long> Numbers(string sql, int columns, params ReadOnlySpan<Value> values);
}
