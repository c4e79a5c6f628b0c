using FeedAggregator.Subscriptions;

namespace FeedAggregator.Storage;

/// <summary>Who gets which digest. All methods may be called from many threads and nodes.</summary>
public interface ISubscriptionStore
{
    /// <summary>
    /// Takes a stranger's wish, in one transaction with the letter that answers it: a question to confirm, or, for a subscription that is active already, the link
    /// to manage it. An active subscription is not changed.
    /// </summary>
    Task<SignUpVerdict> SignUpAsync(SignUp signUp, CancellationToken ct);

    /// <summary>An admin's subscription: active at once, lifting a suppression; one that exists gets the wish.</summary>
    Task<Subscription> AddAsync(
        string digest,
        SubscriptionChannel channel,
        string target,
        SubscriptionWish wish,
        DateTimeOffset now,
        CancellationToken ct
    );

    /// <summary>Lets the token with this hash confirm the subscription until it expires, beside others issued for it.</summary>
    Task IssueAsync(long subscription, string tokenHash, DateTimeOffset expiresAt, CancellationToken ct);

    /// <summary>Makes the token's subscription active; used twice it answers the same. Null when the token is unknown, expired, or its subscription has ended.</summary>
    Task<Subscription?> ConfirmAsync(string tokenHash, DateTimeOffset now, CancellationToken ct);

    Task<Subscription?> FindAsync(long subscription, CancellationToken ct);

    /// <summary>By digest and id. <paramref name="digest"/> null: of all.</summary>
    Task<IReadOnlyList<Subscription>> ListAsync(string? digest, CancellationToken ct);

    /// <summary>All of a mailbox or webhook, whatever their status.</summary>
    Task<IReadOnlyList<Subscription>> OfTargetAsync(string target, CancellationToken ct);

    /// <returns>False when there is no such subscription that is active.</returns>
    Task<bool> ChangeAsync(long subscription, SubscriptionWish wish, CancellationToken ct);

    /// <summary>Ends it; its waiting deliveries are left out in the same transaction. Repeating it changes nothing.</summary>
    /// <returns>False when there is none.</returns>
    Task<bool> EndAsync(long subscription, DateTimeOffset now, CancellationToken ct);

    /// <summary>Forgets a mailbox or webhook: its subscriptions, deliveries and sign-ups. Only a suppression stays, under a hash.</summary>
    /// <returns>How many subscriptions there were.</returns>
    Task<int> EraseAsync(string target, CancellationToken ct);

    /// <summary>Notes a bounce; when it suppresses the mailbox, its waiting deliveries are left out.</summary>
    /// <param name="report">As <see cref="Suppression.After"/> takes it.</param>
    /// <returns>Null when it was noted before.</returns>
    Task<Suppression?> BounceAsync(string mailbox, bool hard, string reason, string? report, DateTimeOffset now, CancellationToken ct);

    Task<Suppression?> SuppressionAsync(string mailbox, CancellationToken ct);

    /// <summary>The key kept under a name; the first caller's <paramref name="fresh"/> becomes it, for all nodes.</summary>
    Task<byte[]> KeyAsync(string name, byte[] fresh, CancellationToken ct);
}

/// <param name="Network">See <see cref="SignUpLimits.NetworkOf"/>.</param>
public sealed record SignUp(string Digest, Mailbox Mailbox, SubscriptionWish Wish, string Network, SignUpLimits Limits, DateTimeOffset Now);
