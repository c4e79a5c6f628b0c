using System.Collections.Concurrent;
using FeedAggregator.Fetching;
using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Storage;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Pushing;

/// <summary>
/// Asks hubs for what is due (W3C WebSub §5.1): a first lease, the next one, or the end. The post goes through the fetcher, under the guard, limits and
/// manners of every fetch, because a hub's address is a stranger's word.
/// </summary>
public sealed partial class AskHubs(IHubStore hubs, FeedFetcher fetcher, HubCallbacks callbacks, TimeProvider clock, ILogger<AskHubs> log)
{
    /// <summary>Asked in one turn; what waits for its host holds the turn up, but nothing hurries: leases are renewed long before they end.</summary>
    private const int AtOnce = 64;

    private readonly ConcurrentDictionary<string, bool> _damaged = [];

    /// <summary>Asks all that are due, at most 64.</summary>
    /// <returns>How many were due.</returns>
    /// <exception cref="OperationCanceledException">The service stops; who was not asked yet is asked again.</exception>
    /// <exception cref="StoreException">The database cannot keep who was asked; those are not asked.</exception>
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        var due = await hubs.DueAsync(clock.GetUtcNow(), AtOnce, ct);
        foreach (var feed in due.Damaged.Where(x => _damaged.TryAdd(x, true)))
            Damaged(feed);
        await Task.WhenAll(due.Hubs.Select(x => AskAsync(x, ct)));
        return due.Hubs.Count;
    }

    private async Task AskAsync(FeedHub due, CancellationToken ct)
    {
        try
        {
            if (await TakeAsync(due, ct) is not { } asked)
                return;
            var request = new FetchRequest
            {
                Url = asked.Offer.Hub,
                Form = asked.Form(),
                FromOutside = asked.FromOutside,
            };
            var answer = await fetcher.FetchAsync(request, ct);
            await hubs.ChangeAsync(asked.Id, x => x.Heard(answer), ct);
            Log(due.FeedId, asked, answer);
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or StoreException))
        {
            Broken(bug, due.FeedId);
        }
    }

    /// <summary>Marks it as asked, unless another node has done so meanwhile or nothing is left to ask.</summary>
    private async Task<HubSubscription?> TakeAsync(FeedHub due, CancellationToken ct)
    {
        var (now, mine) = (clock.GetUtcNow(), false);
        var taken = await hubs.ChangeAsync(due.Subscription.Id, Take, ct);
        return mine ? taken : null;

        HubSubscription? Take(HubSubscription known)
        {
            var lost = known.Wanted && (!due.Polled || !callbacks.AreAt(known.Callback));
            var next = lost ? known.Withdrawn(now) : known;
            mine = next.DueAt <= now && !next.IsOver(now);
            return next.IsOver(now) ? null
                : mine ? next.Asking(now)
                : next;
        }
    }

    private void Log(string feed, HubSubscription asked, FetchResult answer)
    {
        var what = asked.Wanted ? "push" : "stop pushing";
        if (answer is FetchResult.Failed { Deferred: false } failed)
            Refused(feed, asked.Offer.Hub.IdnHost, what, failed.Class.Name(), failed.Text);
        else
            Asked(feed, asked.Offer.Hub.IdnHost, what);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Feed}: the database is damaged: what its hub was asked for cannot be read. It is left out and the feed is polled; feedaggregator store check looks for more"
    )]
    private partial void Damaged(string feed);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Feed}: the hub {Hub} was asked to {What}")]
    private partial void Asked(string feed, string hub, string what);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Feed}: the hub {Hub} was asked to {What} and did not agree: {FailureClass}: {Text}"
    )]
    private partial void Refused(string feed, string hub, string what, string failureClass, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Feed}: asking its hub broke off unexpectedly")]
    private partial void Broken(Exception bug, string feed);
}
