using System.Collections.Concurrent;
using FeedAggregator.Fetching;
using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Parsing;
using FeedAggregator.Storage;

namespace FeedAggregator.Pushing;

/// <summary>Keeps what hubs are asked for in line with what feeds offer (W3C WebSub §4). Who asks them is <see cref="AskHubs"/>.</summary>
public sealed class FollowHub(IHubStore hubs, HubCallbacks callbacks, TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, bool> _seen = [];

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
        var offer = OfferOf(page.LinkField, document, page.Facts.FinalUrl);
        await SettleAsync(claim, offer, await WantedAsync(claim.Key, ct), page.Facts, ct);
    }

    /// <summary>
    /// Nothing has changed since a document that was fetched before we could be called, perhaps: the hub it named is asked all the same. What is stored tells, and the answer's own fields; the
    /// publisher is not asked for a document we have. Looked at once a feed, because it stays as it is.
    /// </summary>
    /// <param name="last">The document as it was stored; null when none was.</param>
    public async Task RunAsync(
        ClaimedFeed claim,
        FetchResult.NotModified same,
        Func<CancellationToken, Task<ParsedFeed?>> last,
        CancellationToken ct
    )
    {
        if (!callbacks.AreOn || _seen.ContainsKey(claim.Key))
            return;
        var wanted = await WantedAsync(claim.Key, ct);
        if (!wanted.Any(x => callbacks.AreAt(x.Callback)))
            await SettleAsync(claim, OfferOf(same.LinkField, await last(ct), same.Facts.FinalUrl), wanted, same.Facts, ct);
        _seen[claim.Key] = true;
    }

    private async Task SettleAsync(ClaimedFeed claim, HubOffer? offer, List<HubSubscription> wanted, FetchFacts facts, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var kept = wanted.FirstOrDefault(x => x.Offer == offer && callbacks.AreAt(x.Callback));
        foreach (var left in wanted.Where(x => x != kept))
            await hubs.ChangeAsync(left.Id, x => x.Withdrawn(now), ct);
        if (kept is null && offer is not null)
            await hubs.AddAsync(claim.Key, callbacks.Subscribe(offer, facts, now), ct);
    }

    private static HubOffer? OfferOf(string? linkField, ParsedFeed? document, Uri address)
    {
        var offer = HubOffer.Find(linkField, document is null ? [] : LinksOf(document), address);
        return offer?.IsAsSafeAs(address) == true ? offer : null;
    }

    private async Task<List<HubSubscription>> WantedAsync(long feedKey, CancellationToken ct) =>
        [.. (await hubs.ListAsync(feedKey, ct)).Select(x => x.Subscription).Where(x => x.Wanted)];

    private static IEnumerable<(string, string?)> LinksOf(ParsedFeed document) =>
        document.Hubs.Select(x => (x, (string?)"hub")).Concat(document.Self is { } self ? [(self, "self")] : []);
}
