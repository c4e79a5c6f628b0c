using FeedAggregator.Subscriptions;

namespace FeedAggregator.Storage;

/// <summary>
/// What is to be sent. A delivery is made with the edition it carries and is one row for ever, keyed by (edition, subscription): there is no second one to send.
/// Nodes share the work by leases; a node that died gives its deliveries back when they run out.
/// </summary>
public interface IOutbox
{
    /// <summary>Leases what is due, oldest first. No other node gets it before the lease ends.</summary>
    /// <param name="limit">1 to 1,000.</param>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimDueAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct);

    /// <summary>
    /// Notes, durably, that the receiver is about to take the message, and renews the lease. From here until <see cref="RecordAsync"/> a crash leaves the outcome unknown.
    /// </summary>
    /// <returns>False: the lease is another's by now, and nothing must be sent.</returns>
    Task<bool> HandOverAsync(ClaimedDelivery delivery, DateTimeOffset now, TimeSpan lease, CancellationToken ct);

    /// <summary>Writes down how the attempt ended and ends the lease.</summary>
    /// <returns>False when the lease was another's by then: nothing was written.</returns>
    Task<bool> RecordAsync(ClaimedDelivery delivery, DeliveryVerdict verdict, DateTimeOffset now, CancellationToken ct);

    /// <summary>Gives deliveries back that were not attempted, to be due at an instant.</summary>
    Task ReleaseAsync(IReadOnlyList<ClaimedDelivery> deliveries, DateTimeOffset dueAt, CancellationToken ct);

    /// <summary>Newest first. <paramref name="state"/> null: all.</summary>
    Task<IReadOnlyList<DeliveryRecord>> ListAsync(DeliveryState? state, int limit, CancellationToken ct);

    /// <summary>Of one subscription, newest first.</summary>
    Task<IReadOnlyList<DeliveryRecord>> OfSubscriptionAsync(long subscription, int limit, CancellationToken ct);

    Task<IReadOnlyDictionary<DeliveryState, long>> CountAsync(CancellationToken ct);

    /// <summary>Makes deliveries that were given up due again; an empty list means all of them.</summary>
    /// <returns>How many.</returns>
    Task<int> RetryAsync(IReadOnlyList<long> deliveries, DateTimeOffset now, CancellationToken ct);
}

public enum DeliveryKind
{
    Edition,

    /// <summary>Asks the owner of a mailbox whether the subscription is wanted.</summary>
    Confirmation,

    /// <summary>Sends the owner of a mailbox the link to manage what is subscribed already.</summary>
    Reminder,
}

/// <param name="Lease">Only who knows the number may change the row.</param>
/// <param name="Edition">The number of the digest's edition; null for letters.</param>
/// <param name="Attempts">Made before this one.</param>
/// <param name="InDoubt">The last attempt broke off between handing over and the record: the receiver may have it.</param>
public sealed record ClaimedDelivery(
    long Id,
    long Lease,
    DeliveryKind Kind,
    Subscription Subscription,
    int? Edition,
    int Attempts,
    bool InDoubt
);

/// <param name="Doubts">How often it was handed over again without knowing whether the receiver had it: the most duplicates there can be.</param>
public sealed record DeliveryRecord(
    long Id,
    DeliveryKind Kind,
    long Subscription,
    string Target,
    string Digest,
    int? Edition,
    DeliveryState State,
    DateTimeOffset DueAt,
    DateTimeOffset? EndedAt,
    int Attempts,
    int Doubts,
    string? Text
);
