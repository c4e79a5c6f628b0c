namespace FeedAggregator.Feeds;

/// <summary>What a parsed document told, as far as the schedule cares.</summary>
public sealed record PollFindings
{
    /// <summary>When each new item was published; the caller has already kept absurd dates away. For a feed polled for the first time: of its whole backlog.
    /// May be shorter than <see cref="ItemsNew"/> where items have no date.</summary>
    public IReadOnlyList<DateTimeOffset> NewItemTimes { get; init; } = [];

    public int ItemsSeen { get; init; }
    public int ItemsNew { get; init; }

    /// <summary>False: none of the document's items was known, so that others may have come and gone unseen. Not asked on the first poll.</summary>
    public bool WindowReachedLastSeen { get; init; } = true;

    public PublisherHints Hints { get; init; } = new();
}

/// <summary>What a document says of itself. Values are a stranger's: any number may stand here.</summary>
public sealed record PublisherHints
{
    /// <summary>RSS 2.0 <c>ttl</c>, minutes.</summary>
    public int? TtlMinutes { get; init; }

    /// <summary><c>sy:updatePeriod</c> divided by <c>sy:updateFrequency</c>, minutes.</summary>
    public int? UpdatePeriodMinutes { get; init; }

    /// <summary>Hours of the day, GMT, 0 to 23 (24 is read as 0).</summary>
    public IReadOnlyList<int> SkipHours { get; init; } = [];

    /// <summary>Days of the week, GMT.</summary>
    public IReadOnlyList<DayOfWeek> SkipDays { get; init; } = [];

    public string? Title { get; init; }
    public string? SiteUrl { get; init; }

    /// <summary>Where the document says it has moved (<c>itunes:new-feed-url</c>); weighed like a permanent redirect.</summary>
    public string? NewUrl { get; init; }
}
