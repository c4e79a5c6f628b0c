using FeedAggregator.Feeds;
using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>Moving house between any two engines.</summary>
public sealed class StoreCopyTests
{
    private static readonly StillClock Clock = new(Start);

    [Theory, ClassData(typeof(Moves))]
    public async Task Everything_arrives_as_it_was(StoreEngine from, StoreEngine to)
    {
        Assert.SkipWhen((from == StoreEngine.LiteDb || to == StoreEngine.LiteDb) && !Engines.HasLiteDb, "built without LiteDB");
        using var target = new TestDatabase(to);
        await using var source = await LivedInAsync(from);
        var before = await EverythingAsync(source.Store);
        var erased = (await source.Store.Contents.MarkAsync(default)).LastErased ?? 0;
        await source.CloseAsync();

        await Stores.CopyAsync(source.Database.Options, target.Options, Clock, progress: null, default);

        var placer = new RecordingPlacer();
        await using var copy = await target.OpenAsync(placer);
        Assert.Equal(before, await EverythingAsync(copy));
        var erasedThere = (await copy.Contents.MarkAsync(default)).LastErased ?? 0;
        Assert.True(to == StoreEngine.LiteDb ? erasedThere >= erased : erasedThere == erased);
        Assert.Empty(await copy.Maintenance.CheckAsync(default));
        var found = await copy.Items.SelectAsync(new ItemQuery { Text = "second body", Tags = ["x"] }, default);
        Assert.Equal("Second", Assert.Single(found).Title);
        var claims = await copy.Feeds.ClaimDueAsync(Start.AddDays(60), Lease, 1, default);
        await copy.Polls.ApplyAsync(Some.Plan(Assert.Single(claims), Start.AddDays(60), Some.Item("Newest", Start)), default);
        Assert.Equal(3, placer.Admitted.Count);
    }

    [Fact]
    public async Task The_copy_goes_on_living_where_the_source_stopped()
    {
        using var target = new TestDatabase(StoreEngine.Postgres);
        await using var source = await LivedInAsync(StoreEngine.Sqlite);
        var last = (await source.Items.VersionAsync(default)).LastItemId;
        await source.CloseAsync();
        await Stores.CopyAsync(source.Database.Options, target.Options, Clock, progress: null, default);

        await using var copy = await target.OpenAsync();
        await copy.Feeds.SyncAsync([Some.Feed("a", "x"), Some.Feed("b"), Some.Feed("new")], Start.AddDays(60), default);
        var claims = await copy.Feeds.ClaimDueAsync(Start.AddDays(60), Lease, 10, default);
        foreach (var claim in claims)
            await copy.Polls.ApplyAsync(Some.Plan(claim, Start.AddDays(60), Some.Item("Purged", Start), Some.Item("Next", Start)), default);

        var next = await copy.Items.SelectAsync(new ItemQuery { AfterItemId = last }, default);
        Assert.Equal(3, claims.Count);
        Assert.Equal(3, next.Count(item => item.Title == "Next"));
        var before = (await copy.Subscriptions.ListAsync(null, default)).Max(x => x.Id);
        Assert.True(
            before < (await copy.Subscriptions.AddAsync("new", SubscriptionChannel.Mail, "n@example.org", new(), Start, default)).Id
        );
        Assert.DoesNotContain(next, item => item is { FeedId: "a", Title: "Purged" });
    }

    [Theory, ClassData(typeof(Moves))]
    public async Task In_the_copy_too_nobody_gets_the_id_of_an_erased_reader(StoreEngine from, StoreEngine to)
    {
        Assert.SkipWhen((from == StoreEngine.LiteDb || to == StoreEngine.LiteDb) && !Engines.HasLiteDb, "built without LiteDB");
        using var target = new TestDatabase(to);
        await using var source = await OpenAsync(from);
        var readers = source.Store.Subscriptions;
        await readers.AddAsync("morning", SubscriptionChannel.Mail, "stays@example.org", new(), Start, default);
        var erased = await readers.AddAsync("morning", SubscriptionChannel.Mail, "goes@example.org", new(), Start, default);
        await readers.EraseAsync("goes@example.org", default);
        await source.CloseAsync();

        await Stores.CopyAsync(source.Database.Options, target.Options, Clock, progress: null, default);

        await using var copy = await target.OpenAsync();
        var next = await copy.Subscriptions.AddAsync("morning", SubscriptionChannel.Mail, "comes@example.org", new(), Start, default);
        Assert.True(next.Id > erased.Id);
    }

    [Fact]
    public async Task A_copy_that_was_broken_off_goes_on_and_is_not_used_before()
    {
        using var target = new TestDatabase(StoreEngine.Sqlite);
        await using var source = await OpenAsync(StoreEngine.Sqlite);
        await source.ClaimedAsync("a");
        await source.PollAsync("a", Start + Lease, [.. Enumerable.Range(0, 1200).Select(i => Some.Item($"Item {i}", Start.AddSeconds(i)))]);
        await source.CloseAsync();
        using var breaking = new CancellationTokenSource();
        var progress = new Immediately(_ => breaking.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Stores.CopyAsync(source.Database.Options, target.Options, Clock, progress, breaking.Token)
        );
        var refusal = await Assert.ThrowsAsync<StoreException>(() => target.OpenAsync());
        var seen = new List<CopyProgress>();
        await Stores.CopyAsync(source.Database.Options, target.Options, Clock, new Immediately(seen.Add), default);

        Assert.Contains("broken off", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([new CopyProgress("items", 1000, 1200), new CopyProgress("items", 1200, 1200)], seen);
        await using var copy = await target.OpenAsync();
        Assert.Equal(1200, (await copy.Items.SelectAsync(new ItemQuery { Limit = 5000 }, default)).Count);
    }

    /// <summary>What the source has sent since a copy was broken off must not be sent again by the copy.</summary>
    [Fact]
    public async Task A_copy_that_goes_on_takes_the_outbox_anew()
    {
        using var target = new TestDatabase(StoreEngine.Sqlite);
        await using var source = await LivedInAsync(StoreEngine.Sqlite);
        await source.CloseAsync();
        await BreakOffAsync(source, target, after: "keys");
        await source.ReopenAsync();
        var claims = await source.Store.Outbox.ClaimDueAsync(Start.AddDays(1), Lease, 10, default);
        foreach (var claim in claims)
            await source.Store.Outbox.RecordAsync(claim, new DeliveryVerdict(DeliveryState.Sent), Start.AddDays(1), default);
        await source.CloseAsync();

        await Stores.CopyAsync(source.Database.Options, target.Options, Clock, progress: null, default);

        await using var copy = await target.OpenAsync();
        Assert.NotEmpty(claims);
        Assert.Empty(await copy.Outbox.ClaimDueAsync(Start.AddDays(2), Lease, 10, default));
    }

    [Fact]
    public async Task A_copy_whose_source_has_got_news_since_does_not_go_on()
    {
        using var target = new TestDatabase(StoreEngine.Sqlite);
        await using var source = await LivedInAsync(StoreEngine.Sqlite);
        await source.CloseAsync();
        await BreakOffAsync(source, target, after: "items");
        await source.ReopenAsync();
        await source.PollAsync("b", Start + Lease, Some.Item("Since then", Start));
        await source.CloseAsync();

        var refusal = await Assert.ThrowsAsync<StoreException>(() =>
            Stores.CopyAsync(source.Database.Options, target.Options, Clock, progress: null, default)
        );

        Assert.Contains("start again", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_has_readers_and_nothing_else_is_not_empty()
    {
        await using var source = await LivedInAsync(StoreEngine.Sqlite);
        await using var target = await OpenAsync(StoreEngine.Sqlite);
        await target.Store.Subscriptions.AddAsync(
            "morning",
            SubscriptionChannel.Mail,
            "a@example.org",
            new SubscriptionWish(),
            Start,
            default
        );
        await source.CloseAsync();
        await target.CloseAsync();

        await Assert.ThrowsAsync<StoreException>(() =>
            Stores.CopyAsync(source.Database.Options, target.Database.Options, Clock, progress: null, default)
        );

        await target.ReopenAsync();
        Assert.Single(await target.Store.Subscriptions.ListAsync(null, default));
    }

    /// <summary>Guards the list: a table that somebody adds to the schema must be carried too.</summary>
    [Theory]
    [InlineData(StoreEngine.Sqlite, "select name from sqlite_schema where type = 'table'", "select name from pragma_table_info('{0}')")]
    [InlineData(
        StoreEngine.Postgres,
        "select table_name from information_schema.tables where table_schema = current_schema()",
        "select column_name from information_schema.columns where table_schema = current_schema() and table_name = '{0}'"
    )]
    public async Task Every_table_of_the_schema_is_carried_with_all_its_columns(StoreEngine engine, string tables, string columns)
    {
        await using var store = await OpenAsync(engine);
        var present = store.Database.Texts(tables).Where(name => !name.StartsWith("search_", StringComparison.Ordinal));

        Assert.Equal(
            CarriedOtherwise.Concat(ContentsTable.All.Select(table => table.Name)).Order(StringComparer.Ordinal),
            present.Except(["feedaggregator_version"]).Order(StringComparer.Ordinal)
        );
        Assert.All(
            ContentsTable.All,
            table =>
                Assert.Equal(
                    table.Columns.Select(column => column.Name).Order(StringComparer.Ordinal),
                    store.Database.Texts(string.Format(null, columns, table.Name)).Order(StringComparer.Ordinal)
                )
        );
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_not_made()
    {
        using var source = new TestDatabase(StoreEngine.Sqlite);
        using var target = new TestDatabase(StoreEngine.Sqlite);

        await Assert.ThrowsAsync<StoreException>(() => Stores.CopyAsync(source.Options, target.Options, Clock, progress: null, default));

        Assert.Empty(Directory.EnumerateFileSystemEntries(source.Folder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(target.Folder));
    }

    [Fact]
    public async Task A_database_that_is_not_empty_is_left_alone()
    {
        await using var source = await LivedInAsync(StoreEngine.Sqlite);
        await using var target = await LivedInAsync(StoreEngine.Sqlite);
        var before = await EverythingAsync(target.Store);
        await source.CloseAsync();
        await target.CloseAsync();

        var refusal = await Assert.ThrowsAsync<StoreException>(() =>
            Stores.CopyAsync(source.Database.Options, target.Database.Options, Clock, progress: null, default)
        );

        Assert.Equal(StoreProblem.Foreign, refusal.Problem);
        await target.ReopenAsync();
        Assert.Equal(before, await EverythingAsync(target.Store));
    }

    /// <summary>What <see cref="FeedContents"/>, <see cref="ItemContents"/> and <see cref="ContentsMark"/> carry.</summary>
    private static readonly string[] CarriedOtherwise =
    [
        "tally",
        "facts",
        "feeds",
        "feed_tags",
        "polls",
        "documents",
        "items",
        "bodies",
        "revisions",
        "identities",
        "fingerprints",
        "story_bars",
        "story_links",
        "search",
    ];

    private static async Task BreakOffAsync(TestStore source, TestDatabase target, string after)
    {
        using var breaking = new CancellationTokenSource();
        var progress = new Immediately(made =>
        {
            if (made.What == after)
                breaking.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Stores.CopyAsync(source.Database.Options, target.Options, Clock, progress, breaking.Token)
        );
    }

    /// <summary>An edition with a delivery that is sent, one in doubt, one waiting; readers who ask, have left, are suppressed.</summary>
    private static async Task PublishAsync(IStore store)
    {
        var readers = store.Subscriptions;
        foreach (var name in (string[])["sent", "doubt", "waiting", "left"])
            await readers.AddAsync(
                "morning",
                SubscriptionChannel.Mail,
                $"{name}@example.org",
                new SubscriptionWish { Hour = 7 },
                Start,
                default
            );
        await readers.AddAsync("morning", SubscriptionChannel.Webhook, "https://hook.example/x", new SubscriptionWish(), Start, default);
        var asking = Mailbox.Parse("Asking@example.org", out _)!;
        await readers.SignUpAsync(
            new SignUp("morning", asking, new SubscriptionWish(), "203.0.113.0/24", new SignUpLimits(3, 20), Start),
            default
        );
        var subscriptions = await readers.ListAsync("morning", default);
        await readers.IssueAsync(subscriptions[^1].Id, "hash of a token", Start.AddDays(2), default);
        await readers.BounceAsync("soft@example.org", hard: false, "452", null, Start, default);
        await readers.BounceAsync("hard@example.org", hard: true, "550", null, Start, default);
        await readers.KeyAsync("links", [1, 2, 3], default);
        foreach (var document in (string?[])["{\"n\":1}", null])
        {
            var since = await store.Editions.OpenAsync("morning", Start, default);
            await store.Editions.FreezeAsync(
                new EditionPlan
                {
                    Digest = "morning",
                    Since = since,
                    DueAt = since.DueAt.AddHours(1),
                    ChangedUpTo = since.DueAt.AddHours(1),
                    From = since.DueAt,
                    FrozenAt = since.DueAt.AddHours(1),
                    Title = "Morning",
                    StoryIds = document is null ? [] : [2, 3],
                    Document = document,
                },
                default
            );
        }
        await readers.EndAsync(subscriptions.First(x => x.Target == "left@example.org").Id, Start, default);
        var claims = await store.Outbox.ClaimDueAsync(Start.AddDays(1), TimeSpan.FromMinutes(1), 10, default);
        foreach (var claim in claims.Where(x => x.Subscription.Target is "sent@example.org" or "doubt@example.org"))
            await store.Outbox.HandOverAsync(claim, Start.AddDays(1), TimeSpan.FromMinutes(1), default);
        var sent = claims.Single(x => x.Subscription.Target == "sent@example.org");
        await store.Outbox.RecordAsync(sent, new DeliveryVerdict(DeliveryState.Sent, Text: "250 taken"), Start.AddDays(1), default);
        await store.Outbox.ReleaseAsync(
            [.. claims.Where(x => x.Subscription.Target is not "sent@example.org" and not "doubt@example.org")],
            Start,
            default
        );
    }

    /// <summary>A store with something of everything: feeds listed and not, an update, a story, a purged item, a document.</summary>
    private static async Task<TestStore> LivedInAsync(StoreEngine engine)
    {
        var store = await OpenAsync(engine);
        await store.Feeds.SyncAsync([Some.Feed("a", "x"), Some.Feed("b"), Some.Feed("gone")], Start.AddDays(-50), default);
        var old = Some.Item("Purged", Start.AddDays(-50)) with { SeenAt = Start.AddDays(-50) };
        await store.PollAsync("a", Start.AddDays(-50), old, Some.Item("First", Start, "<p>first</p>", [1]));
        await store.PollAsync(
            "b",
            Start.AddDays(-49),
            Some.Item("First told again", Start, "<p>first</p>", [1]),
            Some.Item("", Start, null, [])
        );
        await store.Maintenance.RetainAsync(new RetentionPolicy { MaxAge = TimeSpan.FromDays(30) }, Start, default);
        var item = (await store.Items.SelectAsync(new ItemQuery { Text = "first", Tags = ["x"] }, default))[0];
        var claim = Assert.Single(await store.Feeds.ClaimAsync(["a"], Start, Lease, default));
        var content = Some.Content("Second", "<p>second body</p>") with
        {
            Categories = ["c"],
            Enclosures = [new ItemEnclosure("u", null, 1)],
        };
        await store.Polls.ApplyAsync(
            Some.Plan(claim, Start) with
            {
                Updates = [new ItemUpdate(item.Id, content, Start)],
                Raw = new RawDocument(new byte[] { 1, 2, 3 }, "https://a.example/", null)
                {
                    ContentLanguage = "id",
                    ContentLocation = "/x",
                },
            },
            default
        );
        await PublishAsync(store.Store);
        await store.Store.Hubs.AddAsync(
            claim.Key,
            new HubSubscription
            {
                Offer = new HubOffer(new Uri("https://hub.example/"), new Uri("https://a.example/feed")),
                Callback = new Uri("https://reader.example/hubs/a"),
                Secret = "s3cret",
                DueAt = Start,
            },
            default
        );
        await store.Feeds.SyncAsync([Some.Feed("a", "x"), Some.Feed("b")], Start, default);
        await store.Store.Hubs.AddAsync((await store.Feeds.FindAsync("a", default))!.Key, Hub, default);
        return store;
    }

    private static HubSubscription Hub =>
        new()
        {
            Offer = new HubOffer(new Uri("https://hub.example/"), new Uri("https://a.example/feed")),
            Callback = new Uri("https://reader.example/hubs/4711"),
            Secret = "s3cret",
        };

    private static async Task<string> EverythingAsync(IStore store)
    {
        var contents = new List<object>
        {
            await store.Feeds.ListAsync(default),
            (await store.Feeds.FindAsync("gone", default))!,
            await store.Feeds.RecentPollsAsync("a", 100, default),
            (await store.Feeds.LastDocumentAsync("a", default))!.Body.ToArray(),
            (await store.Feeds.LastDocumentAsync("a", default))! with
            {
                Body = default,
            },
            await store.Items.VersionAsync(default),
            await store.Contents.TombstonesAsync(0, 100, default),
            // LiteDB remembers every id it gave out, the others those of erased readers: compared by the tests themselves.
            (await store.Contents.MarkAsync(default)) with
            {
                LastStoredItemId = 0,
                LastErased = null,
            },
        };
        foreach (var item in await store.Items.SelectAsync(new ItemQuery { Limit = 100 }, default))
            contents.Add((await store.Items.FindAsync(item.Id, default))!);
        foreach (var table in ContentsTable.All)
        {
            var rows = await store.Contents.RowsAsync(table, null, 100, default);
            Assert.NotEmpty(rows);
            // Engines do not sort texts alike, and what was leased while a store was open is free when it opens again.
            contents.Add(
                rows.Select(row =>
                        System.Text.Json.JsonSerializer.Serialize(
                            table
                                .Columns.Zip(row.Values)
                                .Where(x => !x.First.Name.StartsWith("lease", StringComparison.Ordinal))
                                .Select(x => x.Second)
                        )
                    )
                    .Order(StringComparer.Ordinal)
            );
        }
        return System.Text.Json.JsonSerializer.Serialize(contents);
    }

    private sealed class Immediately(Action<CopyProgress> report) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => report(value);
    }
}

/// <summary>From which engine to which.</summary>
public sealed class Moves : TheoryData<StoreEngine, StoreEngine>
{
    public Moves()
    {
        Add(StoreEngine.Sqlite, StoreEngine.Sqlite);
        Add(StoreEngine.Sqlite, StoreEngine.Postgres);
        Add(StoreEngine.Postgres, StoreEngine.Sqlite);
        Add(StoreEngine.Sqlite, StoreEngine.LiteDb);
        Add(StoreEngine.LiteDb, StoreEngine.Sqlite);
    }
}
