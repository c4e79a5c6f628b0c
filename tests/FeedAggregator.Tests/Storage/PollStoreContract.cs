using FeedAggregator.Fetching;
using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>What every engine promises of <see cref="IPollStore"/>.</summary>
public sealed class PollStoreContract
{
    [Theory, ClassData(typeof(Engines))]
    public async Task An_item_comes_back_as_it_was_given(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        var content = Some.Content("Gempa di Jawa", "<p>Teks &amp; <b>isi</b>: 地震</p>") with
        {
            Excerpt = "Teks & isi",
            Published = Start.AddHours(-3),
            Updated = Start.AddHours(-2),
            Author = "Budi",
            Language = "id",
            ImageUrl = "https://a.example/1.jpg",
            Categories = ["gempa", "jawa"],
            Enclosures =
            [
                new ItemEnclosure("https://a.example/1.mp3", "audio/mpeg", 12345),
                new ItemEnclosure("https://a.example/2", null, null),
            ],
        };
        var item = Some.Item("x", Start.AddHours(-1)) with { Content = content, Backlog = true };

        await store.PollAsync("a", Start + Lease, item);
        await store.ReopenAsync();

        var summary = Assert.Single(await store.Items.SelectAsync(new ItemQuery(), default));
        var detail = (await store.Items.FindAsync(summary.Id, default))!;
        Assert.Equal(content.BodyHtml, detail.BodyHtml);
        Assert.Equal(content.Categories, detail.Categories);
        Assert.Equal(content.Enclosures, detail.Enclosures);
        Assert.Empty(detail.Revisions);
        var expected = new ItemSummary
        {
            Id = summary.Id,
            StoryId = summary.Id,
            FeedId = "a",
            FeedName = "a",
            Title = content.Title,
            Link = content.Link,
            Excerpt = content.Excerpt,
            Author = content.Author,
            Language = content.Language,
            ImageUrl = content.ImageUrl,
            Published = content.Published,
            NewsAt = item.NewsAt,
            SeenAt = item.SeenAt,
            Backlog = true,
        };
        Assert.Equal(expected, summary with { FeedTags = expected.FeedTags });
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Applying_a_plan_twice_adds_nothing(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claimed = (await store.ClaimedAsync("a"))[0];
        var plan = Some.Plan(claimed, Start, Some.Item("One", Start), Some.Item("Two", Start));

        var first = await store.Polls.ApplyAsync(plan, default);
        var second = await store.Polls.ApplyAsync(plan, default);

        Assert.Equal((false, 2), (first.LeaseLost, first.Added));
        Assert.Equal((0, 0), (second.Added, second.Updated));
        Assert.Equal(2, (await store.Items.SelectAsync(new ItemQuery(), default)).Count);
        Assert.Single(await store.Feeds.RecentPollsAsync("a", 10, default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_plan_whose_lease_has_passed_to_another_changes_nothing(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var slow = (await store.ClaimedAsync("a"))[0];
        var other = Assert.Single(await store.Feeds.ClaimDueAsync(Start + Lease, Lease, 1, default));

        var late = await store.Polls.ApplyAsync(Some.Plan(slow, Start, Some.Item("Late", Start)), default);
        var held = await store.Polls.ApplyAsync(Some.Plan(other, Start, Some.Item("Held", Start)), default);

        Assert.Equal(new PollReceipt(LeaseLost: true, 0, 0), late);
        Assert.Equal(new PollReceipt(LeaseLost: false, 1, 0), held);
        Assert.Equal(["Held"], await store.TitlesAsync(new ItemQuery()));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_lease_that_ran_out_but_passed_to_nobody_still_holds(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var slow = (await store.ClaimedAsync("a"))[0];

        var late = await store.Polls.ApplyAsync(Some.Plan(slow, Start + Lease + Lease, Some.Item("Late", Start)), default);

        Assert.Equal(new PollReceipt(LeaseLost: false, 1, 0), late);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_item_is_known_by_any_of_its_keys_and_only_in_its_feed(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a", "b");
        var item = Some.Item("One", Start) with { Keys = [long.MinValue, -1, long.MaxValue] };
        await store.PollAsync("a", Start + Lease, item);

        var again = await store.PollAsync("a", Start + Lease, Some.Item("Same", Start) with { Keys = [5, long.MaxValue] });
        var elsewhere = await store.PollAsync("b", Start + Lease, item);

        Assert.Equal((0, 1), (again.Added, elsewhere.Added));
        var a = (await store.Feeds.FindAsync("a", default))!;
        var known = await store.Polls.FindKnownAsync(a.Key, [-1, 5, long.MinValue, 0], default);
        Assert.Equal([long.MinValue, -1], known.Keys.Order());
        Assert.All(known.Values, one => Assert.Equal((item.Content.ContentHash, 0, false), (one.ContentHash, one.Revisions, one.Purged)));
        Assert.Empty(await store.Polls.FindKnownAsync(a.Key, [], default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Two_items_of_one_plan_with_a_common_key_are_one(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");

        var receipt = await store.PollAsync(
            "a",
            Start + Lease,
            Some.Item("First", Start) with
            {
                Keys = [1, 2],
            },
            Some.Item("Second", Start) with
            {
                Keys = [3, 2],
            }
        );

        Assert.Equal(1, receipt.Added);
        Assert.Equal(["First"], await store.TitlesAsync(new ItemQuery()));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Ids_grow_and_are_never_given_twice(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("1", Start), Some.Item("2", Start));
        await store.ReopenAsync();
        await store.PollAsync("a", Start + Lease, Some.Item("3", Start), Some.Item("4", Start));

        var items = await store.Items.SelectAsync(new ItemQuery(), default);

        Assert.Equal(["1", "2", "3", "4"], items.OrderBy(item => item.Id).Select(item => item.Title));
        Assert.Equal(items.Max(item => item.Id), (await store.Items.VersionAsync(default)).LastItemId);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_update_replaces_the_words_and_keeps_what_they_were(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("First words", Start, "<p>one</p>"));
        var id = Assert.Single(await store.Items.SelectAsync(new ItemQuery(), default)).Id;

        var at = Start.AddHours(1);
        var updated = await UpdateAsync(store, id, at, Some.Content("Second words", "<p>two</p>"), keys: [77]);

        Assert.Equal(new PollReceipt(false, 0, 1), updated);
        var detail = (await store.Items.FindAsync(id, default))!;
        Assert.Equal(("Second words", "<p>two</p>", at), (detail.Summary.Title, detail.BodyHtml, detail.Summary.ChangedAt));
        Assert.Equal([new ItemRevision(at, "First words", "First words", "<p>one</p>")], detail.Revisions);
        Assert.Empty(await store.TitlesAsync(new ItemQuery { Text = "first" }));
        Assert.Equal(["Second words"], await store.TitlesAsync(new ItemQuery { Text = "second two" }));
        var known = await store.Polls.FindKnownAsync((await store.Feeds.FindAsync("a", default))!.Key, [77], default);
        Assert.Equal((id, 1), (known[77].ItemId, known[77].Revisions));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_update_to_the_same_words_is_none(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("Words", Start));
        var id = Assert.Single(await store.Items.SelectAsync(new ItemQuery(), default)).Id;

        var receipt = await UpdateAsync(store, id, Start.AddHours(1), Some.Content("Words"));

        Assert.Equal(0, receipt.Updated);
        Assert.Empty((await store.Items.FindAsync(id, default))!.Revisions);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_feed_cannot_update_the_item_of_another(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a", "b");
        await store.PollAsync("b", Start + Lease, Some.Item("Theirs", Start));
        var id = Assert.Single(await store.Items.SelectAsync(new ItemQuery(), default)).Id;

        var receipt = await UpdateAsync(store, id, Start.AddHours(1), Some.Content("Mine"));

        Assert.Equal(0, receipt.Updated);
        Assert.Equal(["Theirs"], await store.TitlesAsync(new ItemQuery()));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_last_24_revisions_are_kept_newest_first(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("Version 0", Start));
        var id = Assert.Single(await store.Items.SelectAsync(new ItemQuery(), default)).Id;

        for (var version = 1; version <= 30; version++)
            await UpdateAsync(store, id, Start.AddHours(version), Some.Content($"Version {version}"));

        var detail = (await store.Items.FindAsync(id, default))!;
        Assert.Equal("Version 30", detail.Summary.Title);
        Assert.Equal(
            Enumerable.Range(6, 24).Reverse().Select(version => $"Version {version}"),
            detail.Revisions.Select(past => past.Title)
        );
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_record_of_a_poll_says_what_was_really_stored(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("One", Start));
        var claimed = Assert.Single(await store.Feeds.ClaimAsync(["a"], Start + Lease, Lease, default));
        var record = new PollRecord
        {
            At = Start.AddHours(1),
            Outcome = PollOutcome.Error,
            FailureClass = FailureClass.Truncated,
            Text = "cut off",
            HttpStatus = 200,
            WireBytes = 12,
            Duration = TimeSpan.FromMilliseconds(1.5),
            ItemsSeen = 2,
            ItemsNew = 2,
        };

        await store.Polls.ApplyAsync(
            Some.Plan(claimed, Start.AddHours(1), Some.Item("One", Start), Some.Item("Two", Start)) with
            {
                Record = record,
            },
            default
        );

        Assert.Equal(record with { ItemsNew = 1 }, (await store.Feeds.RecentPollsAsync("a", 1, default))[0]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Each_new_item_is_placed_in_the_order_of_ids(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a", "b");

        await store.PollAsync(
            "a",
            Start + Lease,
            Some.Item("Wire", Start, fingerprint: [1, 2]),
            Some.Item("Alone", Start, fingerprint: [3])
        );
        await store.PollAsync("b", Start + Lease, Some.Item("Wire again", Start, fingerprint: [1, 2]));

        var items = (await store.Items.SelectAsync(new ItemQuery(), default)).OrderBy(item => item.Id).ToList();
        Assert.Equal(items.Select(item => item.Id), store.Placer.Placed);
        Assert.Equal([items[0].Id, items[1].Id, items[0].Id], items.Select(item => item.StoryId));
        Assert.Equal(("near", 0.75, "the same fingerprint"), (items[2].MatchLayer, items[2].MatchScore, items[2].MatchEvidence));
        var members = await store.Items.StoryMembersAsync([items[0].Id], default);
        Assert.Equal(["Wire", "Wire again"], members.Select(member => member.Title));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_items_of_the_story_window_are_admitted_before_the_first_new_one_is_placed(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        var old = Some.Item("Old", Start, fingerprint: [9]) with { SeenAt = Start - store.Placer.Window - TimeSpan.FromSeconds(1) };
        await store.PollAsync(
            "a",
            Start + Lease,
            old,
            Some.Item("One", Start, fingerprint: [1, 2]),
            Some.Item("Two", Start, fingerprint: [1, 2])
        );

        await store.ReopenAsync();
        await store.PollAsync("a", Start + Lease, Some.Item("Three", Start, fingerprint: [3]));

        var items = (await store.Items.SelectAsync(new ItemQuery(), default)).OrderBy(item => item.Id).Skip(1).SkipLast(1).ToList();
        Assert.Equal(items.Select(item => item.Id), store.Placer.Admitted.Select(row => row.ItemId));
        Assert.All(store.Placer.Admitted, row => Assert.Equal(items[0].Id, row.StoryId));
        Assert.All(store.Placer.Admitted, row => Assert.Equal([1, 2], row.Fingerprint.ToArray()));
        Assert.All(store.Placer.Admitted, row => Assert.Equal(Start, row.SeenAt));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_plan_that_fails_takes_nothing_and_nobody_with_it(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claims = await store.ClaimedAsync([.. Enumerable.Range(0, 10).Select(i => $"feed-{i}")]);

        var applied = claims.Select(
            (claim, i) =>
                store.Polls.ApplyAsync(
                    Some.Plan(
                        claim,
                        Start,
                        Some.Item($"Good {i}", Start),
                        Some.Item($"Maybe {i}", Start, fingerprint: i == 4 ? Some.Poison : [(byte)i])
                    ),
                    default
                )
        );
        var outcomes = await Task.WhenAll(applied.Select(async one => (await Record.ExceptionAsync(() => one))?.GetType()));

        Assert.Equal(typeof(InvalidOperationException), outcomes[4]);
        Assert.All(outcomes.Where((_, i) => i != 4), Assert.Null);
        var items = await store.Items.SelectAsync(new ItemQuery(), default);
        Assert.Equal(18, items.Count);
        Assert.DoesNotContain("Good 4", items.Select(item => item.Title));
        Assert.Equal(
            store.Placer.Placed.Order(),
            items.Select(item => item.Id).Concat(store.Placer.Forgotten.Intersect(store.Placer.Placed)).Order()
        );
        Assert.False((await store.Polls.ApplyAsync(Some.Plan(claims[4], Start, Some.Item("Good 4", Start)), default)).LeaseLost);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Many_polls_at_once_are_all_stored_once(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claims = await store.ClaimedAsync([.. Enumerable.Range(0, 60).Select(i => $"feed-{i:00}")]);

        var receipts = await Task.WhenAll(
            claims.Select(claim =>
                store.Polls.ApplyAsync(
                    Some.Plan(claim, Start, [.. Enumerable.Range(0, 10).Select(i => Some.Item($"{claim.Feed.Id} {i}", Start))]),
                    default
                )
            )
        );
        await store.ReopenAsync();

        Assert.All(receipts, receipt => Assert.Equal(new PollReceipt(false, 10, 0), receipt));
        var items = await store.Items.SelectAsync(new ItemQuery { Limit = 10_000 }, default);
        Assert.Equal(600, items.Select(item => (item.FeedId, item.Title)).Distinct().Count());
        Assert.All(
            await store.Feeds.ListAsync(default),
            feed => Assert.Equal((10L, (DateTimeOffset?)Start), (feed.Items, feed.NewestItemAt))
        );
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_cancelled_plan_is_not_applied(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claimed = (await store.ClaimedAsync("a"))[0];
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            store.Polls.ApplyAsync(Some.Plan(claimed, Start, Some.Item("No", Start)), cancelled.Token)
        );

        Assert.Empty(await store.TitlesAsync(new ItemQuery()));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Closing_waits_for_what_is_being_written(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claims = await store.ClaimedAsync([.. Enumerable.Range(0, 40).Select(i => $"feed-{i:00}")]);

        var applied = claims
            .Select(claim => store.Polls.ApplyAsync(Some.Plan(claim, Start, Some.Item(claim.Feed.Id, Start)), default))
            .ToList();
        await store.ReopenAsync();

        Assert.All(applied, one => Assert.True(one.IsCompletedSuccessfully));
        Assert.Equal(40, (await store.Items.SelectAsync(new ItemQuery(), default)).Count);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Text_that_is_no_unicode_is_stored_as_far_as_it_can_be(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");

        await store.PollAsync("a", Start + Lease, Some.Item("lone \ud83d surrogate \0 and nul", Start, "<p>\udc00 body \0</p>"));

        var item = Assert.Single(await store.Items.SelectAsync(new ItemQuery { Text = "surrogate body" }, default));
        Assert.Equal("lone \ufffd surrogate \ufffd and nul", item.Title);
        Assert.NotNull(await store.Items.FindAsync(item.Id, default));
    }

    private static async Task<PollReceipt> UpdateAsync(
        TestStore store,
        long id,
        DateTimeOffset at,
        ItemContent content,
        long[]? keys = null
    )
    {
        var claimed = Assert.Single(await store.Feeds.ClaimAsync(["a"], at, Lease, default));
        var update = new ItemUpdate(id, content, at) { Keys = keys ?? [] };
        return await store.Polls.ApplyAsync(Some.Plan(claimed, at) with { Updates = [update] }, default);
    }
}
