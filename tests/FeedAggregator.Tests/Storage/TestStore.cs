using FeedAggregator.Feeds;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Storage;

/// <summary>The engines the contract suite runs on.</summary>
public sealed class Engines : TheoryData<StoreEngine>
{
    public static bool HasLiteDb { get; } = File.Exists(Path.Combine(AppContext.BaseDirectory, "FeedAggregator.Storage.LiteDb.dll"));

    public Engines()
    {
        Add(StoreEngine.Sqlite);
        Add(StoreEngine.Postgres);
        // Only where the program was built with it: -p:WithLiteDb=true.
        if (HasLiteDb)
            Add(StoreEngine.LiteDb);
    }
}

/// <summary>An open store of an engine, empty, with its placer at hand; gone without a trace afterwards.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly TestDatabase _database;
    private IStore _store;

    private TestStore(TestDatabase database, IStore store, RecordingPlacer placer)
    {
        (_database, _store, Placer) = (database, store, placer);
    }

    public RecordingPlacer Placer { get; private set; }
    public IFeedStore Feeds => _store.Feeds;
    public IPollStore Polls => _store.Polls;
    public IItemStore Items => _store.Items;
    public IStoryStore Stories => _store.Stories;
    public IStoreMaintenance Maintenance => _store.Maintenance;
    public IStore Store => _store;
    public TestDatabase Database => _database;

    public static async Task<TestStore> OpenAsync(StoreEngine engine)
    {
        var database = new TestDatabase(engine);
        var placer = new RecordingPlacer();
        return new TestStore(database, await database.OpenAsync(placer), placer);
    }

    public ValueTask CloseAsync() => _store.DisposeAsync();

    public async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        Placer = new RecordingPlacer();
        _store = await _database.OpenAsync(Placer);
    }

    /// <summary>Makes these the stored feeds and claims all of them.</summary>
    public async Task<IReadOnlyList<ClaimedFeed>> ClaimedAsync(params string[] ids)
    {
        await Feeds.SyncAsync([.. ids.Select(id => Some.Feed(id))], Start, default);
        return await Feeds.ClaimDueAsync(Start, Lease, 100, default);
    }

    /// <summary>Claims a stored feed and applies a plan with these items.</summary>
    public async Task<PollReceipt> PollAsync(string feedId, DateTimeOffset at, params NewItem[] items)
    {
        var claimed = Assert.Single(await Feeds.ClaimAsync([feedId], at, Lease, default));
        return await Polls.ApplyAsync(Some.Plan(claimed, at, items), default);
    }

    public async Task<IReadOnlyList<string>> TitlesAsync(ItemQuery query) =>
        [.. (await Items.SelectAsync(query, default)).Select(item => item.Title)];

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _database.Dispose();
    }
}

/// <summary>A place where an engine can put a database, away from all others. A server that is missing skips the test at home and fails it on CI.</summary>
internal sealed class TestDatabase : IDisposable
{
    private const string PostgresVariable = "FEEDAGGREGATOR_TEST_POSTGRES";
    private static int s_schemas;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("feedaggregator-store-");
    private readonly string _schema = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref s_schemas)}";

    public TestDatabase(StoreEngine engine)
    {
        Options = new StoreOptions
        {
            Engine = engine,
            Path = Path,
            ConnectionString = engine == StoreEngine.Postgres ? $"{Server()};Search Path={_schema}" : null,
        };
    }

    public string Folder => _folder.FullName;
    public string Path => System.IO.Path.Combine(_folder.FullName, "test.db");
    public StoreOptions Options { get; }

    /// <summary>The server the suite may make schemas on.</summary>
    public static string Server()
    {
        var server = Environment.GetEnvironmentVariable(PostgresVariable);
        if (string.IsNullOrEmpty(server) && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"{PostgresVariable} is not set: on CI the suite runs on PostgreSQL too.");
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"{PostgresVariable} names no server");
        return server!;
    }

    public Task<IStore> OpenAsync(IStoryPlacer? placer = null) =>
        Stores.OpenAsync(Options, placer ?? new RecordingPlacer(), new StillClock(TestStore.Start), null, default);

    /// <summary>Runs a statement past the store, in its schema.</summary>
    public object? Sql(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private System.Data.Common.DbConnection Connect()
    {
        System.Data.Common.DbConnection connection =
            Options.Engine == StoreEngine.Postgres
                ? new Npgsql.NpgsqlConnection(Options.ConnectionString + ";Pooling=false")
                : new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>The first column of all rows.</summary>
    public IReadOnlyList<string> Texts(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }

    public void Dispose()
    {
        if (Options.Engine == StoreEngine.Postgres)
            Sql($"drop schema if exists {_schema} cascade");
        _folder.Delete(recursive: true);
    }
}

internal sealed class StillClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

/// <summary>Joins items of one fingerprint to one story, and remembers what it was asked.</summary>
internal sealed class RecordingPlacer : IStoryPlacer
{
    private readonly Dictionary<string, long> _stories = [];

    public TimeSpan Window => TimeSpan.FromDays(3);
    public List<PlacedItem> Admitted { get; } = [];
    public List<PlacedItem> Renewed { get; } = [];
    public List<long> Placed { get; } = [];
    public List<long> Forgotten { get; } = [];

    /// <summary>What every new story is said to be related to.</summary>
    public IReadOnlyList<StoryLink> Related { get; set; } = [];

    /// <summary>The writer waits here before it places: what comes meanwhile is one transaction.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public void Admit(PlacedItem item)
    {
        Admitted.Add(item);
        _stories.TryAdd(Convert.ToHexString(item.Fingerprint.Span), item.StoryId);
    }

    public void Renew(PlacedItem item)
    {
        Renewed.Add(item);
        _stories[Convert.ToHexString(item.Fingerprint.Span)] = item.StoryId;
    }

    public StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt)
    {
        Gate.Wait();
        if (fingerprint.SequenceEqual(Some.Poison))
            throw new InvalidOperationException("The placer broke.");
        Placed.Add(itemId);
        var key = Convert.ToHexString(fingerprint);
        if (fingerprint.Length > 0 && !_stories.TryAdd(key, itemId))
            return new StoryPlacement(_stories[key], "near", 0.75, "the same fingerprint");
        return new StoryPlacement(itemId, null, 0, null) { Related = Related };
    }

    public void Forget(IReadOnlyList<long> itemIds)
    {
        Forgotten.AddRange(itemIds);
        foreach (var story in _stories.Where(story => itemIds.Contains(story.Value)).ToList())
            _stories.Remove(story.Key);
    }
}

/// <summary>Builders: what a test does not mention is of no weight in it.</summary>
internal static class Some
{
    /// <summary>A fingerprint at which the <see cref="RecordingPlacer"/> breaks.</summary>
    public static readonly byte[] Poison = [0xBA, 0xD0];

    public static Feed Feed(string id, params string[] tags) =>
        new()
        {
            Id = id,
            Url = $"https://{id}.example/feed",
            Tags = tags,
        };

    public static NewItem Item(string title, DateTimeOffset newsAt, string? html = null, byte[]? fingerprint = null) =>
        new()
        {
            Keys = [title.Aggregate(17L, (hash, c) => unchecked(hash * 1_000_003 + c))],
            SeenAt = TestStore.Start,
            NewsAt = newsAt,
            Content = Content(title, html, fingerprint),
        };

    public static ItemContent Content(string title, string? html = null, byte[]? fingerprint = null) =>
        new()
        {
            ContentHash = (title + html).Aggregate(7L, (hash, c) => unchecked(hash * 31 + c)),
            Title = title,
            Link = $"https://news.example/{title.Length}",
            Excerpt = title,
            BodyHtml = html,
            Fingerprint = fingerprint ?? [],
        };

    public static PollPlan Plan(ClaimedFeed feed, DateTimeOffset at, params NewItem[] items) =>
        new()
        {
            Feed = feed,
            State = feed.State with
            {
                Status = FeedStatus.Active,
                NextPollAt = at + TimeSpan.FromMinutes(15),
                LastPollAt = at,
                LastSuccessAt = at,
            },
            Record = new PollRecord
            {
                At = at,
                Outcome = PollOutcome.Ok,
                HttpStatus = 200,
                ItemsSeen = items.Length,
            },
            NewItems = items,
        };
}
