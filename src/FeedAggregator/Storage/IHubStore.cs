using FeedAggregator.Fetching.WebSub;

namespace FeedAggregator.Storage;

/// <summary>
/// What hubs were asked to push: at most one wanted subscription a feed, and those that are about to end. A damaged one is left out everywhere, so that it costs its own feed the pushes and nobody
/// else anything: hubs can be asked anew. Methods may be called from many threads and nodes.
/// </summary>
public interface IHubStore
{
    /// <summary>Keeps a new subscription; its <see cref="HubSubscription.Id"/> names it from then on.</summary>
    /// <param name="feedKey"><see cref="ClaimedFeed.Key"/>.</param>
    Task AddAsync(long feedKey, HubSubscription subscription, CancellationToken ct);

    /// <summary>The one a hub calls about; null when there is none of that id.</summary>
    Task<FeedHub?> FindAsync(string id, CancellationToken ct);

    /// <summary>Those of one feed, or of all (null), in order of feeds.</summary>
    Task<IReadOnlyList<FeedHub>> ListAsync(long? feedKey, CancellationToken ct);

    /// <summary>Those whose hub is to be asked, the longest due first: their time has come, or their feed is not polled any more.</summary>
    Task<DueHubs> DueAsync(DateTimeOffset now, int limit, CancellationToken ct);

    /// <summary>Changes a subscription, nobody else changing it meanwhile.</summary>
    /// <param name="change">Pure; may be called more than once. Null forgets the subscription.</param>
    /// <returns>What it has become; null when it is forgotten or was not there.</returns>
    Task<HubSubscription?> ChangeAsync(string id, Func<HubSubscription, HubSubscription?> change, CancellationToken ct);
}

/// <param name="Hubs">To ask.</param>
/// <param name="Damaged">Ids of feeds for which something is due that cannot be read.</param>
public sealed record DueHubs(IReadOnlyList<FeedHub> Hubs, IReadOnlyList<string> Damaged);

/// <param name="Polled">The feed is in the admin's file, enabled and not gone.</param>
public sealed record FeedHub(long FeedKey, string FeedId, bool Polled, HubSubscription Subscription);
