using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>What every engine promises of <see cref="IStoreMaintenance"/>.</summary>
public sealed class MaintenanceContract
{
    private static readonly string[] Said = ["a poll record", "edition 1", "what a reader chose"];
    private static readonly DateTimeOffset Later = Start.AddDays(100);

    [Theory, ClassData(typeof(Engines))]
    public async Task Without_rules_nothing_is_purged(StoreEngine engine)
    {
        await using var store = await WithHistoryAsync(engine, items: 3);

        var report = await store.Maintenance.RetainAsync(new RetentionPolicy(), Later, default);

        Assert.Equal(0, report.Purged);
        Assert.Equal(3, (await store.TitlesAsync(new ItemQuery())).Count);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_is_both_old_news_and_long_seen_goes_and_leaves_a_tombstone(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        var oldNews = Some.Item("Old news, seen today", Start) with { SeenAt = Later };
        await store.PollAsync(
            "a",
            Start + Lease,
            Some.Item("Old", Start, "<p>body</p>") with
            {
                Keys = [1, 2],
            },
            oldNews,
            Some.Item("New", Later)
        );

        var report = await store.Maintenance.RetainAsync(new RetentionPolicy { MaxAge = TimeSpan.FromDays(30) }, Later, default);

        Assert.Equal(1, report.Purged);
        Assert.Equal(["New", "Old news, seen today"], await store.TitlesAsync(new ItemQuery()));
        Assert.Empty(await store.TitlesAsync(new ItemQuery { Text = "body" }));
        var feed = (await store.Feeds.FindAsync("a", default))!;
        Assert.Equal((2L, Later), (feed.Items, feed.NewestItemAt));
        var known = await store.Polls.FindKnownAsync(feed.Key, [2], default);
        Assert.True(known[2].Purged);
        var again = await store.PollAsync("a", Later, Some.Item("Old", Start) with { Keys = [2] });
        Assert.Equal(0, again.Added);
        Assert.Null(await store.Items.FindAsync(known[2].ItemId, default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Each_feed_keeps_its_newest(StoreEngine engine)
    {
        await using var store = await WithHistoryAsync(engine, items: 600);
        await store.Feeds.SyncAsync([Some.Feed("a"), Some.Feed("b")], Start, default);
        await store.PollAsync("b", Start, Some.Item("Alone", Start.AddYears(-9)));

        var report = await store.Maintenance.RetainAsync(new RetentionPolicy { MaxItemsPerFeed = 2 }, Later, default);

        Assert.Equal(598, report.Purged);
        Assert.Equal(["News 599", "News 598", "Alone"], await store.TitlesAsync(new ItemQuery()));
        Assert.Equal([2L, 1L], (await store.Feeds.ListAsync(default)).Select(feed => feed.Items));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_an_edition_cites_stays_whatever_the_rules(StoreEngine engine)
    {
        await using var store = await WithHistoryAsync(engine, items: 600);
        var cited = (await store.Items.SelectAsync(new ItemQuery { Limit = 1000 }, default)).Where(item => item.Id % 3 == 0).ToList();
        await CiteAsync(store, [.. cited.Select(item => item.StoryId)]);

        var report = await store.Maintenance.RetainAsync(
            new RetentionPolicy { MaxAge = TimeSpan.FromDays(1), MaxItemsPerFeed = 1 },
            Later,
            default
        );
        var again = await store.Maintenance.RetainAsync(new RetentionPolicy { MaxItemsPerFeed = 1 }, Later, default);

        Assert.Equal((400L, 0L), (report.Purged, again.Purged));
        Assert.Equal(cited.Select(item => item.Title), await store.TitlesAsync(new ItemQuery { Limit = 1000 }));
        Assert.Equal(200, (await store.Feeds.ListAsync(default))[0].Items);
        Assert.NotNull(await store.Items.FindAsync(cited[^1].Id, default));
        Assert.Empty(await store.Maintenance.CheckAsync(default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_story_that_an_edition_cites_keeps_all_who_tell_it(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync(
            "a",
            Start + Lease,
            Some.Item("First", Start, fingerprint: [7]),
            Some.Item("Also", Start, fingerprint: [7]),
            Some.Item("Other", Start)
        );
        var story = (await store.Items.SelectAsync(new ItemQuery(), default)).Single(item => item.Title == "First").StoryId;
        await CiteAsync(store, [story]);

        await store.Maintenance.RetainAsync(new RetentionPolicy { MaxAge = TimeSpan.FromDays(1) }, Later, default);

        Assert.Equal(["Also", "First"], (await store.TitlesAsync(new ItemQuery())).Order());
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_an_admin_parts_from_a_cited_story_stays_too(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("First", Start, fingerprint: [7]), Some.Item("Also", Start, fingerprint: [7]));
        var items = await store.Items.SelectAsync(new ItemQuery(), default);
        var story = items[0].StoryId;
        await CiteAsync(store, [story]);
        await store.Stories.SplitAsync(story, [items.Single(item => item.Id != story).Id], Start, default);

        await store.Maintenance.RetainAsync(new RetentionPolicy { MaxAge = TimeSpan.FromDays(1) }, Later, default);

        Assert.Equal(["Also", "First"], (await store.TitlesAsync(new ItemQuery())).Order());
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_update_of_a_purged_item_is_none(StoreEngine engine)
    {
        await using var store = await WithHistoryAsync(engine, items: 1);
        var id = Assert.Single(await store.Items.SelectAsync(new ItemQuery(), default)).Id;
        await store.Maintenance.RetainAsync(new RetentionPolicy { MaxAge = TimeSpan.FromDays(1) }, Later, default);
        var claimed = Assert.Single(await store.Feeds.ClaimAsync(["a"], Later, Lease, default));

        var receipt = await store.Polls.ApplyAsync(
            Some.Plan(claimed, Later) with
            {
                Updates = [new ItemUpdate(id, Some.Content("Back"), Later)],
            },
            default
        );

        Assert.Equal(new PollReceipt(false, 0, 0), receipt);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Fingerprints_outside_the_story_window_are_let_go(StoreEngine engine)
    {
        await using var store = await WithHistoryAsync(engine, items: 5);

        await store.Maintenance.RetainAsync(new RetentionPolicy(), Later, default);

        await store.ReopenAsync();
        Assert.Empty(store.Placer.Admitted);
        Assert.Equal(5, (await store.TitlesAsync(new ItemQuery())).Count);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_policy_that_is_nonsense_is_refused_whole(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var policy = new RetentionPolicy { MaxAge = TimeSpan.Zero, MaxItemsPerFeed = 0 };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => store.Maintenance.RetainAsync(policy, Later, default));

        Assert.Contains("KeepFor", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("KeepPerFeed", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Statistics_count_what_is_there(StoreEngine engine)
    {
        await using var store = await WithHistoryAsync(engine, items: 3);
        await store.Maintenance.RetainAsync(new RetentionPolicy { MaxItemsPerFeed = 2 }, Later, default);

        var statistics = await store.Maintenance.StatisticsAsync(default);

        Assert.Equal(
            (engine, 1L, 2L, 2L, 1L),
            (statistics.Engine, statistics.Feeds, statistics.Items, statistics.Stories, statistics.Tombstones)
        );
        Assert.Equal((Start.AddMinutes(1), Start.AddMinutes(2)), (statistics.OldestNewsAt, statistics.NewestNewsAt));
        Assert.True(statistics.Bytes > 0);
        Assert.True(statistics.SchemaVersion > 0);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_sound_database_passes_its_check(StoreEngine engine)
    {
        await using var store = await WithHistoryAsync(engine, items: 20);

        Assert.Empty(await store.Maintenance.CheckAsync(default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_check_names_what_is_damaged(StoreEngine engine)
    {
        Assert.SkipWhen(engine == StoreEngine.LiteDb, "there is no way past the engine to its rows");
        await using var store = await WithHistoryAsync(engine, items: 5);
        store.Database.Sql("update items set title = 'Nwes 1' where title = 'News 1'");

        var problem = Assert.Single(await store.Maintenance.CheckAsync(default));

        Assert.Contains("item 2", problem, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_check_reads_editions_poll_records_and_wishes_too(StoreEngine engine)
    {
        Assert.SkipWhen(engine == StoreEngine.LiteDb, "there is no way past the engine to its rows");
        await using var store = await WithHistoryAsync(engine, items: 1);
        await CiteAsync(store, [1]);
        await store.Store.Subscriptions.AddAsync("morning", SubscriptionChannel.Mail, "a@example.org", new() { Hour = 7 }, Start, default);
        Assert.Empty(await store.Maintenance.CheckAsync(default));
        store.Database.Sql(
            $"update editions set document = {(engine == StoreEngine.Postgres ? "'\\x00112233445566'" : "x'00112233445566'")}"
        );
        store.Database.Sql("update polls set record = replace(record, '200', '404')");
        store.Database.Sql("update subscriptions set wish = replace(wish, '7', '8')");

        var problems = await store.Maintenance.CheckAsync(default);

        Assert.Equal(
            ["a poll record", "edition 1", "what a reader chose"],
            problems.Select(x => Said.First(y => x.Contains(y, StringComparison.Ordinal)))
        );
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_last_document_is_kept_for_replay(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claimed = (await store.ClaimedAsync("a"))[0];
        var raw = new RawDocument(new byte[] { 1, 2, 0, 255 }, "https://a.example/", "application/rss+xml")
        {
            ContentLanguage = "id",
            ContentLocation = "/feed.xml",
        };
        await store.Polls.ApplyAsync(Some.Plan(claimed, Start) with { Raw = raw }, default);
        await store.PollAsync("a", Start + Lease);

        var kept = (await store.Feeds.LastDocumentAsync("a", default))!;

        Assert.Equal(raw.Body.ToArray(), kept.Body.ToArray());
        Assert.Equal(raw with { Body = default, At = Start }, kept with { Body = default });
        Assert.Null(await store.Feeds.LastDocumentAsync("unknown", default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_is_reread_replaces_without_a_revision(StoreEngine engine)
    {
        await using var store = await WithHistoryAsync(engine, items: 1);
        var before = Assert.Single(await store.Items.SelectAsync(new ItemQuery(), default));
        var claimed = Assert.Single(await store.Feeds.ClaimAsync(["a"], Later, Lease, default));
        var content = Some.Content("News 0") with { BodyHtml = "<p>cleaner</p>" };

        await store.Polls.ApplyAsync(
            Some.Plan(claimed, Later) with
            {
                Updates = [new ItemUpdate(before.Id, content, Later) { Reread = true }],
            },
            default
        );

        var after = (await store.Items.FindAsync(before.Id, default))!;
        Assert.Equal(("<p>cleaner</p>", (DateTimeOffset?)null), (after.BodyHtml, after.Summary.ChangedAt));
        Assert.Empty(after.Revisions);
        Assert.Equal(["News 0"], await store.TitlesAsync(new ItemQuery { Text = "cleaner" }));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_replay_is_no_poll_and_leaves_no_record(StoreEngine engine)
    {
        await using var store = await WithHistoryAsync(engine, items: 1);
        var polls = await store.Feeds.RecentPollsAsync("a", 10, default);
        var claimed = Assert.Single(await store.Feeds.ClaimAsync(["a"], Later, Lease, default));

        var receipt = await store.Polls.ApplyAsync(
            Some.Plan(claimed, Later, Some.Item("Overlooked", Start)) with
            {
                Replay = true,
            },
            default
        );

        Assert.Equal(1, receipt.Added);
        Assert.Equal(polls, await store.Feeds.RecentPollsAsync("a", 10, default));
        await store.PollAsync("a", Later);
        Assert.Equal(polls.Count + 1, (await store.Feeds.RecentPollsAsync("a", 10, default)).Count);
    }

    private static async Task CiteAsync(TestStore store, IReadOnlyList<long> stories)
    {
        var since = await store.Store.Editions.OpenAsync("morning", Start, default);
        await store.Store.Editions.FreezeAsync(
            new EditionPlan
            {
                Digest = "morning",
                Since = since,
                DueAt = Start.AddHours(1),
                ChangedUpTo = Start.AddHours(1),
                From = Start,
                FrozenAt = Start.AddHours(1),
                Title = "Morning",
                StoryIds = stories,
                Document = "{}",
            },
            default
        );
    }

    private static async Task<TestStore> WithHistoryAsync(StoreEngine engine, int items)
    {
        var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, [.. Enumerable.Range(0, items).Select(i => Some.Item($"News {i}", Start.AddMinutes(i)))]);
        return store;
    }
}
