using FeedAggregator.Fetching;

namespace FeedAggregator.Feeds;

public enum FeedStatus
{
    /// <summary>Never polled with success.</summary>
    New,
    Active,

    /// <summary>The last polls failed; the ladder says when to try again.</summary>
    Failing,

    /// <summary>Failing for so long that an admin should look.</summary>
    Stale,

    /// <summary>The publisher said, twice, that there is no such feed any more (410). Not polled.</summary>
    Gone,
}

/// <summary>What was learned about a feed. Stored whole with every poll, in the transaction that stores the poll's items.</summary>
public sealed record FeedState
{
    public FeedStatus Status { get; init; } = FeedStatus.New;

    /// <summary>The next poll is due at this instant.</summary>
    public required DateTimeOffset NextPollAt { get; init; }

    /// <summary>Why then, in one sentence for the admin.</summary>
    public string NextPollReason { get; init; } = "It is new.";

    public DateTimeOffset? LastPollAt { get; init; }
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When a poll last brought a new item.</summary>
    public DateTimeOffset? LastNewItemAt { get; init; }

    /// <summary>The title the feed gives itself.</summary>
    public string? Title { get; init; }

    /// <summary>The site the feed belongs to.</summary>
    public string? SiteUrl { get; init; }

    public Validators Validators { get; init; } = Validators.None;
    public string? BodyHash { get; init; }

    /// <summary>Whether the <see cref="Validators"/> deserve belief.</summary>
    public ValidatorWatch Watch { get; init; } = ValidatorWatch.New;

    /// <summary>Where the publisher has moved the feed for good, once learned; polled instead of the admin's address.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Failures in a row; each success takes one step down.</summary>
    public int FailureStep { get; init; }

    public FailureClass? FailureClass { get; init; }
    public string? FailureText { get; init; }

    /// <summary>The first failure since the last success, or null.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When the server first answered 410 without a success since; a second one an hour later makes the feed <see cref="FeedStatus.Gone"/>.</summary>
    public DateTimeOffset? GoneSince { get; init; }

    /// <summary>The server asked for no poll before this instant (<c>Retry-After</c>), at most 7 days ahead; null when it did not.</summary>
    public DateTimeOffset? RetryAfter { get; init; }

    /// <summary>The address the <see cref="Validators"/> belong to: the one that answered last.</summary>
    public string? FinalUrl { get; init; }

    /// <summary>The last document stays fresh until then (RFC 9111 §4.2), or null.</summary>
    public DateTimeOffset? FreshUntil { get; init; }

    /// <summary>What the publisher asks in the document itself; kept because a 304 repeats none of it.</summary>
    public PollWishes Wishes { get; init; } = PollWishes.None;

    /// <summary>Evidence of a permanent move that is not yet believed, or null.</summary>
    public MoveEvidence? Move { get; init; }

    /// <summary>When the feed publishes, as far as polls have shown; null before the first success.</summary>
    public PublishingRhythm? Rhythm { get; init; }

    /// <summary>Items in the last document: how many can be published between two polls before one is lost.</summary>
    public int WindowItems { get; init; }

    /// <summary>When a poll last found that the document no longer reached back to the last seen item: items may have been missed.</summary>
    public DateTimeOffset? GapAt { get; init; }

    /// <summary>While set, the feed is polled at least this often, because items were missed at a slower pace.</summary>
    public TimeSpan? GapPace { get; init; }

    /// <summary>The feed has been quiet since then, far beyond its rhythm: perhaps its address is dead though it answers. Null when all is as usual.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>A hub has promised to push what is new until then, as far as the last poll knew; null when none has.</summary>
    public DateTimeOffset? PushedUntil { get; init; }

    /// <summary>When a hub last pushed.</summary>
    public DateTimeOffset? PushedAt { get; init; }

    /// <summary>When a poll last found news that the hub had promised to push and had not.</summary>
    public DateTimeOffset? PushMissedAt { get; init; }

    /// <summary>Entries met again under their old guid, as a decaying count; see <c>GuidReliability</c> in the room Stories.</summary>
    public double GuidsKept { get; init; }

    /// <summary>Known entries that came back under a new guid, as a decaying count.</summary>
    public double GuidsChurned { get; init; }
}

/// <summary>Permanent redirects to one place, seen so far (RFC 9110 §15.4.2, §15.4.9).</summary>
public sealed record MoveEvidence(string Target, int Times, DateTimeOffset FirstAt);

/// <summary>What a publisher asks of those who poll, in its document.</summary>
public sealed record PollWishes
{
    public static readonly PollWishes None = new();

    /// <summary>Minutes between polls: the longer of <c>ttl</c> (RSS 2.0) and <c>sy:updatePeriod / sy:updateFrequency</c>; 0 when neither is given.</summary>
    public int Minutes { get; init; }

    /// <summary>Which of them, for the admin.</summary>
    public string? MinutesFrom { get; init; }

    /// <summary>Bit h is set: not in the hour h of the day, GMT (RSS 2.0 <c>skipHours</c>).</summary>
    public int SkipHours { get; init; }

    /// <summary>Bit d is set: not on that <see cref="DayOfWeek"/>, GMT (RSS 2.0 <c>skipDays</c>).</summary>
    public int SkipDays { get; init; }
}
