namespace FeedAggregator.Storage.Sql;

/// <summary>The one SQL store.</summary>
internal sealed class SqlStore : IStore
{
    private readonly Writer _writer;
    private readonly Readers _readers;
    private readonly SqlStoreParts _parts;

    private SqlStore(IDialect dialect, Session? session, StoreOptions options, SqlStoreParts parts)
    {
        _parts = parts;
        _writer = new Writer(dialect, session, parts.Window);
        _readers = new Readers(dialect, parts.ReaderCount);
        Feeds = new SqlFeeds(_writer, _readers, dialect);
        Polls = dialect.Hasten(new SqlPolls(_writer, _readers, dialect, options.FullText), _writer);
        Items = new SqlItems(_readers, dialect);
        Stories = new SqlStories(_writer, _readers, dialect);
        Maintenance = new SqlMaintenance(_writer, _readers, dialect, options, parts);
        Contents = new SqlContents(_writer, _readers, dialect, options.FullText);
        Editions = new SqlEditions(_writer, _readers, dialect);
        Subscriptions = new SqlSubscriptions(_writer, _readers, dialect);
        Outbox = new SqlOutbox(_writer, _readers, dialect);
        Hubs = new SqlHubs(_writer, _readers, dialect);
    }

    public IFeedStore Feeds { get; }
    public IPollStore Polls { get; }
    public IItemStore Items { get; }
    public IStoryStore Stories { get; }
    public IStoreMaintenance Maintenance { get; }
    public IStoreContents Contents { get; }
    public IEditionStore Editions { get; }
    public ISubscriptionStore Subscriptions { get; }
    public IOutbox Outbox { get; }
    public IHubStore Hubs { get; }

    /// <summary>Starts on a database of the right version, and refuses what is only half a copy. The story window is filled when the first new item comes.</summary>
    /// <param name="session">Becomes the writer's; when the store only reads it is closed.</param>
    public static SqlStore Start(Session session, StoreOptions options, SqlStoreParts parts)
    {
        if (!parts.Copying && session.Number(SqlContents.UnfinishedCopy) > 0)
            throw new StoreException(
                StoreProblem.Unavailable,
                $"The database {options} holds a copy that was broken off. Run 'feedaggregator store copy' again to finish it."
            );
        if (options.ReadOnly)
        {
            session.Dispose();
            return new SqlStore(session.Dialect, session: null, options, parts);
        }
        return new SqlStore(session.Dialect, session, options, parts);
    }

    public Task PingAsync(CancellationToken ct) => Items.VersionAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
        _parts.Holding?.Dispose();
    }
}

/// <param name="Copying">The store is opened to copy contents into it.</param>
/// <param name="Holding">What the store owns besides its connections, such as the lock on a file; let go last.</param>
internal sealed record SqlStoreParts(StoryWindow Window, TimeProvider Clock, bool Copying, IDisposable? Holding)
{
    /// <summary>Connections that read at the same time.</summary>
    public int ReaderCount { get; init; } = 4;
}
