using System.Diagnostics;
using FeedAggregator.Feeds;
using FeedAggregator.Storage;

namespace FeedAggregator.Benchmarks.Storage;

/// <summary>What the store costs, with numbers to compare between machines by: CPU time, not the clock on the wall.</summary>
internal static class StoreSpeed
{
    private const int Concurrency = 64;
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    /// <param name="items">So many items are stored before anything is asked.</param>
    public static async Task RunAsync(StoreOptions options, long items, string label)
    {
        var news = new MadeNews();
        await using var store = await Stores.OpenAsync(options, new LonePlacer(), new StillClock(MadeNews.End), null, default);
        await store.Feeds.SyncAsync([.. Enumerable.Range(0, MadeNews.Feeds).Select(MadeNews.Feed)], MadeNews.End, default);
        var feeds = await store.Feeds.ClaimDueAsync(MadeNews.End, Lease, MadeNews.Feeds, default);
        using var polls = new Polls(store, news, feeds, items);

        var ingest = items / MadeNews.PollItems;
        await MeasureAsync($"{label}: ingest, polls of {MadeNews.PollItems} new items", ingest, n => polls.NewAsync(n));
        await MeasureAsync($"{label}: polls in which all {MadeNews.PollItems} items are known", 20_000, n => polls.KnownAsync(n % ingest));
        await DigestsAsync(label, store, polls, ingest);
        var statistics = await RetainedAsync(store);
        Console.WriteLine($"{label}: {statistics.Items:N0} items, {statistics.Bytes / (double)statistics.Items:N0} bytes each");
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"{label}: resident {process.WorkingSet64 / 1e6:N0} MB, peak {process.PeakWorkingSet64 / 1e6:N0} MB, managed heap {GC.GetTotalMemory(true) / 1e6:N0} MB"
        );
    }

    /// <summary>In life retention runs every hour and what it frees is used again; here all days come at once, so it must give all of it back.</summary>
    private static async Task<StoreStatistics> RetainedAsync(IStore store)
    {
        var after = await store.Maintenance.StatisticsAsync(default);
        long before;
        do
        {
            before = after.Bytes;
            await store.Maintenance.RetainAsync(new RetentionPolicy(), MadeNews.End, default);
            after = await store.Maintenance.StatisticsAsync(default);
        } while (after.Bytes < before);
        return after;
    }

    /// <summary>The same items by plain inserts, in the same run: what to compare with on this machine.</summary>
    public static async Task BaselineAsync(string path, long items)
    {
        var news = new MadeNews();
        using var plain = new PlainSqlite(path);
        var polls = Math.Min(items / MadeNews.PollItems, 4000);
        await MeasureOnceAsync("Plain SQLite: the same items, inserted", polls, () => plain.Ingest(news, polls, items));
        await MeasureOnceAsync("Plain SQLite: each of 25 items looked up by its key", polls, () => plain.LookUp(news, polls, items));
    }

    /// <summary>Claims and completes due feeds without news, as nodes do.</summary>
    public static async Task ClaimsAsync(StoreOptions options, int feedCount, int nodes, string label)
    {
        var stores = await Task.WhenAll(
            Enumerable.Range(0, nodes).Select(_ => Stores.OpenAsync(options, new LonePlacer(), new StillClock(MadeNews.End), null, default))
        );
        await stores[0].Feeds.SyncAsync([.. Enumerable.Range(0, feedCount).Select(MadeNews.Feed)], MadeNews.End, default);
        var done = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(
            stores
                .SelectMany(store => Enumerable.Repeat(store, 4))
                .Select(async store =>
                {
                    while (Volatile.Read(ref done) < Math.Min(feedCount, 40_000))
                    {
                        var claims = await store.Feeds.ClaimDueAsync(MadeNews.End, Lease, 50, default);
                        if (claims.Count == 0)
                            return;
                        await Task.WhenAll(claims.Select(claim => store.Polls.ApplyAsync(Polls.Plan(claim, []), default)));
                        Interlocked.Add(ref done, claims.Count);
                    }
                })
        );
        Console.WriteLine(
            $"{label}: {nodes} nodes claim and complete {done / watch.Elapsed.TotalSeconds:N0} of {feedCount:N0} feeds a second"
        );
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    private static Task MeasureAsync(string what, long polls, Func<long, Task> poll) =>
        MeasureOnceAsync(what, polls, () => AllAsync(polls, poll));

    private static Task MeasureOnceAsync(string what, long polls, Action work) => MeasureOnceAsync(what, polls, () => Task.Run(work));

    private static async Task MeasureOnceAsync(string what, long polls, Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var (cpu, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
        await work();
        process.Refresh();
        var used = process.TotalProcessorTime - cpu;
        Console.WriteLine(
            $"{what}: {used.TotalMilliseconds / polls:F3} ms CPU a poll, {watch.Elapsed.TotalMilliseconds / polls:F3} ms by the clock"
        );
    }

    private static Task AllAsync(long polls, Func<long, Task> poll)
    {
        long next = -1;
        return Task.WhenAll(
            Enumerable
                .Range(0, Concurrency)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (Interlocked.Increment(ref next) is var n && n < polls)
                            await poll(n);
                    })
                )
        );
    }

    /// <summary>50 of 2,000 feeds, 24 hours, the newest 200, while polls are being stored.</summary>
    private static async Task DigestsAsync(string label, IStore store, Polls polls, long done)
    {
        using var stop = new CancellationTokenSource();
        var beside = Task.Run(async () =>
        {
            for (var n = done; !stop.IsCancellationRequested; n++)
                await polls.NewAsync(n);
        });
        var query = new ItemQuery { Tags = ["tag-7"], Since = MadeNews.End.AddDays(-1) };
        var times = new List<double>();
        var found = 0;
        for (var i = 0; i < 600; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            found = (await store.Items.SelectAsync(query, default)).Count;
            if (i >= 100)
                times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
            await Task.Delay(2);
        }
        await stop.CancelAsync();
        await beside;
        times.Sort();
        Console.WriteLine(
            $"{label}: digest query during ingest, {found} items: p50 {times[times.Count / 2]:F1} ms, p99 {times[times.Count * 99 / 100]:F1} ms"
        );
    }

    private sealed class Polls(IStore store, MadeNews news, IReadOnlyList<ClaimedFeed> feeds, long total) : IDisposable
    {
        private const int ClaimsAtOnce = 50;

        private readonly SemaphoreSlim _claiming = new(1);
        private readonly Dictionary<long, int> _numbers = feeds.Index().ToDictionary(feed => feed.Item.Key, feed => feed.Index);
        private readonly Dictionary<int, ClaimedFeed> _claimed = feeds.Index().ToDictionary(feed => feed.Index, feed => feed.Item);

        public void Dispose() => _claiming.Dispose();

        public async Task NewAsync(long poll)
        {
            var claim = await ClaimAsync(poll);
            var first = poll * MadeNews.PollItems;
            var items = new NewItem[MadeNews.PollItems];
            for (var i = 0; i < items.Length; i++)
                items[i] = news.Item(first + i, total);
            await store.Polls.FindKnownAsync(claim.Key, [.. items.SelectMany(item => item.Keys)], default);
            var receipt = await store.Polls.ApplyAsync(Plan(claim, items), default);
            if (receipt.Added != items.Length)
                throw new InvalidOperationException($"Poll {poll} added {receipt}.");
        }

        public async Task KnownAsync(long poll)
        {
            var claim = await ClaimAsync(poll);
            var keys = Enumerable.Range(0, MadeNews.PollItems).SelectMany(i => MadeNews.Keys((poll * MadeNews.PollItems) + i)).ToArray();
            var known = await store.Polls.FindKnownAsync(claim.Key, keys, default);
            if (known.Count != keys.Length)
                throw new InvalidOperationException($"Poll {poll} knows {known.Count} of {keys.Length} keys.");
            await store.Polls.ApplyAsync(Plan(claim, []), default);
        }

        public static PollPlan Plan(ClaimedFeed claim, NewItem[] items) =>
            new()
            {
                Feed = claim,
                State = claim.State with { Status = FeedStatus.Active, NextPollAt = MadeNews.End.AddHours(1), LastPollAt = MadeNews.End },
                Record = new PollRecord
                {
                    At = MadeNews.End,
                    Outcome = PollOutcome.Ok,
                    ItemsSeen = MadeNews.PollItems,
                },
                NewItems = items,
            };

        /// <summary>A plan needs a lease of its own. As in life many feeds are claimed at once, and each is then polled by itself.</summary>
        private async Task<ClaimedFeed> ClaimAsync(long poll)
        {
            var feed = (int)(poll % feeds.Count);
            await _claiming.WaitAsync();
            try
            {
                if (!_claimed.ContainsKey(feed))
                    await ClaimFromAsync(feed);
                _claimed.Remove(feed, out var claim);
                return claim!;
            }
            finally
            {
                _claiming.Release();
            }
        }

        private async Task ClaimFromAsync(int first)
        {
            var next = Enumerable.Range(first, Math.Min(ClaimsAtOnce, feeds.Count - first)).Where(feed => !_claimed.ContainsKey(feed));
            foreach (var claim in await store.Feeds.ClaimAsync([.. next.Select(feed => feeds[feed].Feed.Id)], MadeNews.End, Lease, default))
                _claimed[_numbers[claim.Key]] = claim;
        }
    }
}
