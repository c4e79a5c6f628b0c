using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Polling;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Fetching;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Journeys;

/// <summary>More feeds than may hold their documents while their items' pages are read.</summary>
public sealed class PageSeatsTests : IAsyncLifetime
{
    private const int Crowd = PageSeats.Most + 40;
    private readonly ManualClock _clock = new();
    private readonly TempFolder _folder = new();
    private readonly LoopbackPublisher _publisher = new();
    private readonly TaskCompletionSource _pagesCome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeInternet _internet = new();
    private readonly FeedFetcher _fetcher;
    private IStore _store = null!;
    private RefreshFeed _refresh = null!;

    public PageSeatsTests() => _fetcher = Fetchers.Make(Fetchers.Public with { MaxConcurrency = 1024 }, _clock, _internet.Network());

    public async ValueTask InitializeAsync()
    {
        var options = new StoreOptions { Path = Path.Combine(_folder.Path, "t.db") };
        _store = await Stores.OpenAsync(options, new StoryPlacer(), _clock, null, CancellationToken.None);
        _refresh = Journey.Refresh(_fetcher, _store, _clock);
        var names = Enumerable.Range(0, Crowd).Select(x => $"f{x}").ToList();
        foreach (var (i, name) in names.Append("plain").Index())
            _internet.Host($"{name}.example.org", $"93.184.{i / 250}.{i % 250}", _publisher);
        await _store.Feeds.SyncAsync(
            [
                .. names
                    .Append("plain")
                    .Select(x => new Feed
                    {
                        Id = x,
                        Url = Url(x, $"/{x}"),
                        FullText = x != "plain",
                    }),
            ],
            _clock.GetUtcNow(),
            default
        );
        names.Add("plain");
        names.ForEach(x => _publisher.Serve($"/{x}", Answer.Feed(RssText.Feed(RssText.Item("Old", $"old {x}")))));
        foreach (var claim in await _store.Feeds.ClaimAsync(names, _clock.GetUtcNow(), RefreshDueFeeds.Lease, default))
            await _refresh.RunAsync(claim, forced: false, default);
        names.ForEach(x => _publisher.Serve($"/{x}", Answer.Feed(RssText.Feed(RssText.Item("New", $"new {x}", Url(x, "/page"))))));
        _publisher.Serve(
            "/page",
            async _ =>
            {
                await _pagesCome.Task;
                return new Answer(404, "");
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        _pagesCome.TrySetResult();
        await _store.DisposeAsync();
        await _publisher.DisposeAsync();
        _fetcher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task No_more_documents_are_asked_for_than_have_a_seat_others_go_on_and_all_come_in_the_end()
    {
        var before = _publisher.Requests.Count;

        var polls = await StartAsync();
        await PagesAskedAsync(PageSeats.Most);
        var plain = await PollAsync("plain");
        var asked = _publisher.Requests.Skip(before).Count(x => x.Path is not "/page" and not "/plain");
        _pagesCome.SetResult();
        var reports = await Task.WhenAll(polls);

        Assert.Equal((PageSeats.Most, 1), (asked, plain.Receipt.Added));
        Assert.All(reports, x => Assert.Equal((PollOutcome.Ok, 1), (x.Record.Outcome, x.Receipt.Added)));
    }

    [Fact]
    public async Task A_seat_goes_to_the_first_who_still_waits_and_is_given_back_once()
    {
        var seats = new PageSeats();
        var taken = Enumerable.Range(0, PageSeats.Most).Select(_ => seats.New()).ToList();
        taken.ForEach(x => Assert.True(x.TakeAsync(default).IsCompletedSuccessfully));
        using var gone = new CancellationTokenSource();
        var (first, second, third) = (seats.New().TakeAsync(gone.Token), seats.New().TakeAsync(default), seats.New().TakeAsync(default));

        await gone.CancelAsync();
        taken[0].Dispose();
        taken[0].Dispose();
        await second;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(third.IsCompleted);
        Assert.True(taken[1].TakeAsync(default).IsCompletedSuccessfully);
    }

    private async Task<List<Task<PollReport>>> StartAsync()
    {
        var names = Enumerable.Range(0, Crowd).Select(x => $"f{x}").ToList();
        var claims = await _store.Feeds.ClaimAsync(names, _clock.GetUtcNow(), TimeSpan.FromHours(1), default);
        return [.. claims.Select(x => Task.Run(() => _refresh.RunAsync(x, forced: false, default)))];
    }

    // Each feed has a host of its own: to one host there are few connections.
    private static string Url(string feed, string path) => $"http://{feed}.example.org{path}";

    private async Task PagesAskedAsync(int count)
    {
        while (_publisher.Requests.Count(x => x.Path == "/page") < count)
            await Task.Delay(5);
    }

    private async Task<PollReport> PollAsync(string feed)
    {
        var claim = Assert.Single(await _store.Feeds.ClaimAsync([feed], _clock.GetUtcNow(), RefreshDueFeeds.Lease, default));
        return await _refresh.RunAsync(claim, forced: false, default);
    }
}
