using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>What every engine promises of <see cref="IFeedStore"/>.</summary>
public sealed class FeedStoreContract
{
    [Theory, ClassData(typeof(Engines))]
    public async Task A_new_feed_is_due_at_once(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);

        await store.Feeds.SyncAsync([Some.Feed("antara", "indonesia", "news")], Start, default);
        var claimed = await store.Feeds.ClaimDueAsync(Start, Lease, 10, default);

        var feed = Assert.Single(claimed);
        Assert.Equal("antara", feed.Feed.Id);
        Assert.Equal(["indonesia", "news"], feed.Feed.Tags);
        Assert.Equal(Start, feed.State.NextPollAt);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_claimed_feed_is_nobody_elses_until_its_lease_ends(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var first = await store.ClaimedAsync("a");

        var during = await store.Feeds.ClaimDueAsync(Start + Lease - TimeSpan.FromSeconds(1), Lease, 10, default);
        var after = await store.Feeds.ClaimDueAsync(Start + Lease, Lease, 10, default);

        Assert.Empty(during);
        Assert.NotEqual(first[0].Lease, Assert.Single(after).Lease);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_longest_due_come_first_and_no_more_than_asked(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        foreach (var (id, minute) in new[] { ("late", 9), ("early", 1), ("middle", 5) })
        {
            await store.Feeds.SyncAsync([Some.Feed(id)], Start, default);
            var claimed = Assert.Single(await store.Feeds.ClaimDueAsync(Start, Lease, 10, default));
            var plan = Some.Plan(claimed, Start);
            await store.Polls.ApplyAsync(plan with { State = plan.State with { NextPollAt = Start.AddMinutes(minute) } }, default);
        }
        await store.Feeds.SyncAsync([Some.Feed("late"), Some.Feed("early"), Some.Feed("middle")], Start, default);

        var claims = await store.Feeds.ClaimDueAsync(Start.AddMinutes(10), Lease, 2, default);

        Assert.Equal(["early", "middle"], claims.Select(claim => claim.Feed.Id));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Many_claimers_never_get_the_same_feed(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.Feeds.SyncAsync([.. Enumerable.Range(0, 100).Select(i => Some.Feed($"feed-{i}"))], Start, default);

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.Feeds.ClaimDueAsync(Start, Lease, 7, default)));

        var ids = claims.SelectMany(some => some).Select(claim => claim.Feed.Id).ToList();
        Assert.Equal(100, ids.Count);
        Assert.Equal(100, ids.Distinct().Count());
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Feeds_whose_server_asked_for_quiet_are_found_among_the_others_until_they_answer_again(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claimed = (await store.ClaimedAsync("calm", "quiet", "removed")).ToDictionary(x => x.Feed.Id);
        foreach (var feed in claimed.Values)
        {
            var plan = Some.Plan(feed, Start);
            var until = feed.Feed.Id == "calm" ? (DateTimeOffset?)null : Start.AddHours(1);
            await store.Polls.ApplyAsync(
                plan with
                {
                    State = plan.State with { Title = "\"RetryAfter\": 1", RetryAfter = until },
                },
                default
            );
        }
        await store.Feeds.SyncAsync([Some.Feed("calm"), Some.Feed("quiet")], Start, default);

        var quiet = await store.Feeds.ListQuietAsync(default);
        await AnswerAsync(store, Start.AddHours(2));
        var after = await store.Feeds.ListQuietAsync(default);

        Assert.Equal(("quiet", Start.AddHours(1)), (Assert.Single(quiet).Feed.Id, quiet[0].State.RetryAfter));
        Assert.Empty(after);
    }

    private static async Task AnswerAsync(TestStore store, DateTimeOffset at)
    {
        var claimed = Assert.Single(await store.Feeds.ClaimAsync(["quiet"], at, Lease, default));
        var plan = Some.Plan(claimed, at);
        await store.Polls.ApplyAsync(plan with { State = plan.State with { RetryAfter = null } }, default);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_disabled_feed_is_listed_but_not_due(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);

        await store.Feeds.SyncAsync([Some.Feed("off") with { Enabled = false }], Start, default);

        Assert.Empty(await store.Feeds.ClaimDueAsync(Start, Lease, 10, default));
        Assert.Single(await store.Feeds.ListAsync(default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_feed_that_is_gone_is_not_polled_until_its_address_changes(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claimed = (await store.ClaimedAsync("a"))[0];
        var plan = Some.Plan(claimed, Start);
        await store.Polls.ApplyAsync(plan with { State = plan.State with { Status = FeedStatus.Gone } }, default);

        var gone = await store.Feeds.ClaimDueAsync(Start.AddDays(1), Lease, 10, default);
        await store.Feeds.SyncAsync([Some.Feed("a") with { Url = "https://elsewhere.example/feed" }], Start.AddDays(1), default);
        var moved = await store.Feeds.ClaimDueAsync(Start.AddDays(1), Lease, 10, default);

        Assert.Empty(gone);
        Assert.Equal(FeedStatus.Active, Assert.Single(moved).State.Status);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Syncing_the_same_feeds_again_changes_nothing(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.Feeds.SyncAsync([Some.Feed("a", "x"), Some.Feed("b")], Start, default);
        var before = await store.Items.VersionAsync(default);

        await store.Feeds.SyncAsync([Some.Feed("b"), Some.Feed("a", "x")], Start.AddDays(1), default);

        Assert.Equal(before, await store.Items.VersionAsync(default));
        Assert.All(await store.Feeds.ListAsync(default), feed => Assert.Equal(Start, feed.State.NextPollAt));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task New_settings_keep_the_state_and_the_items(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("News", Start));

        await store.Feeds.SyncAsync([Some.Feed("a", "fresh") with { Name = "A daily" }], Start.AddHours(1), default);

        var feed = Assert.Single(await store.Feeds.ListAsync(default));
        Assert.Equal(("A daily", 1L, FeedStatus.Active), (feed.Feed.Name, feed.Items, feed.State.Status));
        Assert.Equal(["News"], await store.TitlesAsync(new ItemQuery { Tags = ["fresh"] }));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_changed_address_forgets_the_validators_and_voids_the_lease(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        var polled = Assert.Single(await store.Feeds.ClaimAsync(["a"], Start + Lease, Lease, default));
        var plan = Some.Plan(polled, Start + Lease);
        await store.Polls.ApplyAsync(
            plan with
            {
                State = plan.State with { Validators = new Validators("\"1\"", null), BodyHash = "x" },
            },
            default
        );
        var running = Assert.Single(await store.Feeds.ClaimAsync(["a"], Start + Lease, Lease, default));

        await store.Feeds.SyncAsync([Some.Feed("a") with { Url = "https://new.example/" }], Start.AddHours(1), default);
        var late = await store.Polls.ApplyAsync(Some.Plan(running, Start.AddHours(1), Some.Item("Old place", Start)), default);

        Assert.True(late.LeaseLost);
        var claimed = Assert.Single(await store.Feeds.ClaimDueAsync(Start.AddHours(1), Lease, 10, default));
        Assert.Equal("https://new.example/", claimed.Feed.Url);
        Assert.Equal(Validators.None, claimed.State.Validators);
        Assert.Null(claimed.State.BodyHash);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_feed_that_is_no_longer_named_rests_and_comes_back_whole(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a", "b");
        await store.PollAsync("a", Start + Lease, Some.Item("News", Start));

        await store.Feeds.SyncAsync([Some.Feed("b")], Start.AddDays(1), default);
        var without = await store.Feeds.ListAsync(default);
        var due = await store.Feeds.ClaimDueAsync(Start.AddDays(1), Lease, 10, default);
        var asked = await store.Feeds.ClaimAsync(["a"], Start.AddDays(2), Lease, default);
        var hidden = await store.Feeds.FindAsync("a", default);
        await store.Feeds.SyncAsync([Some.Feed("a"), Some.Feed("b")], Start.AddDays(2), default);

        Assert.Equal(["b"], without.Select(feed => feed.Feed.Id));
        Assert.Equal(["b"], due.Select(claim => claim.Feed.Id));
        Assert.Empty(asked);
        Assert.Equal(1, hidden!.Items);
        var back = (await store.Feeds.ListAsync(default))[0];
        Assert.Equal(("a", 1L, FeedStatus.Active), (back.Feed.Id, back.Items, back.State.Status));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_released_feed_is_due_as_before_and_its_claim_is_void(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claimed = await store.ClaimedAsync("a");

        await store.Feeds.ReleaseAsync(claimed, default);
        var late = await store.Polls.ApplyAsync(Some.Plan(claimed[0], Start), default);
        var again = await store.Feeds.ClaimDueAsync(Start, Lease, 10, default);

        Assert.True(late.LeaseLost);
        Assert.Equal(Start, Assert.Single(again).State.NextPollAt);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Releasing_what_another_holds_does_nothing(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var first = await store.ClaimedAsync("a");
        var second = await store.Feeds.ClaimDueAsync(Start + Lease, Lease, 10, default);

        await store.Feeds.ReleaseAsync(first, default);

        Assert.Empty(await store.Feeds.ClaimDueAsync(Start + Lease, Lease, 10, default));
        Assert.False((await store.Polls.ApplyAsync(Some.Plan(second[0], Start + Lease), default)).LeaseLost);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_admin_can_claim_a_feed_before_it_is_due_but_not_from_another(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a", "b");
        await store.PollAsync("a", Start + Lease);

        var held = await store.Feeds.ClaimAsync(["b"], Start, Lease, default);
        var named = await store.Feeds.ClaimAsync(["a", "unknown"], Start + Lease, Lease, default);

        Assert.Empty(held);
        Assert.Equal("a", Assert.Single(named).Feed.Id);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task State_comes_back_as_it_was_given(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claimed = (await store.ClaimedAsync("a"))[0];
        var state = new FeedState
        {
            Status = FeedStatus.Failing,
            NextPollAt = Start.AddMinutes(5),
            NextPollReason = "It failed: 2 in a row.",
            LastPollAt = Start,
            LastSuccessAt = Start.AddDays(-1),
            LastNewItemAt = Start.AddDays(-2),
            Title = "Berita \"utama\" – 日本",
            SiteUrl = "https://a.example/",
            Validators = new Validators("W/\"x\\y\"", "Sat, 32 Foo 2026"),
            BodyHash = "abc=",
            MovedTo = "https://b.example/",
            FailureStep = 2,
            FailureClass = FailureClass.Http5xx,
            FailureText = "503",
            Wishes = new PollWishes
            {
                Minutes = 60,
                MinutesFrom = "ttl",
                SkipHours = 1 << 23,
            },
            Move = new MoveEvidence("https://b.example/", 2, Start.AddHours(-1)),
            Rhythm = PublishingRhythm.Observe(null, [Start.AddHours(-9), Start.AddHours(-2)], Start),
            GapPace = TimeSpan.FromMinutes(20),
            GuidsKept = 0.1,
        };

        await store.Polls.ApplyAsync(Some.Plan(claimed, Start) with { State = state }, default);
        await store.ReopenAsync();

        Assert.Equal(state, (await store.Feeds.FindAsync("a", default))!.State);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_last_fifty_polls_at_least_are_remembered_newest_first(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        for (var hour = 1; hour <= 70; hour++)
            await store.PollAsync("a", Start.AddHours(hour));

        var all = await store.Feeds.RecentPollsAsync("a", 1000, default);
        var two = await store.Feeds.RecentPollsAsync("a", 2, default);

        Assert.InRange(all.Count, 50, 70);
        Assert.Equal([Start.AddHours(70), Start.AddHours(69)], two.Select(poll => poll.At));
        Assert.Equal(all.OrderByDescending(poll => poll.At), all);
        Assert.Empty(await store.Feeds.RecentPollsAsync("unknown", 10, default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_unknown_feed_is_not_found(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);

        Assert.Null(await store.Feeds.FindAsync("'; drop table feeds; --", default));
    }
}
