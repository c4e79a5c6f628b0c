namespace FeedAggregator.Fetching.WebSub;

/// <summary>What we have asked a hub for, and what it has granted. Kept with the feed; every step gives the next value.</summary>
public sealed record HubSubscription
{
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(30);

    /// <summary>How long is asked for.</summary>
    public static readonly TimeSpan WantedLease = TimeSpan.FromDays(10);

    public required HubOffer Offer { get; init; }

    /// <summary>Where the hub calls us: hard to guess, one for each feed (§5.1.2).</summary>
    public required Uri Callback { get; init; }

    /// <summary>Signs what the hub sends (§7.1); fewer than 200 bytes. Never logged.</summary>
    public required string Secret { get; init; }

    /// <summary>The hub pushes until then; null before it has verified.</summary>
    public DateTimeOffset? LeaseEnds { get; init; }

    /// <summary>A feed is polled in the usual rhythm unless this says that its hub pushes.</summary>
    public bool IsActive(DateTimeOffset now) => LeaseEnds > now;

    /// <summary>When to ask for the next lease: a fifth, at most a day, before this one ends; at once while there is none.</summary>
    public DateTimeOffset RenewAt(DateTimeOffset verifiedAt)
    {
        if (LeaseEnds is not { } end)
            return verifiedAt;
        var margin = (end - verifiedAt) / 5;
        return end - (margin < TimeSpan.FromDays(1) ? margin : TimeSpan.FromDays(1));
    }

    /// <summary>The form to post to the hub (§5.1), as <c>application/x-www-form-urlencoded</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SubscribeForm() =>
        [
            new("hub.callback", Callback.AbsoluteUri),
            new("hub.mode", "subscribe"),
            new("hub.topic", Offer.Topic.AbsoluteUri),
            new("hub.lease_seconds", ((int)WantedLease.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("hub.secret", Secret),
        ];

    /// <summary>The form that ends it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UnsubscribeForm() =>
        [new("hub.callback", Callback.AbsoluteUri), new("hub.mode", "unsubscribe"), new("hub.topic", Offer.Topic.AbsoluteUri)];

    /// <summary>Answers a hub that asks whether we meant it (§5.3), by what it asks and what we want.</summary>
    /// <param name="wanted">We still want the feed pushed.</param>
    /// <returns>The challenge to echo with 200, or null for a 404; and the subscription as it now is.</returns>
    public (string? Echo, HubSubscription Now) Verify(HubQuestion question, bool wanted, DateTimeOffset now)
    {
        var ours = question.Topic == Offer.Topic.AbsoluteUri;
        return question.Mode switch
        {
            "denied" when ours => (null, this with { LeaseEnds = null }),
            "subscribe" when ours && wanted && question.Lease is { } lease => (
                question.Challenge,
                this with
                {
                    LeaseEnds = now + Clamp(lease),
                }
            ),
            "unsubscribe" when ours && !wanted => (question.Challenge, this with { LeaseEnds = null }),
            _ => (null, this),
        };
    }

    /// <summary>Whether the hub sent this (§7.1). A push that fails this is answered 2xx all the same, and dropped.</summary>
    /// <param name="header">The <c>X-Hub-Signature</c> field.</param>
    public bool IsSigned(string? header, ReadOnlySpan<byte> body) => HubSignature.Fits(header, Secret, body);

    private static TimeSpan Clamp(TimeSpan lease) =>
        lease < ShortestLease ? ShortestLease
        : lease > LongestLease ? LongestLease
        : lease;
}

/// <summary>The query of a hub's call to the callback (§5.3).</summary>
public sealed record HubQuestion(string? Mode, string? Topic, string? Challenge, TimeSpan? Lease)
{
    /// <param name="field">Reads a query parameter, such as <c>hub.mode</c>, or null.</param>
    public static HubQuestion Read(Func<string, string?> field) =>
        new(
            field("hub.mode"),
            field("hub.topic"),
            field("hub.challenge"),
            uint.TryParse(field("hub.lease_seconds"), out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null
        );
}
