using FeedAggregator.Fetching;
using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Parsing;
using FeedAggregator.Storage;

namespace FeedAggregator.Pushing;

/// <summary>Keeps what hubs are asked for in line with what feeds offer (W3C WebSub §4). Who asks them is <see cref="AskHubs"/>.</summary>
public sealed class FollowHub(IHubStore hubs, HubCallbacks callbacks, TimeProvider clock)
{
    /// <summary>The feed with what its hub has promised so far, for the schedule.</summary>
    public async Task<ClaimedFeed> MarkAsync(ClaimedFeed claim, CancellationToken ct)
    {
        var until = callbacks.AreOn ? (await WantedAsync(claim.Key, ct)).Max(x => x.LeaseEnds) : null;
        return claim with { State = claim.State with { PushedUntil = until } };
    }

    /// <summary>A document was fetched: a hub it names is to be asked, one it no longer names is to be left. Repeating it changes nothing.</summary>
    public async Task RunAsync(ClaimedFeed claim, FetchResult.Document page, ParsedFeed document, CancellationToken ct)
    {
        if (!callbacks.AreOn)
            return;
        var (address, now) = (page.Facts.FinalUrl, clock.GetUtcNow());
        var offer = HubOffer.Find(page.LinkField, LinksOf(document), address);
        offer = offer?.IsAsSafeAs(address) == true ? offer : null;
        var wanted = await WantedAsync(claim.Key, ct);
        var kept = wanted.FirstOrDefault(x => x.Offer == offer && callbacks.AreAt(x.Callback));
        foreach (var left in wanted.Where(x => x != kept))
            await hubs.ChangeAsync(left.Id, x => x.Withdrawn(now), ct);
        if (kept is null && offer is not null)
            await hubs.AddAsync(claim.Key, callbacks.Subscribe(offer, page.Facts, now), ct);
    }

    private async Task<List<HubSubscription>> WantedAsync(long feedKey, CancellationToken ct) =>
        [.. (await hubs.ListAsync(feedKey, ct)).Select(x => x.Subscription).Where(x => x.Wanted)];

    private static IEnumerable<(string, string?)> LinksOf(ParsedFeed document) =>
        document.Hubs.Select(x => (x, (string?)"hub")).Concat(document.Self is { } self ? [(self, "self")] : []);
}
