namespace FeedAggregator.Fetching.WebSub;

/// <summary>What we have asked a hub for, and what it has granted (W3C WebSub). Every step gives the next value.</summary>
public sealed record HubSubscription
{
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(30);

    /// <summary>A hub that does not take part, or never verifies, is asked again after these; then daily.</summary>
    private static readonly TimeSpan[] Patience = [TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1)];

    /// <summary>A hub that refuses is asked again after this.</summary>
    private static readonly TimeSpan AfterDenial = TimeSpan.FromDays(7);

    /// <summary>A hub verifies what it was asked at once or, if somebody must approve, within this.</summary>
    private static readonly TimeSpan VerifiedWithin = TimeSpan.FromDays(1);

    /// <summary>How long is asked for.</summary>
    public static readonly TimeSpan WantedLease = TimeSpan.FromDays(10);

    public required HubOffer Offer { get; init; }

    /// <summary>The offer was found in a document with these <see cref="FetchFacts.FromOutside"/>: it leads nowhere private.</summary>
    public bool FromOutside { get; init; }

    /// <summary>Where the hub calls us: hard to guess, one for each feed (§5.1.2). Never logged.</summary>
    public required Uri Callback { get; init; }

    /// <summary>Signs what the hub sends (§7.1); fewer than 200 bytes. Never logged.</summary>
    public required string Secret { get; init; }

    /// <summary>False: it is to end, because the feed is not polled any more or names this hub no longer.</summary>
    public bool Wanted { get; init; } = true;

    /// <summary>When the hub is to be asked next: for the first lease, for another, or to end it.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When the hub was asked last; null before that and after a denial.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>How often the hub was asked since it last verified.</summary>
    public int Tries { get; init; }

    /// <summary>The hub pushes until then; null before it has verified.</summary>
    public DateTimeOffset? LeaseEnds { get; init; }

    /// <summary>Why there is no lease, in a sentence for the admin; null when all is well.</summary>
    public string? Trouble { get; init; }

    /// <summary>The part of <see cref="Callback"/> that nobody can guess.</summary>
    public string Id => Callback.Segments[^1];

    /// <summary>A feed is polled in the usual rhythm unless this says that its hub pushes.</summary>
    public bool IsActive(DateTimeOffset now) => LeaseEnds > now;

    /// <summary>Nothing is left to do: it can be forgotten.</summary>
    public bool IsOver(DateTimeOffset now) => !Wanted && (!IsActive(now) || (Tries >= Patience.Length && DueAt <= now));

    /// <summary>When to ask for the next lease: a fifth, at most a day, before this one ends; at once while there is none.</summary>
    public DateTimeOffset RenewAt(DateTimeOffset verifiedAt)
    {
        if (LeaseEnds is not { } end)
            return verifiedAt;
        var margin = (end - verifiedAt) / 5;
        return end - (margin < TimeSpan.FromDays(1) ? margin : TimeSpan.FromDays(1));
    }

    /// <summary>The form to post to the hub, as <c>application/x-www-form-urlencoded</c> (§5.1).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form() => Wanted ? SubscribeForm() : UnsubscribeForm();

    /// <summary>The hub is about to be asked; kept before it is, because many hubs verify before they answer.</summary>
    public HubSubscription Asking(DateTimeOffset now) =>
        this with
        {
            AskedAt = now,
            DueAt = now + Patience[Math.Min(Tries, Patience.Length - 1)],
            Tries = Tries + 1,
        };

    /// <summary>What the hub answered to the form. Whether it pushes is told by its call alone.</summary>
    public HubSubscription Heard(FetchResult answer) =>
        answer switch
        {
            FetchResult.Failed { Deferred: true } put => this with { Tries = Math.Max(0, Tries - 1), DueAt = put.RetryAfter ?? DueAt },
            FetchResult.Failed failed when Tries > 0 => this with { Trouble = failed.Text },
            _ => this,
        };

    /// <summary>It is wanted no longer: the hub is to be told.</summary>
    public HubSubscription Withdrawn(DateTimeOffset now) =>
        this with
        {
            Wanted = false,
            DueAt = now,
            Tries = 0,
            AskedAt = null,
            Trouble = null,
        };

    /// <summary>Answers a hub that asks whether we meant it (§5.3) or says no (§5.2).</summary>
    /// <returns>The text to answer with 200, or null for a 404; and the subscription as it now is.</returns>
    public (string? Echo, HubSubscription Now) Verify(HubQuestion question, DateTimeOffset now)
    {
        if (question.Topic != Offer.Topic.AbsoluteUri)
            return (null, this);
        return question switch
        {
            { Mode: "denied" } => ("", Denied(now)),
            { Mode: "subscribe", Lease: { } lease, Challenge: { } challenge } when Wanted && IsAsked(now) => (
                challenge,
                Granted(lease, now)
            ),
            { Mode: "unsubscribe", Challenge: { } challenge } when !Wanted => (challenge, this with { LeaseEnds = null }),
            _ => (null, this),
        };
    }

    /// <summary>Whether the hub sent this (§7.1). A push that fails this is answered 2xx all the same, and dropped.</summary>
    /// <param name="header">The <c>X-Hub-Signature</c> field.</param>
    public bool IsSigned(string? header, ReadOnlySpan<byte> body) => HubSignature.Fits(header, Secret, body);

    /// <summary>Without what must not be told.</summary>
    public override string ToString() => $"{Offer.Topic} by {Offer.Hub}";

    private List<KeyValuePair<string, string>> SubscribeForm() =>
        [
            new("hub.callback", Callback.AbsoluteUri),
            new("hub.mode", "subscribe"),
            new("hub.topic", Offer.Topic.AbsoluteUri),
            new("hub.lease_seconds", ((int)WantedLease.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("hub.secret", Secret),
        ];

    private List<KeyValuePair<string, string>> UnsubscribeForm() =>
        [new("hub.callback", Callback.AbsoluteUri), new("hub.mode", "unsubscribe"), new("hub.topic", Offer.Topic.AbsoluteUri)];

    // Only what was asked for lately: else whoever knows the callback could bring a lease back that was denied.
    private bool IsAsked(DateTimeOffset now) => now - AskedAt <= VerifiedWithin;

    private HubSubscription Denied(DateTimeOffset now) =>
        this with
        {
            LeaseEnds = null,
            AskedAt = null,
            DueAt = now + AfterDenial,
            Trouble = $"{Offer.Hub.IdnHost} refuses to push it.",
        };

    private HubSubscription Granted(TimeSpan lease, DateTimeOffset now)
    {
        var granted = this with { LeaseEnds = now + Clamp(lease), Tries = 0, Trouble = null };
        return granted with { DueAt = granted.RenewAt(now) };
    }

    private static TimeSpan Clamp(TimeSpan lease) =>
        lease < ShortestLease ? ShortestLease
        : lease > LongestLease ? LongestLease
        : lease;
}
