namespace FeedAggregator.Storage.Sql;

/// <summary>The one SQL store. What it owns besides the connections (a lock on the file) comes as <paramref name="holding"/> and is let go last.</summary>
internal sealed class SqlStore(Writer writer, Readers readers, IDialect dialect, bool fullText, IDisposable? holding) : IStore
{
    public IFeedStore Feeds { get; } = new SqlFeeds(writer, readers, dialect);
    public IPollStore Polls { get; } = new SqlPolls(writer, readers, dialect, fullText);
    public IItemStore Items { get; } = new SqlItems(readers, dialect);

    public Task PingAsync(CancellationToken ct) => Items.VersionAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        readers.Dispose();
        holding?.Dispose();
    }
}
