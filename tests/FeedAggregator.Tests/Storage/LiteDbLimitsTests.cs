using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Storage;

/// <summary>Bounds that LiteDB has and the other engines have not. Only where the program was built with the engine.</summary>
public sealed class LiteDbLimitsTests
{
    [Fact]
    public async Task A_document_too_large_for_LiteDB_is_not_kept_and_the_poll_is()
    {
        await using var store = await OpenAsync();
        var noise = new byte[17_000_000];
        new Random(1).NextBytes(noise);

        await PollAsync(
            store,
            new RawDocument(new byte[] { 1, 2, 3 }, "https://a.example/feed", "text/xml"),
            Some.Item("One", TestStore.Start)
        );
        var small = await store.Feeds.LastDocumentAsync("a", default);
        await PollAsync(store, new RawDocument(noise, "https://a.example/feed", "text/xml"), Some.Item("Two", TestStore.Start));
        var large = await store.Feeds.LastDocumentAsync("a", default);

        Assert.Equal([1, 2, 3], small!.Body.ToArray());
        Assert.Null(large);
        Assert.Equal(["One", "Two"], (await store.TitlesAsync(new ItemQuery())).Order());
    }

    [Fact]
    public async Task A_header_with_half_a_character_does_not_stop_a_poll()
    {
        await using var store = await OpenAsync();

        await PollAsync(store, new RawDocument(new byte[] { 1 }, "https://a.example/feed", "text/\uD800xml"));

        Assert.Equal("text/\uFFFDxml", (await store.Feeds.LastDocumentAsync("a", default))!.ContentType);
    }

    [Fact]
    public async Task More_items_than_are_read_at_once_are_all_read_at_the_start()
    {
        await using var store = await OpenAsync();
        var items = Enumerable.Range(0, 450).Select(i => Some.Item($"Item {i}", TestStore.Start.AddSeconds(-i), fingerprint: [1, (byte)i]));
        await PollAsync(store, null, [.. items]);

        await store.ReopenAsync();

        Assert.Equal(Enumerable.Range(1, 450), store.Placer.Admitted.Select(item => (int)item.ItemId));
        Assert.Empty(await store.Maintenance.CheckAsync(default));
        Assert.Equal(450, (await store.Maintenance.StatisticsAsync(default)).Items);
    }

    private static async Task<TestStore> OpenAsync()
    {
        Assert.SkipUnless(Engines.HasLiteDb, "built without the engine");
        var store = await TestStore.OpenAsync(StoreEngine.LiteDb);
        await store.Feeds.SyncAsync([Some.Feed("a")], TestStore.Start, default);
        return store;
    }

    private static async Task PollAsync(TestStore store, RawDocument? raw, params NewItem[] items)
    {
        var claim = Assert.Single(await store.Feeds.ClaimAsync(["a"], TestStore.Start, TestStore.Lease, default));
        await store.Polls.ApplyAsync(Some.Plan(claim, TestStore.Start, items) with { Raw = raw }, default);
    }
}
