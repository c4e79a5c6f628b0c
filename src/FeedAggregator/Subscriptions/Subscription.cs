namespace FeedAggregator.Subscriptions;

/// <summary>One reader's wish to get a digest by some channel.</summary>
public sealed record Subscription
{
    public required long Id { get; init; }

    /// <summary>The digest's name.</summary>
    public required string Digest { get; init; }
    public required SubscriptionChannel Channel { get; init; }

    /// <summary>The mailbox, or the address the webhook posts to.</summary>
    public required string Target { get; init; }
    public required SubscriptionStatus Status { get; init; }
    public SubscriptionWish Wish { get; init; } = new();
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Two targets are the same reader's when these are the same: case does not tell mailboxes apart.</summary>
    public static string KeyOf(string target) => target.Trim().ToLowerInvariant();
}

public enum SubscriptionChannel
{
    Mail,
    Webhook,
}

public enum SubscriptionStatus
{
    /// <summary>Somebody asked for it; the owner of the mailbox has not said yes yet. Nothing is sent but that question.</summary>
    Pending,
    Active,

    /// <summary>The reader has left.</summary>
    Ended,
}
