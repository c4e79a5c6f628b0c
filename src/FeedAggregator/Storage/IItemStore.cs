namespace FeedAggregator.Storage;

/// <summary>Items as digests and pages read them.</summary>
public interface IItemStore
{
    /// <summary>The items that answer, newest news first, or as <see cref="ItemQuery.InStoredOrder"/> says; bodies are not read.</summary>
    Task<IReadOnlyList<ItemSummary>> SelectAsync(ItemQuery query, CancellationToken ct);

    /// <summary>All items of these stories, purged ones left out, by story and then oldest first.</summary>
    Task<IReadOnlyList<ItemSummary>> StoryMembersAsync(IReadOnlyList<long> storyIds, CancellationToken ct);

    /// <summary>One item with its body; null when unknown or purged.</summary>
    Task<ItemDetail?> FindAsync(long itemId, CancellationToken ct);

    /// <summary>Changes with every commit that adds or changes an item, and with the feeds' names and tags: the heart of a digest's ETag.</summary>
    Task<ItemsVersion> VersionAsync(CancellationToken ct);
}

/// <param name="LastItemId">0 when there is none.</param>
/// <param name="Changes">Grows by one or more with every change.</param>
/// <param name="ChangedAt">When the last change was; null when there was none.</param>
public sealed record ItemsVersion(long LastItemId, long Changes, DateTimeOffset? ChangedAt);

/// <summary>All conditions must hold; an empty list or null is no condition.</summary>
public sealed record ItemQuery
{
    /// <summary>News at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>News before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The feed has one of these tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The item is of one of these feeds, by id.</summary>
    public IReadOnlyList<string> Feeds { get; init; } = [];

    /// <summary>Words that must all occur in title or text, in any script and whatever case or accents; words in double quotes must follow each other.</summary>
    public string? Text { get; init; }

    /// <summary>Leave out what was there before its feed was first polled.</summary>
    public bool WithoutBacklog { get; init; }

    /// <summary>Only items stored after this one.</summary>
    public long? AfterItemId { get; init; }

    /// <summary>Only what came or changed since.</summary>
    public ItemsSince? NewSince { get; init; }

    /// <summary>By id, first stored first: with <see cref="AfterItemId"/> a way through all that answers, a page at a time.</summary>
    public bool InStoredOrder { get; init; }

    /// <summary>At most so many, 1 to 10,000.</summary>
    public int Limit { get; init; } = 200;
}

/// <summary>Items that were seen or last changed at or after an instant, or were stored after an item: either suffices, so that no jump of the clock hides one.</summary>
/// <param name="ItemId">Null: the instant alone decides.</param>
public sealed record ItemsSince(DateTimeOffset Touched, long? ItemId);

/// <summary>What a list needs of an item.</summary>
public sealed record ItemSummary
{
    public required long Id { get; init; }
    public required long StoryId { get; init; }
    public required string FeedId { get; init; }

    /// <summary>The admin's name for the feed, else its own title, else its id.</summary>
    public required string FeedName { get; init; }
    public IReadOnlyList<string> FeedTags { get; init; } = [];
    public double FeedWeight { get; init; } = 1;
    public required string Title { get; init; }
    public string? Link { get; init; }
    public string Excerpt { get; init; } = "";
    public string? Author { get; init; }
    public string? Language { get; init; }
    public string? ImageUrl { get; init; }
    public DateTimeOffset? Published { get; init; }
    public required DateTimeOffset NewsAt { get; init; }
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When its words last changed after it was first stored; null when never.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
    public bool Backlog { get; init; }
    public string? MatchLayer { get; init; }
    public double MatchScore { get; init; }
    public string? MatchEvidence { get; init; }
}

/// <param name="BodyHtml">Safe to show; null when the feed gave none.</param>
public sealed record ItemDetail(
    ItemSummary Summary,
    string? BodyHtml,
    IReadOnlyList<string> Categories,
    IReadOnlyList<ItemEnclosure> Enclosures
)
{
    public IReadOnlyList<ItemRevision> Revisions { get; init; } = [];
}

/// <summary>What an item said before it was changed.</summary>
public sealed record ItemRevision(DateTimeOffset ReplacedAt, string Title, string Excerpt, string? BodyHtml);
