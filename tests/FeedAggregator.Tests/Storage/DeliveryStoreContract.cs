using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>What every engine promises of editions, subscriptions and the outbox.</summary>
public sealed class DeliveryStoreContract
{
    private static readonly SignUpLimits Limits = new(3, 20);
    private static readonly Mailbox Reader = Mailbox.Parse("reader@example.org", out _)!;

    [Theory, ClassData(typeof(Engines))]
    public async Task An_edition_comes_back_as_it_was_frozen_and_moves_the_watermark(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var editions = test.Store.Editions;
        var since = await editions.OpenAsync("morning", Start, default);

        var receipt = await editions.FreezeAsync(Plan(since, 1, [5, 7]) with { LastItemId = 17 }, default);

        Assert.Equal(new FreezeReceipt(Refused: false, 1, 0), receipt);
        var found = (await editions.FindAsync("morning", 1, default))!;
        Assert.Equal("{\"n\":1}", found.Document);
        Assert.Equal(new EditionSummary("morning", 1, "Morning", Start, Start.AddHours(1), Start.AddHours(1), 2), found.Summary);
        Assert.Equal(
            new DigestWatermark(Start.AddHours(1), Start.AddHours(1), 1) { LastItemId = 17 },
            await editions.OpenAsync("morning", Start.AddDays(9), default)
        );
        Assert.Equal([5L], await editions.PublishedStoriesAsync("morning", [5, 6], default));
        Assert.Empty(await editions.PublishedStoriesAsync("evening", [5, 6], default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Of_two_plans_from_one_watermark_one_is_refused_and_changes_nothing(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        await AddAsync(test, "reader@example.org");
        var since = await test.Store.Editions.OpenAsync("morning", Start, default);
        var plan = Plan(since, 1, [5]);

        var receipts = await Task.WhenAll(test.Store.Editions.FreezeAsync(plan, default), test.Store.Editions.FreezeAsync(plan, default));

        Assert.Single(receipts, x => x.Refused);
        Assert.Single(await test.Store.Outbox.ListAsync(null, 10, default));
        Assert.Single(await test.Store.Editions.ListAsync("morning", null, 10, withSkipped: true, default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_plan_that_shows_what_was_purged_meanwhile_is_refused_and_changes_nothing(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        await test.ClaimedAsync("a");
        await test.PollAsync("a", Start + Lease, Some.Item("Old", Start), Some.Item("New", Start.AddMinutes(1)));
        var items = await test.Items.SelectAsync(new ItemQuery(), default);
        var since = await test.Store.Editions.OpenAsync("morning", Start, default);
        var plan = Plan(since, 1, [.. items.Select(x => x.StoryId)]) with { ItemIds = [.. items.Select(x => x.Id)] };
        await test.Maintenance.RetainAsync(new RetentionPolicy { MaxItemsPerFeed = 1 }, Start.AddDays(1), default);

        var late = await test.Store.Editions.FreezeAsync(plan, default);
        var anew = await test.Store.Editions.FreezeAsync(plan with { ItemIds = [items[0].Id], StoryIds = [items[0].StoryId] }, default);

        Assert.Equal(new FreezeReceipt(Refused: true, null, 0) { ItemsAreGone = true }, late);
        Assert.Equal(new FreezeReceipt(Refused: false, 1, 0), anew);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Digests_whose_names_differ_in_case_or_begin_alike_are_not_one(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var editions = test.Store.Editions;
        foreach (var name in new[] { "news", "News", "news-2" })
            await editions.FreezeAsync(Plan(await editions.OpenAsync(name, Start, default), 1, [5]) with { Digest = name }, default);

        Assert.Equal(1, (await editions.LatestAsync("news", default))?.Summary.Number);
        Assert.Equal("News", Assert.Single(await editions.ListAsync("News", null, 10, withSkipped: true, default)).Digest);
        Assert.Empty(await editions.ListAsync("NEWS", null, 10, withSkipped: true, default));
        Assert.Equal([5L], await editions.PublishedStoriesAsync("news-2", [5], default));
        Assert.Empty(await editions.PublishedStoriesAsync("new", [5], default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_skipped_edition_takes_no_number_and_sends_nothing(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        await AddAsync(test, "reader@example.org");
        var editions = test.Store.Editions;
        var since = await editions.OpenAsync("morning", Start, default);

        var skipped = await editions.FreezeAsync(Plan(since, 1, []) with { Document = null }, default);
        var next = await editions.FreezeAsync(Plan(await editions.OpenAsync("morning", Start, default), 2, [1]), default);

        Assert.Equal(new FreezeReceipt(Refused: false, null, 0), skipped);
        Assert.Equal(new FreezeReceipt(Refused: false, 1, 1), next);
        Assert.Equal([1, null], (await editions.ListAsync("morning", null, 10, withSkipped: true, default)).Select(x => x.Number));
        Assert.Equal([1], (await editions.ListAsync("morning", null, 10, withSkipped: false, default)).Select(x => x.Number));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Only_active_readers_who_are_not_suppressed_get_an_edition_each_at_their_hour(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        await AddAsync(test, "now@example.org");
        await AddAsync(test, "later@example.org", new SubscriptionWish { Hour = 12 });
        var gone = await AddAsync(test, "gone@example.org");
        await AddAsync(test, "dead@example.org");
        await test.Store.Subscriptions.SignUpAsync(SignUp(Reader), default);
        await test.Store.Subscriptions.EndAsync(gone.Id, Start, default);
        await test.Store.Subscriptions.BounceAsync("DEAD@example.org", hard: true, "550", null, Start, default);

        await PublishAsync(test);

        var editions = (await test.Store.Outbox.ListAsync(null, 10, default)).Where(x => x.Kind == DeliveryKind.Edition);
        Assert.Equal(
            [("later@example.org", Start.AddHours(4)), ("now@example.org", Start.AddHours(1))],
            editions.Select(x => (x.Target, x.DueAt)).OrderBy(x => x.Target)
        );
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_claimed_delivery_is_nobody_elses_until_its_lease_ends(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        await AddAsync(test, "reader@example.org");
        await PublishAsync(test);
        var (outbox, now) = (test.Store.Outbox, Start.AddHours(2));

        var first = Assert.Single(await outbox.ClaimDueAsync(now, Lease, 10, default));
        Assert.Empty(await outbox.ClaimDueAsync(now, Lease, 10, default));
        var second = Assert.Single(await outbox.ClaimDueAsync(now + Lease, Lease, 10, default));

        Assert.False(await outbox.HandOverAsync(first, now + Lease, Lease, default));
        Assert.False(await outbox.RecordAsync(first, new DeliveryVerdict(DeliveryState.Sent), now + Lease, default));
        Assert.True(await outbox.HandOverAsync(second, now + Lease, Lease, default));
        Assert.True(await outbox.RecordAsync(second, new DeliveryVerdict(DeliveryState.Sent), now + Lease, default));
        Assert.Empty(await outbox.ClaimDueAsync(now.AddDays(1), Lease, 10, default));
        Assert.Equal(("morning", 1), (first.Subscription.Digest, first.Edition));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Who_dies_while_handing_over_leaves_a_doubt_that_is_counted(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        await AddAsync(test, "reader@example.org");
        await PublishAsync(test);
        var (outbox, now) = (test.Store.Outbox, Start.AddHours(2));
        var dying = Assert.Single(await outbox.ClaimDueAsync(now, Lease, 10, default));
        await outbox.HandOverAsync(dying, now, Lease, default);

        var again = Assert.Single(await outbox.ClaimDueAsync(now + Lease, Lease, 10, default));
        await outbox.HandOverAsync(again, now + Lease, Lease, default);
        await outbox.RecordAsync(again, new DeliveryVerdict(DeliveryState.Sent), now + Lease, default);

        Assert.False(dying.InDoubt);
        Assert.True(again.InDoubt);
        var record = Assert.Single(await outbox.ListAsync(DeliveryState.Sent, 10, default));
        Assert.Equal((1, 1), (record.Attempts, record.Doubts));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_was_given_up_can_be_made_due_again(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        await AddAsync(test, "reader@example.org");
        await PublishAsync(test);
        var (outbox, now) = (test.Store.Outbox, Start.AddHours(2));
        var claim = Assert.Single(await outbox.ClaimDueAsync(now, Lease, 10, default));
        await outbox.RecordAsync(claim, new DeliveryVerdict(DeliveryState.GivenUp, Text: "550 no", DeadMailbox: true), now, default);

        Assert.Equal("550 no", (await test.Store.Subscriptions.SuppressionAsync("reader@example.org", default))?.Reason);
        Assert.Equal(0, await outbox.RetryAsync([claim.Id + 1], now, default));
        Assert.Equal(1, await outbox.RetryAsync([], now, default));
        Assert.Single(await outbox.ClaimDueAsync(now, Lease, 10, default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_sign_up_is_answered_by_a_letter_and_confirmed_by_its_token_within_its_time(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var store = test.Store.Subscriptions;

        await store.SignUpAsync(SignUp(Reader), default);
        var letter = Assert.Single(await test.Store.Outbox.ClaimDueAsync(Start, Lease, 10, default));
        await store.IssueAsync(letter.Subscription.Id, "hash", Start.AddHours(48), default);

        Assert.Equal((DeliveryKind.Confirmation, SubscriptionStatus.Pending), (letter.Kind, letter.Subscription.Status));
        Assert.Null(await store.ConfirmAsync("other", Start, default));
        Assert.Null(await store.ConfirmAsync("hash", Start.AddHours(48), default));
        Assert.Equal(SubscriptionStatus.Active, (await store.ConfirmAsync("hash", Start.AddHours(47), default))?.Status);
        Assert.Equal(SubscriptionStatus.Active, (await store.ConfirmAsync("hash", Start.AddHours(47), default))?.Status);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_stranger_cannot_change_what_a_reader_has(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var active = await AddAsync(test, "reader@example.org", new SubscriptionWish { Hour = 7 });

        var verdict = await test.Store.Subscriptions.SignUpAsync(SignUp(Reader) with { Wish = new SubscriptionWish { Hour = 3 } }, default);

        Assert.Equal(SignUpVerdict.Take, verdict);
        Assert.Equal(7, (await test.Store.Subscriptions.FindAsync(active.Id, default))?.Wish.Hour);
        Assert.Equal(DeliveryKind.Reminder, Assert.Single(await test.Store.Outbox.ListAsync(null, 10, default)).Kind);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Sign_ups_are_counted_by_mailbox_and_by_network(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var store = test.Store.Subscriptions;
        Task<SignUpVerdict> Ask(string name) =>
            store.SignUpAsync(SignUp(Mailbox.Parse(name, out _)!) with { Limits = new SignUpLimits(1, 3) }, default);

        SignUpVerdict[] verdicts =
        [
            await Ask("a@example.org"),
            await Ask("A@example.org"),
            await Ask("b@example.org"),
            await Ask("c@example.org"),
        ];

        Assert.Equal([SignUpVerdict.Take, SignUpVerdict.Ignore, SignUpVerdict.Take, SignUpVerdict.Refuse], verdicts);
        Assert.Equal(2, (await store.ListAsync("morning", default)).Count);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Leaving_leaves_out_what_waits_and_can_be_repeated(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var reader = await AddAsync(test, "reader@example.org");
        await PublishAsync(test);

        Assert.True(await test.Store.Subscriptions.EndAsync(reader.Id, Start, default));
        Assert.True(await test.Store.Subscriptions.EndAsync(reader.Id, Start.AddDays(1), default));

        Assert.Empty(await test.Store.Outbox.ClaimDueAsync(Start.AddDays(1), Lease, 10, default));
        Assert.Equal(DeliveryState.Skipped, Assert.Single(await test.Store.Outbox.ListAsync(null, 10, default)).State);
        Assert.Equal(Start, (await test.Store.Subscriptions.FindAsync(reader.Id, default))?.EndedAt);
        Assert.False(await test.Store.Subscriptions.EndAsync(999, Start, default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_bounce_that_is_reported_twice_counts_once(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var store = test.Store.Subscriptions;

        await store.BounceAsync("reader@example.org", hard: false, "452", "morning.1@news.example", Start, default);
        await store.BounceAsync("reader@example.org", hard: false, "452", "morning.2@news.example", Start, default);
        var again = await store.BounceAsync("reader@example.org", hard: false, "452", "morning.1@news.example", Start.AddDays(1), default);

        Assert.Null(again);
        var kept = (await store.SuppressionAsync("reader@example.org", default))!;
        Assert.Equal((2, Start), (kept.SoftBounces, kept.LastAt));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_erased_reader_is_gone_and_stays_suppressed(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var (store, reader) = (test.Store.Subscriptions, await AddAsync(test, "reader@example.org"));
        await store.IssueAsync(reader.Id, "hash", Start.AddHours(48), default);
        await PublishAsync(test);
        await store.BounceAsync("reader@example.org", hard: true, "550", null, Start, default);

        Assert.Equal(1, await store.EraseAsync("Reader@Example.org", default));

        Assert.Empty(await store.OfTargetAsync("reader@example.org", default));
        Assert.Empty(await test.Store.Outbox.ListAsync(null, 10, default));
        Assert.NotNull((await store.SuppressionAsync("reader@example.org", default))?.Since);
        Assert.Equal(SignUpVerdict.Ignore, await store.SignUpAsync(SignUp(Reader), default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Nobody_gets_the_id_of_an_erased_reader(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);
        var first = await AddAsync(test, "first@example.org");
        var second = await AddAsync(test, "second@example.org");
        await test.Store.Subscriptions.EraseAsync("second@example.org", default);
        await test.Store.Subscriptions.EraseAsync("first@example.org", default);
        await test.ReopenAsync();

        var added = await AddAsync(test, "third@example.org");
        await test.Store.Subscriptions.SignUpAsync(SignUp(Reader), default);

        // The link in an old letter names a subscription by its id, and does not expire.
        var ids = (await test.Store.Subscriptions.ListAsync("morning", default)).Select(x => x.Id).ToList();
        Assert.Equal(2, ids.Count);
        Assert.DoesNotContain(first.Id, ids);
        Assert.DoesNotContain(second.Id, ids);
        Assert.Contains(added.Id, ids);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_key_is_the_first_that_was_offered(StoreEngine engine)
    {
        await using var test = await OpenAsync(engine);

        Assert.Equal([1, 2], await test.Store.Subscriptions.KeyAsync("links", [1, 2], default));
        Assert.Equal([1, 2], await test.Store.Subscriptions.KeyAsync("links", [3, 4], default));
    }

    private static SignUp SignUp(Mailbox mailbox) => new("morning", mailbox, new SubscriptionWish(), "203.0.113.0/24", Limits, Start);

    private static Task<Subscription> AddAsync(TestStore test, string target, SubscriptionWish? wish = null) =>
        test.Store.Subscriptions.AddAsync("morning", SubscriptionChannel.Mail, target, wish ?? new SubscriptionWish(), Start, default);

    private static async Task PublishAsync(TestStore test) =>
        await test.Store.Editions.FreezeAsync(Plan(await test.Store.Editions.OpenAsync("morning", Start, default), 1, [1]), default);

    private static EditionPlan Plan(DigestWatermark since, int hour, long[] stories) =>
        new()
        {
            Digest = "morning",
            Since = since,
            DueAt = Start.AddHours(hour),
            ChangedUpTo = Start.AddHours(hour),
            From = Start,
            FrozenAt = Start.AddHours(hour),
            Title = "Morning",
            StoryIds = stories,
            Document = $"{{\"n\":{hour}}}",
        };
}
