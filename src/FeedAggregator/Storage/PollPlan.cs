using FeedAggregator.Feeds;
using FeedAggregator.Fetching;

namespace FeedAggregator.Storage;

/// <summary>Everything one poll changes. Pure data: made by the journey, applied by the store.</summary>
public sealed record PollPlan
{
    public required ClaimedFeed Feed { get; init; }
    public required FeedState State { get; init; }
    public required PollRecord Record { get; init; }

    /// <summary>In the feed's order, oldest first where that is known.</summary>
    public IReadOnlyList<NewItem> NewItems { get; init; } = [];

    public IReadOnlyList<ItemUpdate> Updates { get; init; } = [];

    /// <summary>The body as parsed, kept for replay; null to keep the one that is stored.</summary>
    public RawDocument? Raw { get; init; }

    /// <summary>Nobody asked the publisher, a kept document was read again: <see cref="Record"/> says when, and is not kept among the feed's polls.</summary>
    public bool Replay { get; init; }
}

/// <summary>One poll as it is remembered and shown.</summary>
public sealed record PollRecord
{
    public required DateTimeOffset At { get; init; }

    public required PollOutcome Outcome { get; init; }
    public FailureClass? FailureClass { get; init; }
    public string? Text { get; init; }
    public int HttpStatus { get; init; }
    public long WireBytes { get; init; }
    public TimeSpan Duration { get; init; }

    /// <summary>Items in the document.</summary>
    public int ItemsSeen { get; init; }
    public int ItemsNew { get; init; }
    public int ItemsUpdated { get; init; }
}

public enum PollOutcome
{
    Ok,
    NotModified,
    Error,

    /// <summary>The host wants quiet; nothing was asked.</summary>
    Deferred,

    /// <summary>Not polled: a hub brought it (W3C WebSub).</summary>
    Pushed,
}

public static class PollOutcomeNames
{
    /// <summary>The public name, such as <c>not-modified</c>.</summary>
    public static string Name(this PollOutcome outcome) =>
        outcome switch
        {
            PollOutcome.Ok => "ok",
            PollOutcome.NotModified => "not-modified",
            PollOutcome.Error => "error",
            PollOutcome.Deferred => "deferred",
            PollOutcome.Pushed => "pushed",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
        };
}

/// <summary>The last document of a feed, as fetched.</summary>
public sealed record RawDocument(ReadOnlyMemory<byte> Body, string FinalUrl, string? ContentType)
{
    /// <summary>The Content-Language and Content-Location headers; null when there were none.</summary>
    public string? ContentLanguage { get; init; }
    public string? ContentLocation { get; init; }

    /// <summary>When it was fetched; set by the store, which takes it from <see cref="PollRecord.At"/>.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>An item nobody has seen in this feed before.</summary>
public sealed record NewItem
{
    /// <summary>The hashes it can be known by within its feed: guid, canonical address, content; one to three, the strongest first.</summary>
    public required IReadOnlyList<long> Keys { get; init; }

    public required ItemContent Content { get; init; }

    /// <summary>When we saw it.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When it became news: the publisher's date, kept within the time since the last poll for all but a backlog. Digests order and choose by it.</summary>
    public required DateTimeOffset NewsAt { get; init; }

    /// <summary>It was already there when the feed was polled for the first time: shown on pages, never sent in an edition.</summary>
    public bool Backlog { get; init; }
}

/// <summary>A known item with other words. The store keeps what it replaces as a revision, the last 24.</summary>
public sealed record ItemUpdate(long ItemId, ItemContent Content, DateTimeOffset SeenAt)
{
    /// <summary>Keys the item has gained.</summary>
    public IReadOnlyList<long> Keys { get; init; } = [];

    /// <summary>
    /// The publisher changed nothing, we read it better now (a replay): replaced even under the same <see cref="ItemContent.ContentHash"/>, without a revision
    /// and without a new <see cref="ItemSummary.ChangedAt"/>.
    /// </summary>
    public bool Reread { get; init; }
}

/// <summary>What an item says; all HTML is already safe to show and its addresses are absolute.</summary>
public sealed record ItemContent
{
    /// <summary>Of title and text, without boilerplate: another hash is another version.</summary>
    public required long ContentHash { get; init; }

    /// <summary>Plain text, may be empty; never null.</summary>
    public required string Title { get; init; }

    /// <summary>The page to read it on, as the publisher gave it, made absolute; null when none.</summary>
    public string? Link { get; init; }

    /// <summary>The first words as plain text, at most 500 characters.</summary>
    public string Excerpt { get; init; } = "";

    /// <summary>Safe HTML: the longest of content and summary. Kept apart from the columns digests need, compressed.</summary>
    public string? BodyHtml { get; init; }

    public DateTimeOffset? Published { get; init; }
    public DateTimeOffset? Updated { get; init; }
    public string? Author { get; init; }

    /// <summary>BCP 47, or null.</summary>
    public string? Language { get; init; }

    public string? ImageUrl { get; init; }
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyList<ItemEnclosure> Enclosures { get; init; } = [];

    /// <summary>What the story window needs to know of it, opaque to the store; see <see cref="IStoryPlacer"/>.</summary>
    public ReadOnlyMemory<byte> Fingerprint { get; init; }
}

/// <param name="Length">Bytes, or null.</param>
public sealed record ItemEnclosure(string Url, string? Type, long? Length);
