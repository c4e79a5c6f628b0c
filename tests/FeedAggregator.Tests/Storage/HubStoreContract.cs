using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>What every engine promises of what hubs were asked for.</summary>
public sealed class HubStoreContract
{
    [Theory, ClassData(typeof(Engines))]
    public async Task A_subscription_comes_back_as_it_was_kept_and_after_a_restart(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var feeds = await test.ClaimedAsync("one", "two");
        var kept = Subscription("a") with { LeaseEnds = Start.AddDays(9), AskedAt = Start, Tries = 2, Trouble = "“No.”" };

        await test.Store.Hubs.AddAsync(feeds[0].Key, kept, default);
        await test.Store.Hubs.AddAsync(feeds[1].Key, Subscription("b"), default);
        await test.ReopenAsync();

        Assert.Equal(new FeedHub(feeds[0].Key, "one", Polled: true, kept), await test.Store.Hubs.FindAsync("a", default));
        Assert.Null(await test.Store.Hubs.FindAsync("c", default));
        Assert.Equal(["b"], (await test.Store.Hubs.ListAsync(feeds[1].Key, default)).Select(x => x.Subscription.Id));
        Assert.Equal(["a", "b"], (await test.Store.Hubs.ListAsync(null, default)).Select(x => x.Subscription.Id));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Hubs_are_asked_in_order_when_their_time_has_come(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var feed = Assert.Single(await test.ClaimedAsync("one"));
        await test.Store.Hubs.AddAsync(feed.Key, Subscription("late") with { DueAt = Start.AddHours(2) }, default);
        await test.Store.Hubs.AddAsync(feed.Key, Subscription("soon") with { DueAt = Start.AddHours(1) }, default);

        Assert.Empty(await DueAsync(test, Start.AddMinutes(59)));
        Assert.Equal(["soon"], await DueAsync(test, Start.AddHours(1)));
        Assert.Equal(["soon", "late"], await DueAsync(test, Start.AddHours(3)));
        Assert.Single((await test.Store.Hubs.DueAsync(Start.AddHours(3), 1, default)).Hubs);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_hub_of_a_feed_that_is_not_polled_any_more_is_due_at_once(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var feed = Assert.Single(await test.ClaimedAsync("one"));
        await test.Store.Hubs.AddAsync(feed.Key, Subscription("a") with { DueAt = Start.AddDays(9) }, default);
        await test.Store.Hubs.AddAsync(feed.Key, (Subscription("b") with { DueAt = Start.AddDays(9) }) with { Wanted = false }, default);

        await test.Feeds.SyncAsync([], Start, default);

        Assert.Equal(["a"], await DueAsync(test, Start));
        Assert.False((await test.Store.Hubs.FindAsync("a", default))!.Polled);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_change_is_kept_and_none_is_lost_beside_others(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var feed = Assert.Single(await test.ClaimedAsync("one"));
        await test.Store.Hubs.AddAsync(feed.Key, Subscription("a"), default);

        await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => test.Store.Hubs.ChangeAsync("a", x => x with { Tries = x.Tries + 1 }, default))
        );
        var due = await test.Store.Hubs.ChangeAsync("a", x => x with { DueAt = Start.AddHours(1) }, default);

        Assert.Equal((10, Start.AddHours(1)), (due!.Tries, due.DueAt));
        Assert.Equal(due, (await test.Store.Hubs.FindAsync("a", default))!.Subscription);
        Assert.Empty(await DueAsync(test, Start));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_subscription_can_be_forgotten_once(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var feed = Assert.Single(await test.ClaimedAsync("one"));
        await test.Store.Hubs.AddAsync(feed.Key, Subscription("a"), default);

        Assert.Null(await test.Store.Hubs.ChangeAsync("a", _ => null, default));
        Assert.Null(await test.Store.Hubs.ChangeAsync("a", x => x with { Tries = 1 }, default));

        Assert.Empty(await test.Store.Hubs.ListAsync(null, default));
    }

    [Theory]
    [InlineData(StoreEngine.Sqlite)]
    [InlineData(StoreEngine.Postgres)]
    public async Task A_damaged_one_is_left_out_and_named_and_keeps_nobody_from_being_asked(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var feeds = await test.ClaimedAsync("one", "two");
        await test.Store.Hubs.AddAsync(feeds[0].Key, Subscription("a"), default);
        await test.Store.Hubs.AddAsync(feeds[0].Key, Subscription("b"), default);
        await test.Store.Hubs.AddAsync(feeds[1].Key, Subscription("c") with { DueAt = Start.AddMinutes(1) }, default);
        test.Database.Sql("update hubs set subscription = replace(subscription, 's3cret', 'guessed') where id <> 'c'");

        var due = await test.Store.Hubs.DueAsync(Start.AddHours(1), 1, default);

        Assert.Equal("c", Assert.Single(due.Hubs).Subscription.Id);
        Assert.Equal(["one", "one"], due.Damaged);
        Assert.Null(await test.Store.Hubs.FindAsync("a", default));
        Assert.Empty(await test.Store.Hubs.ListAsync(feeds[0].Key, default));
        Assert.Single(await test.Store.Hubs.ListAsync(null, default));
        Assert.Contains(await test.Maintenance.CheckAsync(default), x => x.Contains("what a hub was asked for", StringComparison.Ordinal));
    }

    private static async Task<IEnumerable<string>> DueAsync(TestStore test, DateTimeOffset now) =>
        (await test.Store.Hubs.DueAsync(now, 100, default)).Hubs.Select(x => x.Subscription.Id);

    private static HubSubscription Subscription(string id) =>
        new()
        {
            Offer = new HubOffer(new Uri("https://hub.example/"), new Uri("https://one.example/feed")),
            Callback = new Uri($"https://reader.example/hubs/{id}"),
            Secret = "s3cret",
            DueAt = Start,
        };
}
