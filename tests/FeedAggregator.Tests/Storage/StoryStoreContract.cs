using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>What every engine promises of <see cref="IStoryStore"/>.</summary>
public sealed class StoryStoreContract
{
    private static readonly DateTimeOffset Later = Start.AddHours(2);

    [Theory, ClassData(typeof(Engines))]
    public async Task Parted_items_are_a_story_of_their_own_and_say_so(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var ids = await WireAsync(store, 4);
        var version = await store.Items.VersionAsync(default);

        var done = await store.Stories.SplitAsync(ids[0], [ids[3], ids[1]], Later, default);

        Assert.Equal((null, ids[0], ids[1], true), (done.Problem, done.StoryId, done.OtherId, done.IsSplit));
        Assert.Equal([ids[1], ids[3]], done.Items);
        Assert.Equal([ids[0], ids[1], ids[0], ids[1]], await StoriesAsync(store, ids));
        var parted = (await store.Items.FindAsync(ids[3], default))!.Summary;
        Assert.Equal(
            ("split", 1.0, $"parted from story {ids[0]} by an admin on 2026-03-01"),
            (parted.MatchLayer, parted.MatchScore, parted.MatchEvidence)
        );
        Assert.Null(parted.ChangedAt);
        Assert.Equal(
            (version.Changes + 2, (DateTimeOffset?)Later),
            ((await store.Items.VersionAsync(default)) is var now ? (now.Changes, now.ChangedAt) : default)
        );
        Assert.Empty(await store.Maintenance.CheckAsync(default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_story_keeps_its_id_with_the_item_it_is_named_after(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var ids = await WireAsync(store, 3);

        var done = await store.Stories.SplitAsync(ids[0], [ids[0]], Later, default);

        Assert.Equal((ids[0], ids[1]), (done.StoryId, done.OtherId));
        Assert.Equal([ids[0], ids[1], ids[1]], await StoriesAsync(store, ids));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_correction_that_cannot_be_changes_nothing(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var ids = await WireAsync(store, 2);
        var version = await store.Items.VersionAsync(default);

        StoryCorrection[] refused =
        [
            await store.Stories.SplitAsync(999, [ids[0]], Later, default),
            await store.Stories.SplitAsync(ids[0], [ids[1], 999], Later, default),
            await store.Stories.SplitAsync(ids[0], ids, Later, default),
            await store.Stories.SplitAsync(ids[0], [], Later, default),
            await store.Stories.MergeAsync(ids[0], 999, Later, default),
            await store.Stories.MergeAsync(ids[0], ids[0], Later, default),
        ];

        Assert.Equal(
            [
                CorrectionProblem.NoSuchStory,
                CorrectionProblem.NotInStory,
                CorrectionProblem.NothingParted,
                CorrectionProblem.NothingParted,
                CorrectionProblem.NoSuchStory,
                CorrectionProblem.SameStory,
            ],
            refused.Select(one => one.Problem!.Value)
        );
        Assert.Equal([999], refused[1].Items);
        Assert.Equal(version, await store.Items.VersionAsync(default));
        Assert.Equal([ids[0], ids[0]], await StoriesAsync(store, ids));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Merged_stories_are_one_under_the_lower_id(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("One", Start, fingerprint: [1]), Some.Item("Two", Start, fingerprint: [2]));
        var ids = await IdsAsync(store);

        var done = await store.Stories.MergeAsync(ids[1], ids[0], Later, default);

        Assert.Equal((null, ids[0], ids[1], false), (done.Problem, done.StoryId, done.OtherId, done.IsSplit));
        Assert.Equal(2, (await store.Items.StoryMembersAsync([ids[0]], default)).Count);
        Assert.Empty(await store.Items.StoryMembersAsync([ids[1]], default));
        Assert.Equal("merge", (await store.Items.FindAsync(ids[1], default))!.Summary.MatchLayer);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_next_copy_follows_the_correction_at_once_and_after_a_restart(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("One", Start, fingerprint: [1]), Some.Item("Two", Start, fingerprint: [2]));
        var ids = await IdsAsync(store);

        await store.Stories.MergeAsync(ids[0], ids[1], Later, default);
        await store.PollAsync("a", Later, Some.Item("Copy of two", Start, fingerprint: [2]));
        var renewed = Assert.Single(store.Placer.Renewed);
        await store.ReopenAsync();
        await store.PollAsync("a", Later, Some.Item("Again two", Start, fingerprint: [2]));

        Assert.Equal((ids[1], ids[0], true), (renewed.ItemId, renewed.StoryId, renewed.Merged));
        Assert.Equal([true, false], store.Placer.Admitted.Where(row => row.ItemId != ids[0]).Select(row => row.Merged));
        Assert.All(await StoriesAsync(store, await IdsAsync(store)), story => Assert.Equal(ids[0], story));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_edit_leaves_a_correction_as_it_is_and_renews_the_fingerprint(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var ids = await WireAsync(store, 2);
        await store.Stories.SplitAsync(ids[0], [ids[1]], Later, default);
        var claimed = Assert.Single(await store.Feeds.ClaimAsync(["a"], Later, Lease, default));
        var edit = new ItemUpdate(ids[1], Some.Content("Wire 1, edited", fingerprint: [7]), Later);

        await store.Polls.ApplyAsync(Some.Plan(claimed, Later) with { Updates = [edit] }, default);
        await store.PollAsync("a", Later, Some.Item("Copy of the edit", Start, fingerprint: [7]));

        var all = await IdsAsync(store);
        Assert.Equal([ids[0], ids[1], ids[1]], await StoriesAsync(store, all));
        Assert.Equal("split", (await store.Items.FindAsync(ids[1], default))!.Summary.MatchLayer);
        Assert.Equal([7], store.Placer.Renewed[^1].Fingerprint.ToArray());
        await store.ReopenAsync();
        await store.PollAsync("a", Later, Some.Item("After the restart", Start, fingerprint: [9]));
        Assert.Equal([7], store.Placer.Admitted.Single(row => row.ItemId == ids[1]).Fingerprint.ToArray());
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_was_parted_is_remembered_until_it_is_merged_again_or_purged(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var ids = await WireAsync(store, 3);

        await store.Stories.SplitAsync(ids[0], [ids[2]], Later, default);
        var parted = await BarsAsync(store);
        await store.Stories.MergeAsync(ids[2], ids[0], Later, default);
        var merged = await BarsAsync(store);
        await store.Stories.SplitAsync(ids[0], [ids[1]], Later, default);
        await store.Maintenance.RetainAsync(new RetentionPolicy { MaxItemsPerFeed = 1 }, Later, default);

        Assert.Equal([(ids[0], ids[2]), (ids[1], ids[2]), (ids[2], ids[0])], parted);
        Assert.Empty(merged);
        Assert.Single(await BarsAsync(store));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_edition_that_told_one_of_two_stories_has_told_both(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("One", Start, fingerprint: [1]), Some.Item("Two", Start, fingerprint: [2]));
        var ids = await IdsAsync(store);
        var editions = store.Store.Editions;
        var since = await editions.OpenAsync("d", Start, default);
        await editions.FreezeAsync(
            new EditionPlan
            {
                Digest = "d",
                Since = since,
                Title = "D",
                From = Start,
                DueAt = Later,
                ChangedUpTo = Later,
                FrozenAt = Later,
                Document = "{}",
                StoryIds = [ids[1]],
            },
            default
        );

        await store.Stories.MergeAsync(ids[0], ids[1], Later, default);

        Assert.Equal([ids[0]], await editions.PublishedStoriesAsync("d", [ids[0]], default));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Links_are_kept_follow_a_merge_and_go_with_their_story(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        store.Placer.Related = [new StoryLink(1, 0.75)];
        await store.PollAsync(
            "a",
            Start + Lease,
            [.. Enumerable.Range(1, 4).Select(i => Some.Item($"{i}", Start, fingerprint: [(byte)i]))]
        );
        var ids = await IdsAsync(store);

        var kept = await store.Stories.RelatedAsync(ids, default);
        var some = await store.Stories.RelatedAsync([ids[0], ids[2]], default);
        await store.Stories.MergeAsync(ids[1], ids[2], Later, default);
        var merged = await store.Stories.RelatedAsync(ids, default);
        await store.Stories.MergeAsync(ids[0], ids[3], Later, default);
        await store.ReopenAsync();
        var again = await store.Stories.RelatedAsync(ids, default);
        await store.Maintenance.RetainAsync(new RetentionPolicy { MaxItemsPerFeed = 1 }, Later, default);

        Assert.Equal([1L, 1L, 1L], kept.Where(pair => pair.StoryId != 1).Select(pair => pair.OtherId));
        Assert.Equal([ids[2]], some.Where(pair => pair.StoryId != 1).Select(pair => pair.StoryId));
        Assert.All(kept, pair => Assert.Equal(0.75, pair.Score));
        Assert.Equal([ids[1], ids[3]], merged.Where(pair => pair.StoryId != 1).Select(pair => pair.StoryId));
        Assert.Equal([ids[1]], again.Where(pair => pair.StoryId != 1).Select(pair => pair.StoryId));
        Assert.Empty(await store.Stories.RelatedAsync(ids, default));
    }

    /// <summary>Items of one story, in the order of ids.</summary>
    private static async Task<long[]> WireAsync(TestStore store, int count)
    {
        await store.ClaimedAsync("a");
        await store.PollAsync(
            "a",
            Start + Lease,
            [.. Enumerable.Range(0, count).Select(i => Some.Item($"Wire {i}", Start, fingerprint: [1, 2]))]
        );
        return await IdsAsync(store);
    }

    private static async Task<long[]> IdsAsync(TestStore store) =>
        [.. (await store.Items.SelectAsync(new ItemQuery(), default)).Select(item => item.Id).Order()];

    private static async Task<long[]> StoriesAsync(TestStore store, long[] ids) =>
        [
            .. (await store.Items.SelectAsync(new ItemQuery(), default))
                .OrderBy(item => item.Id)
                .Where(item => ids.Contains(item.Id))
                .Select(item => item.StoryId),
        ];

    private static async Task<(long Item, long Story)[]> BarsAsync(TestStore store) =>
        [.. (await store.Store.Contents.ItemsAsync(0, 100, default)).SelectMany(item => item.BarredFrom.Select(story => (item.Id, story)))];
}
