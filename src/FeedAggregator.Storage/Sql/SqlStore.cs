namespace FeedAggregator.Storage.Sql;

/// <summary>The one SQL store.</summary>
internal sealed class SqlStore(Writer writer, Readers readers, IDialect dialect, StoreOptions options, SqlStoreParts parts) : IStore
{
    public IFeedStore Feeds { get; } = new SqlFeeds(writer, readers, dialect);
    public IPollStore Polls { get; } = new SqlPolls(writer, readers, dialect, options.FullText);
    public IItemStore Items { get; } = new SqlItems(readers, dialect);
    public IStoreMaintenance Maintenance { get; } = new SqlMaintenance(writer, readers, dialect, options, parts);

    public Task PingAsync(CancellationToken ct) => Items.VersionAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        readers.Dispose();
        parts.Holding.Dispose();
    }
}

/// <param name="Window">How long an item's fingerprint is of use.</param>
/// <param name="Holding">What the store owns besides its connections, such as the lock on a file; let go last.</param>
internal sealed record SqlStoreParts(TimeSpan Window, TimeProvider Clock, IDisposable Holding);
