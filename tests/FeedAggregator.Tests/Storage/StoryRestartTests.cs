using FeedAggregator.Storage;
using FeedAggregator.Stories;
using FeedAggregator.Tests.Stories;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>The real matcher in a real store: what a run broken off and taken up again makes of the news.</summary>
public sealed class StoryRestartTests
{
    [Theory]
    [InlineData(StoreEngine.Sqlite, 1)]
    [InlineData(StoreEngine.Sqlite, 2)]
    [InlineData(StoreEngine.Postgres, 3)]
    public async Task Stories_are_the_same_however_often_the_service_was_restarted(StoreEngine engine, int seed)
    {
        var steady = await RunAsync(engine, seed, restarts: false);
        var restarted = await RunAsync(engine, seed, restarts: true);

        Assert.Equal(steady, restarted);
        Assert.InRange(steady.Select(item => item.Story).Distinct().Count(), 2, steady.Count - 1);
    }

    /// <summary>Thirty polls of one to three items, with an edit after every fourth and corrections half way.</summary>
    private static async Task<List<(string Title, long Story, string? Layer)>> RunAsync(StoreEngine engine, int seed, bool restarts)
    {
        using var database = new TestDatabase(engine);
        var random = new Random(seed);
        var store = await database.OpenAsync(new StoryPlacer());
        await store.Feeds.SyncAsync([Some.Feed("a"), Some.Feed("b"), Some.Feed("c")], Start, default);
        for (var poll = 0; poll < 30; poll++)
        {
            var claim = Assert.Single(await store.Feeds.ClaimAsync(["abc"[poll % 3].ToString()], Start + (Lease * poll), Lease, default));
            var items = Enumerable
                .Range(0, random.Next(1, 4))
                .Select(i => Some.Item($"{poll}/{i}", Start, fingerprint: Print(random)))
                .ToArray();
            await store.Polls.ApplyAsync(Some.Plan(claim, Start, items) with { Updates = await EditAsync(store, poll, random) }, default);
            if (poll == 15)
            {
                await CorrectAsync(store);
            }
            if (restarts)
            {
                await store.DisposeAsync();
                store = await database.OpenAsync(new StoryPlacer());
            }
        }
        var all = await store.Items.SelectAsync(new ItemQuery { Limit = 1000 }, default);
        await store.DisposeAsync();
        return [.. all.OrderBy(item => item.Id).Select(item => (item.Title, item.StoryId, item.MatchLayer))];
    }

    private static async Task<IReadOnlyList<ItemUpdate>> EditAsync(IStore store, int poll, Random random)
    {
        var feed = "abc"[poll % 3].ToString();
        var own = await store.Items.SelectAsync(new ItemQuery { Feeds = [feed], Limit = 1000 }, default);
        return poll % 4 != 3 || own.Count == 0
            ? []
            : [new ItemUpdate(own.Min(item => item.Id), Some.Content($"edit {poll}", fingerprint: Print(random)), Start)];
    }

    private static async Task CorrectAsync(IStore store)
    {
        var stories = (await store.Items.SelectAsync(new ItemQuery { Limit = 1000 }, default))
            .GroupBy(item => item.StoryId)
            .OrderBy(story => story.Key)
            .ToList();
        var largest = stories.MaxBy(story => story.Count())!;
        Assert.Null((await store.Stories.SplitAsync(largest.Key, [largest.Max(item => item.Id)], Start, default)).Problem);
        Assert.Null((await store.Stories.MergeAsync(stories[0].Key, stories[^1].Key, Start, default)).Problem);
    }

    /// <summary>Sentences of a few themes, cut and repeated: many pairs are close to the border.</summary>
    private static byte[] Print(Random random)
    {
        string[] themes = [Texts.Ferry, Texts.Bridge, Texts.Library];
        var sentences = themes[random.Next(3)].Split(['.', '。'], StringSplitOptions.RemoveEmptyEntries);
        var from = random.Next(3);
        var told = sentences.Skip(from).Take(random.Next(1, sentences.Length - from + 1)).ToArray();
        return StoryFingerprint.Of(told[0], string.Join(". ", told)).ToBytes();
    }
}
