using FeedAggregator.Feeds;
using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>Moving house between any two engines.</summary>
public sealed class StoreCopyTests
{
    private static readonly StillClock Clock = new(Start);

    [Theory]
    [InlineData(StoreEngine.Sqlite, StoreEngine.Sqlite)]
    [InlineData(StoreEngine.Sqlite, StoreEngine.Postgres)]
    [InlineData(StoreEngine.Postgres, StoreEngine.Sqlite)]
    [InlineData(StoreEngine.Sqlite, StoreEngine.LiteDb)]
    [InlineData(StoreEngine.LiteDb, StoreEngine.Sqlite)]
    public async Task Everything_arrives_as_it_was(StoreEngine from, StoreEngine to)
    {
        Assert.SkipWhen((from == StoreEngine.LiteDb || to == StoreEngine.LiteDb) && !Engines.HasLiteDb, "built without LiteDB");
        using var target = new TestDatabase(to);
        await using var source = await LivedInAsync(from);
        var before = await EverythingAsync(source.Store);
        await source.CloseAsync();

        await Stores.CopyAsync(source.Database.Options, target.Options, Clock, progress: null, default);

        var placer = new RecordingPlacer();
        await using var copy = await target.OpenAsync(placer);
        Assert.Equal(before, await EverythingAsync(copy));
        Assert.Equal(3, placer.Admitted.Count);
        Assert.Empty(await copy.Maintenance.CheckAsync(default));
        var found = await copy.Items.SelectAsync(new ItemQuery { Text = "second body", Tags = ["x"] }, default);
        Assert.Equal("Second", Assert.Single(found).Title);
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
        Assert.DoesNotContain(next, item => item is { FeedId: "a", Title: "Purged" });
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
                Raw = new RawDocument(new byte[] { 1, 2, 3 }, "https://a.example/", null),
            },
            default
        );
        await store.Feeds.SyncAsync([Some.Feed("a", "x"), Some.Feed("b")], Start, default);
        return store;
    }

    private static async Task<string> EverythingAsync(IStore store)
    {
        var contents = new List<object>
        {
            await store.Feeds.ListAsync(default),
            (await store.Feeds.FindAsync("gone", default))!,
            await store.Feeds.RecentPollsAsync("a", 100, default),
            (await store.Feeds.LastDocumentAsync("a", default))!.Body.ToArray(),
            await store.Items.VersionAsync(default),
            await store.Contents.TombstonesAsync(0, 100, default),
            (await store.Contents.MarkAsync(default)) with
            {
                LastStoredItemId = 0,
            },
        };
        foreach (var item in await store.Items.SelectAsync(new ItemQuery { Limit = 100 }, default))
            contents.Add((await store.Items.FindAsync(item.Id, default))!);
        return System.Text.Json.JsonSerializer.Serialize(contents);
    }

    private sealed class Immediately(Action<CopyProgress> report) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => report(value);
    }
}
