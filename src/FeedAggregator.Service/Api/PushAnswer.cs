using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Api;

/// <summary>What a feed's hub does for it, as the API tells it. Callback and secret are left out.</summary>
/// <param name="Until">The lease runs so long; null when none does.</param>
/// <param name="NextAskAt">When the hub is asked again: for the next lease, or for the first.</param>
internal sealed record PushAnswer(string Hub, string Topic, DateTimeOffset? Until, DateTimeOffset NextAskAt, string Sentence)
{
    /// <returns>Null when the feed names no hub, or we cannot be called.</returns>
    public static PushAnswer? Of(IEnumerable<FeedHub> hubs, DateTimeOffset now) =>
        hubs.Select(x => x.Subscription).FirstOrDefault(x => x.Wanted) is { } hub
            ? new PushAnswer(
                hub.Offer.Hub.AbsoluteUri,
                hub.Offer.Topic.AbsoluteUri,
                hub.IsActive(now) ? hub.LeaseEnds : null,
                hub.DueAt,
                SentenceOf(hub, now)
            )
            : null;

    private static string SentenceOf(HubSubscription hub, DateTimeOffset now)
    {
        var name = hub.Offer.Hub.IdnHost;
        return hub switch
        {
            _ when hub.IsActive(now) => $"It is pushed by the hub {name}, lease until {hub.LeaseEnds:u}.",
            { Trouble: { } trouble } => $"It names the hub {name}, which does not push: {trouble} It is asked again at {hub.DueAt:u}.",
            { AskedAt: { } asked } => $"It names the hub {name}, which was asked to push at {asked:u} and has not yet called back.",
            _ => $"It names the hub {name}, which is about to be asked to push.",
        };
    }
}
