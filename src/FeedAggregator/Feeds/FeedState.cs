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

    /// <summary>Where the publisher has moved the feed for good, once learned; polled instead of the admin's address.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Failures in a row; each success takes one step down.</summary>
    public int FailureStep { get; init; }

    public FailureClass? FailureClass { get; init; }
    public string? FailureText { get; init; }
}
