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
    public async Task What_came_or_changed_since_is_found_whatever_its_date_and_whatever_the_clock_said(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.Feeds.SyncAsync([Some.Feed("a")], Start, default);
        await store.PollAsync("a", Start, Some.Item("Changed", Start), Some.Item("Unchanged", Start));
        var all = await store.Items.SelectAsync(new ItemQuery(), default);
        var changed = all.Single(x => x.Title == "Changed").Id;
        var claimed = Assert.Single(await store.Feeds.ClaimAsync(["a"], Start.AddHours(2), Lease, default));
        var update = new ItemUpdate(changed, Some.Content("Changed again"), Start.AddHours(2));
        var (late, jumped) = (Some.Item("Late", Start.AddDays(-90)), Some.Item("Jumped", Start));
        NewItem[] came = [late with { SeenAt = Start.AddHours(2) }, jumped with { SeenAt = Start.AddHours(-5) }];
        await store.Polls.ApplyAsync(Some.Plan(claimed, Start.AddHours(2), came) with { Updates = [update] }, default);

        async Task<IEnumerable<string>> SinceAsync(long? item) =>
            await store.TitlesAsync(new ItemQuery { NewSince = new(Start.AddHours(1), item), InStoredOrder = true });

        Assert.Equal(["Changed again", "Late"], await SinceAsync(null));
        Assert.Equal(
            ["Changed again", "Late", "Jumped"],
            (await SinceAsync(all.Max(x => x.Id))).Order(StringComparer.Ordinal).OrderBy(x => x == "Jumped")
        );
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task In_stored_order_pages_go_through_all_that_answers_once(StoreEngine engine)
    {
        await using var store = await WithItemsAsync(
            engine,
            [("a", "1", -1), ("a", "2", -3), ("b", "3", -2), ("b", "4", -4), ("a", "5", 0)]
        );
        var query = new ItemQuery { InStoredOrder = true, Limit = 2 };
        var found = new List<ItemSummary>();

        for (var page = await store.Items.SelectAsync(query, default); page.Count > 0; )
        {
            found.AddRange(page);
            page = await store.Items.SelectAsync(query with { AfterItemId = page[^1].Id }, default);
        }

        Assert.Equal(["1", "2", "3", "4", "5"], found.Select(x => x.Title));
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
