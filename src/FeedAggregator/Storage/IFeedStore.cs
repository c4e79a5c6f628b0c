using FeedAggregator.Feeds;

namespace FeedAggregator.Storage;

/// <summary>Feeds and who polls them next. All methods may be called from many threads and, where the engine allows, from many nodes.</summary>
public interface IFeedStore
{
    /// <summary>
    /// Makes the stored feeds those of the admin's file, in one transaction: new ones are due at once, known ones (by id) get the new settings and
    /// keep their state and items, missing ones are no longer polled or listed but keep their items, and come back whole when they are named again.
    /// A changed address forgets the validators and makes the feed due now. Repeating it changes nothing.
    /// </summary>
    Task SyncAsync(IReadOnlyList<Feed> feeds, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Hands out feeds that are enabled, due and not leased, longest due first, and leases them in the same transaction:
    /// until <paramref name="now"/> + <paramref name="lease"/> nobody else gets them. A dead node's feeds come back when the lease ends.
    /// </summary>
    /// <param name="limit">At most so many; at least 1.</param>
    Task<IReadOnlyList<ClaimedFeed>> ClaimDueAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct);

    /// <summary>Leases the named feeds now, due or not (an admin asked for a poll); those another holds a lease on, or unknown, are left out.</summary>
    Task<IReadOnlyList<ClaimedFeed>> ClaimAsync(IReadOnlyList<string> feedIds, DateTimeOffset now, TimeSpan lease, CancellationToken ct);

    /// <summary>Gives claimed feeds back unpolled, due as before (a graceful stop). Ones whose lease has passed to another are left alone.</summary>
    Task ReleaseAsync(IReadOnlyList<ClaimedFeed> feeds, CancellationToken ct);

    /// <summary>The feeds of the admin's file, by id, with state and counts.</summary>
    Task<IReadOnlyList<FeedOverview>> ListAsync(CancellationToken ct);

    /// <summary>
    /// Those of them whose server asked for quiet (<see cref="FeedState.RetryAfter"/>) when it last answered, whether that time has passed or not; in no order. Found without a look at the others, because
    /// nodes ask every few seconds.
    /// </summary>
    Task<IReadOnlyList<FeedOverview>> ListQuietAsync(CancellationToken ct);

    /// <summary>One feed, listed or not; null when it was never known.</summary>
    Task<FeedOverview?> FindAsync(string feedId, CancellationToken ct);

    /// <summary>The last polls of a feed, newest first. The store keeps at least the last 50.</summary>
    Task<IReadOnlyList<PollRecord>> RecentPollsAsync(string feedId, int limit, CancellationToken ct);

    /// <summary>The last document of a feed that a poll kept (<see cref="PollPlan.Raw"/>), for replay; null when none was.</summary>
    Task<RawDocument?> LastDocumentAsync(string feedId, CancellationToken ct);
}

/// <summary>A feed in somebody's hands.</summary>
/// <param name="Key">The store's own number of the feed.</param>
/// <param name="Lease">Proof of the claim: <see cref="IPollStore.ApplyAsync"/> takes a plan only from the holder.</param>
public sealed record ClaimedFeed(long Key, Feed Feed, FeedState State, long Lease);

/// <param name="Items">Items stored and not purged.</param>
/// <param name="NewestItemAt">When the newest of them became news, or null.</param>
public sealed record FeedOverview(long Key, Feed Feed, FeedState State, long Items, DateTimeOffset? NewestItemAt)
{
    /// <summary>Asked when it is due: neither switched off nor gone.</summary>
    public bool IsPolled => Feed.Enabled && State.Status != FeedStatus.Gone;
}
