using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Storage;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Pushing;

/// <summary>Answers a hub that asks whether we meant what we asked for, or says that it will not push (W3C WebSub §5.2, §5.3).</summary>
public sealed partial class AnswerHub(IHubStore hubs, RefreshDueFeeds refresh, TimeProvider clock, ILogger<AnswerHub> log)
{
    /// <param name="id">Of the callback.</param>
    /// <param name="stopping">Breaks off a poll that this starts; it outlives the hub's call.</param>
    /// <returns>The text to answer with; null when we know nothing of it.</returns>
    public async Task<string?> RunAsync(string id, HubQuestion question, CancellationToken stopping, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Strangers' guesses are not worth a write.
        if (await hubs.FindAsync(id, ct) is not { } known || known.Subscription.Verify(question, now).Echo is null)
            return null;
        string? echo = null;
        HubSubscription before = known.Subscription,
            after = known.Subscription;
        await hubs.ChangeAsync(
            id,
            x =>
            {
                (before, (echo, after)) = (x, x.Verify(question, now));
                return after.IsOver(now) ? null : after;
            },
            ct
        );
        Log(known.FeedId, before, after, now);
        if (known.Polled && before.Wanted && before.IsActive(now) && !after.IsActive(now))
        {
            // It may be resting on the hub's promise: now it has to find its own way again.
            await refresh.StartNowAsync([known.FeedId], stopping);
        }
        return echo;
    }

    private void Log(string feed, HubSubscription before, HubSubscription after, DateTimeOffset now)
    {
        var hub = after.Offer.Hub.IdnHost;
        if (after.Trouble is not null)
            Denied(feed, hub);
        else if (after.IsActive(now) && after.LeaseEnds != before.LeaseEnds)
            Granted(feed, hub, after.LeaseEnds!.Value);
        else if (!after.Wanted)
            Ended(feed, hub);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Feed}: the hub {Hub} pushes what is new until {Until:u}")]
    private partial void Granted(string feed, string hub, DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: the hub {Hub} refuses to push; the feed is polled")]
    private partial void Denied(string feed, string hub);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Feed}: the hub {Hub} pushes no longer, as it was asked")]
    private partial void Ended(string feed, string hub);
}
