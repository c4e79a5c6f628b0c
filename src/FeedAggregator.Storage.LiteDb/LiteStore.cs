using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteStore : IStore
{
    private readonly LiteThread _thread;
    private readonly FileLock _holding;

    private LiteStore(LiteDatabase database, LiteTables tables, LiteWindow window, string path, FileLock holding)
    {
        _holding = holding;
        _thread = new LiteThread(database, path);
        Feeds = new LiteFeeds(_thread, tables);
        Polls = new LitePolls(_thread, tables, window);
        Items = new LiteItems(_thread, tables);
        Stories = new LiteStories(_thread, tables, window);
        Maintenance = new LiteMaintenance(_thread, tables, path, window.Length);
        Contents = new LiteContents(_thread, tables);
        Editions = new LiteEditions(_thread, tables);
        Subscriptions = new LiteSubscriptions(_thread, tables);
        Outbox = new LiteOutbox(_thread, tables);
        Hubs = new LiteHubs(_thread, tables);
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

    public static LiteStore Open(StoreOptions options, IStoryPlacer placer, TimeProvider clock, bool copying)
    {
        var path = Path.GetFullPath(options.Path!);
        FileLock? holding = null;
        LiteDatabase? database = null;
        try
        {
            if (Directory.Exists(path))
                throw new StoreException(StoreProblem.Unavailable, $"The database {path} is a folder. Let Store:Path name a file in it.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            holding = FileLock.Take(path);
            if (options.ReadOnly && !File.Exists(path))
                throw new StoreException(
                    StoreProblem.Unavailable,
                    $"There is no database {path} yet. Run the service once, or correct Store:Path."
                );
            LiteFile.Verify(path, () => database = LiteFile.Open(path));
            var tables = new LiteTables(database!);
            LiteFile.Verify(path, () => Prepare(tables, options, copying));
            if (!options.ReadOnly)
                Take(database!, tables, path);
            var window = new LiteWindow(tables, placer);
            window.Admit(clock.GetUtcNow());
            return new LiteStore(database!, tables, window, path, holding);
        }
        catch (Exception exception)
        {
            if (database is not null)
                LiteFile.Abandon(database);
            holding?.Dispose();
            if (exception is not StoreException && LiteFile.Translate(exception, path) is { } problem)
                throw problem;
            throw;
        }
    }

    public Task PingAsync(CancellationToken ct) => Items.VersionAsync(ct);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _thread.DisposeAsync();
        }
        finally
        {
            _holding.Dispose();
        }
    }

    private static void Prepare(LiteTables tables, StoreOptions options, bool copying)
    {
        if (!copying && tables.IsUnfinished)
            throw new StoreException(
                StoreProblem.Unavailable,
                $"The database {options} holds a copy that was broken off. Run 'feedaggregator store copy' again to finish it."
            );
        if (options.CheckAtStart && !tables.IsUnfinished && LiteInspection.Run(tables, most: 1, indexes: false) is [var damage, ..])
            throw new StoreException(StoreProblem.Damaged, damage);
    }

    private static void Take(LiteDatabase database, LiteTables tables, string path)
    {
        tables.EnsureIndexes();
        LiteOutbox.FreeLeases(tables);
        LiteFile.Checkpoint(database, path);
    }
}
