using FeedAggregator.Digests;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Storage;
using FeedAggregator.Tests.Support;
using Some = FeedAggregator.Tests.Storage.Some;

namespace FeedAggregator.Tests.Journeys;

/// <summary>Editions from a real store: whatever the amount, the dates and the clock, each story has its chance once.</summary>
public sealed class PublishDigestTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = TestStore.Start.AddHours(4);
    private static readonly DigestDefinition Hourly = new()
    {
        Name = "hourly",
        Schedule = new("0 * * * *"),
        Settle = TimeSpan.FromMinutes(10),
        MaxStories = 3,
    };

    private TestStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await TestStore.OpenAsync(StoreEngine.Sqlite);
        await _store.Feeds.SyncAsync([Some.Feed("wire")], TestStore.Start, default);
        await At(Noon.AddHours(-1)).RunAsync(Hourly, default);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_oldest_of_more_news_than_the_store_gives_at_once_are_published_too()
    {
        var flood = Enumerable.Range(0, DigestQueries.MaxItems + 20).Select(i => Seen($"News {i}", Noon.AddMinutes(-30)));
        var oldest = Enumerable.Range(0, 2).Select(i => Seen($"Needle {i}", Noon.AddMinutes(-40)));
        await _store.PollAsync("wire", Noon.AddMinutes(-30), [.. oldest.Take(1), .. flood, .. oldest.Skip(1)]);

        var stories = await PublishAsync(Hourly with { IncludeWords = ["needle"] }, Noon);

        Assert.Equal(["Needle 0", "Needle 1"], stories);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(400)]
    public async Task News_found_days_late_is_published_when_it_is_found(int days)
    {
        await _store.PollAsync("wire", Noon.AddMinutes(-30), Seen("Late", Noon.AddMinutes(-30)) with { NewsAt = Noon.AddDays(-days) });

        Assert.Equal(["Late"], await PublishAsync(Hourly, Noon));
    }

    [Fact]
    public async Task What_was_there_before_its_feed_was_first_polled_is_not_published()
    {
        await _store.PollAsync("wire", Noon.AddMinutes(-30), Seen("Old", Noon.AddMinutes(-30)) with { Backlog = true });

        Assert.Empty(await PublishAsync(Hourly, Noon));
    }

    [Fact]
    public async Task What_comes_after_the_clock_has_jumped_back_is_published_when_time_has_caught_up_and_nothing_twice()
    {
        await _store.PollAsync("wire", Noon.AddMinutes(-30), Seen("Before", Noon.AddMinutes(-30)));
        var before = await PublishAsync(Hourly, Noon);
        await _store.PollAsync("wire", Noon.AddHours(-3), Seen("In between", Noon.AddHours(-3)));

        var meanwhile = await At(Noon.AddHours(-2)).RunAsync(Hourly, default);
        var after = await PublishAsync(Hourly, Noon.AddHours(1));

        Assert.Equal(["Before"], before);
        Assert.Null(meanwhile);
        Assert.Equal(["In between"], after);
    }

    [Fact]
    public async Task What_others_outranked_has_had_its_chance()
    {
        await _store.PollAsync(
            "wire",
            Noon.AddMinutes(-30),
            [.. Enumerable.Range(0, 5).Select(i => Seen($"News {i}", Noon.AddMinutes(-30)))]
        );

        Assert.Equal(3, (await PublishAsync(Hourly, Noon)).Count);
        Assert.Empty(await PublishAsync(Hourly, Noon.AddHours(1)));
    }

    [Fact]
    public async Task What_is_purged_while_its_edition_is_made_is_left_out_and_the_edition_comes_all_the_same()
    {
        await _store.PollAsync("wire", Noon.AddMinutes(-30), Seen("Purged", Noon.AddMinutes(-40)), Seen("Kept", Noon.AddMinutes(-30)));
        var retention = new RetentionPolicy { MaxItemsPerFeed = 1 };
        var editions = new SlowEditions(_store.Store.Editions, () => _store.Maintenance.RetainAsync(retention, Noon, default));

        var receipt = await new PublishDigest(_store.Items, _store.Store.Stories, editions, new ManualClock(Noon)).RunAsync(
            Hourly,
            default
        );

        var view = EditionDocument.Read((await editions.FindAsync("hourly", receipt!.Number!.Value, default))!.Document);
        Assert.Equal(["Kept"], view.Stories.Select(x => x.Lead.Title));
        Assert.Equal(2, editions.Tries);
    }

    [Fact]
    public async Task What_has_not_settled_is_published_by_the_next_edition()
    {
        await _store.PollAsync("wire", Noon.AddMinutes(-5), Seen("Fresh", Noon.AddMinutes(-5)));

        Assert.Empty(await PublishAsync(Hourly, Noon));
        Assert.Equal(["Fresh"], await PublishAsync(Hourly, Noon.AddHours(1)));
    }

    [Fact]
    public async Task A_feed_that_joins_a_digest_later_brings_none_of_what_it_told_before()
    {
        var chosen = Hourly with { Feeds = ["quiet"] };
        await _store.Feeds.SyncAsync([Some.Feed("wire"), Some.Feed("quiet")], TestStore.Start, default);
        await _store.PollAsync("quiet", Noon.AddHours(-2), Seen("Told here", Noon.AddHours(-2)));
        await _store.PollAsync("wire", Noon.AddHours(-2), Seen("Told elsewhere", Noon.AddHours(-2)));
        Assert.Equal(["Told here"], await PublishAsync(chosen, Noon));

        Assert.Empty(await PublishAsync(chosen with { Feeds = ["quiet", "wire"] }, Noon.AddHours(1)));
    }

    [Fact]
    public async Task A_preview_says_of_the_backlog_too_why_it_is_out()
    {
        await _store.PollAsync(
            "wire",
            Noon.AddMinutes(-30),
            Seen("Old", Noon.AddMinutes(-30)) with
            {
                Backlog = true,
            },
            Seen("New", Noon.AddMinutes(-30))
        );

        var preview = await At(Noon).PreviewAsync(Hourly, default);

        Assert.Equal(["New"], preview.View.Stories.Select(x => x.Lead.Title));
        Assert.Equal(
            "Out: it was in its feed before the feed was first polled.",
            preview.Verdicts.Single(x => x.Story.Lead.Title == "Old").Why
        );
    }

    private PublishDigest At(DateTimeOffset now) => new(_store.Items, _store.Store.Stories, _store.Store.Editions, new ManualClock(now));

    /// <returns>What it shows; nothing when it is skipped.</returns>
    private async Task<IReadOnlyList<string>> PublishAsync(DigestDefinition digest, DateTimeOffset now)
    {
        var receipt = (await At(now).RunAsync(digest, default))!;
        if (receipt.Number is not { } number)
            return [];
        var edition = (await _store.Store.Editions.FindAsync(digest.Name, number, default))!;
        return [.. EditionDocument.Read(edition.Document).Stories.Select(x => x.Lead.Title).Order()];
    }

    private static NewItem Seen(string title, DateTimeOffset at) => Some.Item(title, at) with { SeenAt = at };
}
