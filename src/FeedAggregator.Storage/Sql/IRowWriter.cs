namespace FeedAggregator.Storage.Sql;

/// <summary>Runs a statement for many rows, as fast as the driver can. Belongs to one connection.</summary>
internal interface IRowWriter : IDisposable
{
    void RunEach(string sql, IReadOnlyList<Value[]> rows);
}
