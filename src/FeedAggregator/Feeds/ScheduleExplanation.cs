namespace FeedAggregator.Feeds;

/// <summary>When a feed is polled next and why, for people.</summary>
public sealed record ScheduleExplanation
{
    public required FeedStatus Status { get; init; }

    /// <summary>Null: it is not polled any more.</summary>
    public required DateTimeOffset? NextPollAt { get; init; }

    /// <summary>When and why, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Items a day the feed is expected to publish at present, averaged over a week; null before the first success.</summary>
    public double? ItemsPerDay { get; init; }

    /// <summary>Not polled more often than this.</summary>
    public required TimeSpan Floor { get; init; }

    /// <summary>Who set the floor: <c>the admin's interval</c>, <c>the feed's ttl</c>, ….</summary>
    public required string FloorSetBy { get; init; }

    /// <summary>Polled at least this often.</summary>
    public required TimeSpan Ceiling { get; init; }

    /// <summary>Steps up the failure ladder; 0 when all is well.</summary>
    public int FailureStep { get; init; }

    public DateTimeOffset? FreshUntil { get; init; }
    public DateTimeOffset? RetryAfter { get; init; }

    /// <summary>Hours of the day, GMT, in which the publisher wants no polls.</summary>
    public IReadOnlyList<int> SkipHours { get; init; } = [];

    /// <summary>Days, GMT, on which the publisher wants no polls.</summary>
    public IReadOnlyList<DayOfWeek> SkipDays { get; init; } = [];

    /// <summary>What an admin should know, a sentence each: silence, gaps, a move, failures.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];
}
