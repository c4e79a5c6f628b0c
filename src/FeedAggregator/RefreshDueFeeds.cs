using System.Collections.Concurrent;
using FeedAggregator.Storage;
using Microsoft.Extensions.Logging;

namespace FeedAggregator;

/// <summary>
/// Takes what is due and refreshes it, each feed on its own: a slow one delays nobody, a broken one stops nobody.
/// How many talk to the network at once, and how often to one host, is the fetcher's business.
/// </summary>
public sealed partial class RefreshDueFeeds(IFeedStore feeds, RefreshFeed refresh, TimeProvider clock, ILogger<RefreshDueFeeds> log)
{
    /// <summary>A feed comes back to the others so long after a node that held it has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>The most feeds in hand, most of them waiting for their host's turn.</summary>
    private const int MostInHand = 10_000;

    private readonly ConcurrentDictionary<long, Task> _inHand = new();

    /// <summary>Told of every poll that ended.</summary>
    public event Action<PollReport>? Polled;

    /// <summary>Starts all that is due and does not wait for it.</summary>
    /// <returns>How many were started.</returns>
    public async Task<int> StartDueAsync(CancellationToken ct)
    {
        var free = MostInHand - _inHand.Count;
        return free <= 0 ? 0 : Start(await feeds.ClaimDueAsync(clock.GetUtcNow(), Lease, free, ct), ct).Count;
    }

    /// <summary>Polls the named feeds now, due or not, and waits for them.</summary>
    /// <returns>How many were polled; the others are unknown or in another's hands.</returns>
    public async Task<int> RunNowAsync(IReadOnlyList<string> feedIds, CancellationToken ct)
    {
        var started = Start(await feeds.ClaimAsync(feedIds, clock.GetUtcNow(), Lease, ct), ct);
        await Task.WhenAll(started);
        return started.Count;
    }

    /// <summary>Waits for all that is in hand.</summary>
    public Task DrainAsync() => Task.WhenAll(_inHand.Values);

    private List<Task> Start(IReadOnlyList<ClaimedFeed> claims, CancellationToken ct)
    {
        var started = new List<Task>(claims.Count);
        foreach (var claim in claims)
        {
            var poll = PollAsync(claim, ct);
            _inHand[claim.Key] = poll;
            _ = poll.ContinueWith(
                _ => _inHand.TryRemove(new(claim.Key, poll)),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
            started.Add(poll);
        }
        return started;
    }

    private async Task PollAsync(ClaimedFeed claim, CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            var report = await refresh.RunAsync(claim, ct);
            Log(report);
            Polled?.Invoke(report);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await feeds.ReleaseAsync([claim], CancellationToken.None);
        }
        catch (Exception bug)
        {
            // The lease is left to run out: the feed is tried again, but not at once, and not by everybody.
            Broken(bug, claim.Feed.Id, Lease);
        }
    }

    private void Log(PollReport report)
    {
        var (id, record) = (report.Feed.Id, report.Record);
        if (report.Receipt.LeaseLost)
        {
            LeaseLost(id);
        }
        else if (record.Outcome == PollOutcome.Error)
        {
            Failed(id, record.Text ?? "");
        }
        else
        {
            Read(id, record.Outcome, report.Receipt.Added, report.Receipt.Updated);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Feed}: {Outcome}, {Added} new, {Updated} updated")]
    private partial void Read(string feed, PollOutcome outcome, int added, int updated);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: {Text}")]
    private partial void Failed(string feed, string text);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Feed}: the poll took longer than its lease and another has the feed; nothing was applied"
    )]
    private partial void LeaseLost(string feed);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Feed}: the poll broke off unexpectedly; it is tried again in {Lease}")]
    private partial void Broken(Exception bug, string feed, TimeSpan lease);
}
