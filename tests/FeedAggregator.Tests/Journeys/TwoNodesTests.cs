using FeedAggregator.Fetching;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Fetching;
using FeedAggregator.Tests.Storage;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeedAggregator.Tests.Journeys;

/// <summary>Two nodes on one database, each with a fetcher, and so manners, of its own.</summary>
public sealed class TwoNodesTests
{
    [Fact]
    public async Task What_a_host_asks_of_one_node_the_other_keeps_within_seconds()
    {
        using var database = new TestDatabase(StoreEngine.Postgres);
        await using var publisher = new LoopbackPublisher();
        var clock = new ManualClock();
        var tired = false;
        Answer Page(PublisherRequest _) => tired ? new Answer(429, "", ("Retry-After", "3600")) : Answer.Feed(RssText.Feed());
        publisher.Serve("/a", Page);
        publisher.Serve("/b", Page);
        await using var first = await Node.StartAsync(database, clock);
        await using var second = await Node.StartAsync(database, clock);
        await first.Store.Feeds.SyncAsync(
            [Some.Feed("a") with { Url = publisher.Url("/a").AbsoluteUri }, Some.Feed("b") with { Url = publisher.Url("/b").AbsoluteUri }],
            clock.GetUtcNow(),
            default
        );
        await second.PollAsync("b");
        tired = true;
        await first.PollAsync("a");
        var asked = publisher.Requests.Count;

        clock.Advance(TimeSpan.FromSeconds(6));
        var report = await second.PollAsync("b");

        Assert.Equal(PollOutcome.Deferred, report.Record.Outcome);
        Assert.Contains("asked to be left alone", report.Record.Text, StringComparison.Ordinal);
        Assert.Equal((2, 2), (asked, publisher.Requests.Count));
    }

    private sealed class Node : IAsyncDisposable
    {
        private readonly FeedFetcher _fetcher;
        private readonly RefreshDueFeeds _refresh;

        private Node(IStore store, ManualClock clock)
        {
            (Store, _fetcher) = (store, Fetchers.Make(clock: clock));
            _refresh = new(store.Feeds, Journey.Refresh(_fetcher, store, clock), clock, NullLogger<RefreshDueFeeds>.Instance);
        }

        public IStore Store { get; }

        public static async Task<Node> StartAsync(TestDatabase database, ManualClock clock) => new(await database.OpenAsync(), clock);

        public async Task<PollReport> PollAsync(string feed) => Assert.Single(await _refresh.RunNowAsync([feed], forced: false, default));

        public async ValueTask DisposeAsync()
        {
            _fetcher.Dispose();
            await Store.DisposeAsync();
        }
    }
}
