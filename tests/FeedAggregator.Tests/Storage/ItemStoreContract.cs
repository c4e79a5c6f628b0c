using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>What every engine promises of <see cref="IItemStore"/>.</summary>
public sealed class ItemStoreContract
{
    [Theory, ClassData(typeof(Engines))]
    public async Task The_newest_news_come_first_and_no_more_than_asked(StoreEngine engine)
    {
        await using var store = await WithItemsAsync(engine, [("a", "Old", -3), ("a", "New", -1), ("b", "Middle", -2)]);

        Assert.Equal(["New", "Middle", "Old"], await store.TitlesAsync(new ItemQuery()));
        Assert.Equal(["New", "Middle"], await store.TitlesAsync(new ItemQuery { Limit = 2 }));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Of_two_at_the_same_time_the_one_stored_last_comes_first(StoreEngine engine)
    {
        await using var store = await WithItemsAsync(engine, [("a", "First", -1), ("a", "Second", -1), ("b", "Third", -1)]);

        Assert.Equal(["Third", "Second"], await store.TitlesAsync(new ItemQuery { Limit = 2 }));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_time_runs_from_since_until_just_before_until(StoreEngine engine)
    {
        await using var store = await WithItemsAsync(engine, [("a", "3", -3), ("a", "2", -2), ("b", "1", -1)]);

        var titles = await store.TitlesAsync(new ItemQuery { Since = Start.AddHours(-2), Until = Start.AddHours(-1) });

        Assert.Equal(["2"], titles);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Tags_and_feeds_choose_and_both_must_hold(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.Feeds.SyncAsync([Some.Feed("a", "world", "news"), Some.Feed("b", "news"), Some.Feed("c", "sport")], Start, default);
        foreach (var id in new[] { "a", "b", "c" })
            await store.PollAsync(id, Start, Some.Item($"Of {id}", Start));

        Assert.Equal(["Of b", "Of a"], await store.TitlesAsync(new ItemQuery { Tags = ["news"] }));
        Assert.Equal(["Of c", "Of a"], await store.TitlesAsync(new ItemQuery { Tags = ["world", "sport"] }));
        Assert.Equal(["Of b"], await store.TitlesAsync(new ItemQuery { Feeds = ["b", "unknown"] }));
        Assert.Equal(["Of a"], await store.TitlesAsync(new ItemQuery { Feeds = ["a", "c"], Tags = ["news"] }));
        Assert.Empty(await store.TitlesAsync(new ItemQuery { Tags = ["none"] }));
        Assert.Empty(await store.TitlesAsync(new ItemQuery { Feeds = ["c"], Tags = ["news"] }));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_item_carries_the_name_tags_and_weight_its_feed_has_now(StoreEngine engine)
    {
        await using var store = await WithItemsAsync(engine, [("a", "News", -1)]);
        var claimed = Assert.Single(await store.Feeds.ClaimAsync(["a"], Start, Lease, default));
        var plan = Some.Plan(claimed, Start);
        await store.Polls.ApplyAsync(plan with { State = plan.State with { Title = "Own title" } }, default);
        var before = Assert.Single(await store.Items.SelectAsync(new ItemQuery(), default));

        await store.Feeds.SyncAsync([Some.Feed("a", "x") with { Name = "Given name", Weight = 2.5 }], Start, default);
        var after = Assert.Single(await store.Items.SelectAsync(new ItemQuery(), default));

        Assert.Equal(("Own title", 1.0), (before.FeedName, before.FeedWeight));
        Assert.Equal(("Given name", 2.5), (after.FeedName, after.FeedWeight));
        Assert.Equal(["x"], after.FeedTags);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_backlog_can_be_left_out(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("Before", Start) with { Backlog = true }, Some.Item("After", Start));

        Assert.Equal(["After"], await store.TitlesAsync(new ItemQuery { WithoutBacklog = true }));
        Assert.Equal(2, (await store.TitlesAsync(new ItemQuery())).Count);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_was_stored_after_an_item_can_be_asked_for(StoreEngine engine)
    {
        await using var store = await WithItemsAsync(engine, [("a", "1", -1), ("a", "2", -2), ("a", "3", -3)]);
        var first = (await store.Items.SelectAsync(new ItemQuery(), default)).Single(item => item.Title == "1").Id;

        Assert.Equal(["2", "3"], await store.TitlesAsync(new ItemQuery { AfterItemId = first }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public async Task A_limit_out_of_bounds_is_refused(int limit)
    {
        await using var store = await OpenAsync(StoreEngine.Sqlite);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Items.SelectAsync(new ItemQuery { Limit = limit }, default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Members_come_by_story_and_then_oldest_first(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync(
            "a",
            Start + Lease,
            Some.Item("One, late", Start, fingerprint: [1]),
            Some.Item("Two", Start, fingerprint: [2]),
            Some.Item("One, early", Start.AddHours(-1), fingerprint: [1])
        );
        var stories = (await store.Items.SelectAsync(new ItemQuery(), default)).Select(item => item.StoryId).Distinct().OrderDescending();

        var members = await store.Items.StoryMembersAsync([.. stories, 99_999], default);

        Assert.Equal(["One, early", "One, late", "Two"], members.Select(member => member.Title));
        Assert.Empty(await store.Items.StoryMembersAsync([], default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_unknown_item_is_not_found(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);

        Assert.Null(await store.Items.FindAsync(1, default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_version_changes_with_items_and_feeds_and_with_nothing_else(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var empty = await store.Items.VersionAsync(default);
        await store.ClaimedAsync("a");
        var synced = await store.Items.VersionAsync(default);
        await store.PollAsync("a", Start + Lease);
        var polled = await store.Items.VersionAsync(default);
        await store.PollAsync("a", Start + Lease, Some.Item("One", Start));
        var added = await store.Items.VersionAsync(default);
        await store.ReopenAsync();

        Assert.Equal(new ItemsVersion(0, 0, null), empty);
        Assert.True(synced.Changes > 0);
        Assert.Equal(synced, polled);
        Assert.True(added.Changes > polled.Changes);
        Assert.Equal(Start + Lease, added.ChangedAt);
        Assert.Equal(added, await store.Items.VersionAsync(default));
    }

    private static async Task<TestStore> WithItemsAsync(StoreEngine engine, (string Feed, string Title, int Hours)[] items)
    {
        var store = await OpenAsync(engine);
        await store.ClaimedAsync([.. items.Select(item => item.Feed).Distinct()]);
        foreach (var (feed, title, hours) in items)
            await store.PollAsync(feed, Start + Lease, Some.Item(title, Start.AddHours(hours)));
        return store;
    }
}
