using System.Collections.Concurrent;
using FeedAggregator.Fetching;
using FeedAggregator.Polling;
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

    /// <summary>What a server asks of one node the others know so long after it is stored.</summary>
    private static readonly TimeSpan RecallEvery = TimeSpan.FromSeconds(5);

    /// <summary>The most feeds in hand, most of them waiting for their host's turn.</summary>
    private const int MostInHand = 10_000;

    private readonly ConcurrentDictionary<long, Poll> _inHand = new();
    private long? _recalledAt;

    /// <summary>Told of every poll that ended.</summary>
    public event Action<PollReport>? Polled;

    /// <summary>Starts all that is due and does not wait for it.</summary>
    /// <returns>How many were started.</returns>
    public async Task<int> StartDueAsync(CancellationToken ct)
    {
        await RecallAsync(ct);
        var free = MostInHand - _inHand.Count;
        return free <= 0 ? 0 : Start(await feeds.ClaimDueAsync(clock.GetUtcNow(), Lease, free, ct), forced: false, ct).Count;
    }

    /// <summary>Starts polls of the named feeds, due or not, and does not wait for them; those in another's hands are left to it.</summary>
    public async Task StartNowAsync(IReadOnlyList<string> feedIds, CancellationToken ct) =>
        Start(await feeds.ClaimAsync(feedIds, clock.GetUtcNow(), Lease, ct), forced: false, ct);

    /// <summary>
    /// Polls the named feeds now, due or not, and waits for them; of one that is being polled already, that poll is awaited. A feed that is gone, or whose server asked
    /// for patience, is asked only when <paramref name="forced"/>; else its report says why not.
    /// </summary>
    /// <returns>How each fared, in no order; those that are unknown or in another node's hands are missing.</returns>
    public async Task<IReadOnlyList<PollReport>> RunNowAsync(IReadOnlyList<string> feedIds, bool forced, CancellationToken ct)
    {
        await RecallAsync(ct);
        var underWay = _inHand.Values.Where(x => feedIds.Contains(x.FeedId)).Select(x => x.Report).ToList();
        var claims = await feeds.ClaimAsync(feedIds, clock.GetUtcNow(), Lease, ct);
        var refused = claims.Where(x => !forced && PollPlans.WhyNotAsk(x.State, clock.GetUtcNow()) is not null).ToList();
        var started = Start([.. claims.Except(refused)], forced, ct);
        var reports = await RefuseAsync(refused, ct);
        return [.. reports, .. (await Task.WhenAll([.. started, .. underWay])).OfType<PollReport>()];
    }

    /// <summary>Waits for all that is in hand.</summary>
    public Task DrainAsync() => Task.WhenAll(_inHand.Values.Select(x => x.Report));

    /// <summary>What hosts asked of an earlier process, or of another node, holds for this one, and for all their feeds.</summary>
    private async Task RecallAsync(CancellationToken ct)
    {
        if (_recalledAt is { } at && clock.GetElapsedTime(at) < RecallEvery)
            return;
        _recalledAt = clock.GetTimestamp();
        try
        {
            refresh.Recall(await feeds.ListQuietAsync(ct));
        }
        catch (StoreException damaged) when (damaged.Problem == StoreProblem.Damaged)
        {
            // Of a feed that rests anyway; the others are not to stand still for it.
            NotRecalled(damaged.Message);
        }
    }

    private async Task<List<PollReport>> RefuseAsync(List<ClaimedFeed> claims, CancellationToken ct)
    {
        await feeds.ReleaseAsync(claims, ct);
        var reports = claims.Select(x => PollPlans.NotAsked(x, clock.GetUtcNow())).ToList();
        reports.ForEach(x => Polled?.Invoke(x));
        return reports;
    }

    private List<Task<PollReport?>> Start(IReadOnlyList<ClaimedFeed> claims, bool forced, CancellationToken ct)
    {
        var started = new List<Task<PollReport?>>(claims.Count);
        foreach (var claim in claims)
        {
            var poll = new Poll(claim.Feed.Id, PollAsync(claim, forced, ct));
            _inHand[claim.Key] = poll;
            _ = poll.Report.ContinueWith(
                _ => _inHand.TryRemove(new(claim.Key, poll)),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
            started.Add(poll.Report);
        }
        return started;
    }

    /// <returns>Null when it was broken off.</returns>
    private async Task<PollReport?> PollAsync(ClaimedFeed claim, bool forced, CancellationToken ct)
    {
        await Task.Yield();
        using var trace = Traces.Poll(claim);
        try
        {
            var report = await refresh.RunAsync(claim, forced, ct);
            trace.Ended(report);
            Log(report);
            Polled?.Invoke(report);
            return report;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await feeds.ReleaseAsync([claim], CancellationToken.None);
        }
        catch (StoreException problem)
        {
            NotStored(claim.Feed.Id, Lease, problem.Message);
        }
        catch (Exception bug)
        {
            // The lease is left to run out: the feed is tried again, but not at once, and not by everybody.
            Broken(bug, claim.Feed.Id, Lease);
        }
        return null;
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
            Failed(id, record.FailureClass?.Name() ?? "", record.Text ?? "");
        }
        else
        {
            Read(id, record.Outcome, report.Receipt.Added, report.Receipt.Updated);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Feed}: {Outcome}, {Added} new, {Updated} updated")]
    private partial void Read(string feed, PollOutcome outcome, int added, int updated);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: {Failure}: {Text}")]
    private partial void Failed(string feed, string failure, string text);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Feed}: the poll took longer than its lease and another has the feed; nothing was applied"
    )]
    private partial void LeaseLost(string feed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "what hosts asked other nodes for could not be read: {Problem}")]
    private partial void NotRecalled(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Feed}: the poll could not be stored and is repeated in {Lease}. {Problem}")]
    private partial void NotStored(string feed, TimeSpan lease, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Feed}: the poll broke off unexpectedly; it is tried again in {Lease}")]
    private partial void Broken(Exception bug, string feed, TimeSpan lease);

    private sealed record Poll(string FeedId, Task<PollReport?> Report);
}
