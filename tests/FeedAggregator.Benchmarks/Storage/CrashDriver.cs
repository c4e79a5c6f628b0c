using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FeedAggregator.Feeds;
using FeedAggregator.Storage;

namespace FeedAggregator.Benchmarks.Storage;

/// <summary>
/// Kills a process that stores polls, again and again and at no particular moment, and looks afterwards whether all that was acknowledged is there,
/// nothing is there twice, and the database is sound. The child says on its standard output what was acknowledged, a poll a line.
/// </summary>
internal static class CrashDriver
{
    private const string Variable = "FEEDAGGREGATOR_CRASH_CHILD";
    private const int Feeds = 40;
    private const int PollItems = 3;
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="child">Starts this program so that it calls <see cref="ChildAsync"/>.</param>
    /// <returns>How many polls were acknowledged.</returns>
    public static async Task<int> RunAsync(StoreOptions options, int kills, int seed, Func<ProcessStartInfo> child, CancellationToken ct)
    {
        var chance = new Random(seed);
        var acknowledged = new HashSet<string>();
        for (var kill = 0; kill < kills; kill++)
        {
            var start = child();
            start.RedirectStandardOutput = true;
            start.Environment[Variable] = JsonSerializer.Serialize(new Order(options.Engine, options.Path, options.ConnectionString, kill));
            await KillOneAsync(start, TimeSpan.FromMilliseconds(chance.Next(1, 400)), acknowledged, ct);
            await InspectAsync(options, acknowledged, $"after kill {kill + 1}", last: kill == kills - 1);
        }
        return acknowledged.Count;
    }

    /// <summary>Stores polls until it is killed.</summary>
    public static async Task ChildAsync()
    {
        var order = JsonSerializer.Deserialize<Order>(Environment.GetEnvironmentVariable(Variable)!)!;
        var options = new StoreOptions
        {
            Engine = order.Engine,
            Path = order.Path,
            ConnectionString = order.Connection,
        };
        await using var store = await Stores.OpenAsync(options, new LonePlacer(), new StillClock(Now), null, default);
        await store.Feeds.SyncAsync([.. Enumerable.Range(0, Feeds).Select(MadeNews.Feed)], Now, default);
        await Task.WhenAll(Enumerable.Range(0, Feeds).Select(feed => Task.Run(() => StorePollsAsync(store, feed, order.Run))));
    }

    private static async Task StorePollsAsync(IStore store, int feed, int run)
    {
        for (var poll = 0; ; poll++)
        {
            // The dead run's leases are still out: in life they end after minutes, here the clock is past them.
            var at = Now.AddHours(run + 1);
            var claims = await store.Feeds.ClaimAsync([$"feed-{feed}"], at, TimeSpan.FromMinutes(1), default);
            if (claims.Count == 0)
                continue;
            var name = string.Create(CultureInfo.InvariantCulture, $"{feed}/{run}/{poll}");
            var receipt = await store.Polls.ApplyAsync(Plan(claims[0], name, at), default);
            if (receipt.Added == PollItems)
                Console.WriteLine(name);
        }
    }

    private static PollPlan Plan(ClaimedFeed claim, string name, DateTimeOffset at) =>
        new()
        {
            Feed = claim,
            State = claim.State with { Status = FeedStatus.Active, NextPollAt = at, LastPollAt = at },
            Record = new PollRecord { At = at, Outcome = PollOutcome.Ok },
            NewItems = [.. Enumerable.Range(0, PollItems).Select(i => Item($"{name}/{i}", at))],
        };

    private static NewItem Item(string title, DateTimeOffset at) =>
        new()
        {
            Keys = [KeyOf(title)],
            SeenAt = at,
            NewsAt = at,
            Content = new ItemContent
            {
                ContentHash = KeyOf(title),
                Title = title,
                BodyHtml = $"<p>{string.Concat(Enumerable.Repeat(title + " ", 60))}</p>",
            },
        };

    private static long KeyOf(string title) => title.Aggregate(1469598103934665603L, (hash, c) => unchecked((hash ^ c) * 1099511628211));

    private static async Task KillOneAsync(ProcessStartInfo start, TimeSpan after, HashSet<string> acknowledged, CancellationToken ct)
    {
        using var process = Process.Start(start)!;
        var lines = new ConcurrentQueue<string>();
        var first = new TaskCompletionSource();
        var reading = Task.Run(
            async () =>
            {
                while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
                {
                    if (line.Count(c => c == '/') != 2 || line.Contains(' ', StringComparison.Ordinal))
                        continue;
                    lines.Enqueue(line);
                    first.TrySetResult();
                }
                first.TrySetException(new InvalidOperationException("The child ended before it stored a poll."));
            },
            ct
        );
        await first.Task.WaitAsync(TimeSpan.FromMinutes(2), ct);
        await Task.Delay(after, ct);
        process.Kill();
        await process.WaitForExitAsync(ct);
        await reading;
        acknowledged.UnionWith(lines);
    }

    private static async Task InspectAsync(StoreOptions options, HashSet<string> acknowledged, string when, bool last)
    {
        await using var store = await Stores.OpenAsync(options, new LonePlacer(), new StillClock(Now), null, default);
        var feeds = (await store.Feeds.ListAsync(default)).ToDictionary(feed => feed.Feed.Id);
        long found = 0;
        foreach (var polls in acknowledged.GroupBy(name => name.Split('/')[0]))
        {
            var keys = polls.SelectMany(name => Enumerable.Range(0, PollItems).Select(i => KeyOf($"{name}/{i}"))).ToArray();
            var known = await store.Polls.FindKnownAsync(feeds[$"feed-{polls.Key}"].Key, keys, default);
            Hold(known.Count == keys.Length, $"{when}: of {keys.Length} acknowledged items of feed {polls.Key}, {known.Count} are there.");
            found += known.Values.Select(item => item.ItemId).Distinct().Count();
        }
        var statistics = await store.Maintenance.StatisticsAsync(default);
        Hold(found == acknowledged.Count * PollItems, $"{when}: {acknowledged.Count} polls have {found} items.");
        Hold(statistics.Items == feeds.Values.Sum(feed => feed.Items), $"{when}: the feeds' counts do not add up to {statistics.Items}.");
        Hold(statistics.Items % PollItems == 0, $"{when}: {statistics.Items} items: a poll was stored in part.");
        Hold(statistics.Tombstones == 0, $"{when}: {statistics.Tombstones} identities without an item.");
        if (last || acknowledged.Count % 5 == 0)
        {
            var problems = await store.Maintenance.CheckAsync(default);
            Hold(problems.Count == 0, $"{when}: {string.Join(' ', problems)}");
        }
    }

    private static void Hold(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidOperationException(otherwise);
    }

    private sealed record Order(StoreEngine Engine, string? Path, string? Connection, int Run);
}
