namespace FeedAggregator.Parsing;

/// <summary>One feed document as its publisher meant it. What the document does not say is null or empty: nothing is invented.</summary>
/// <remarks>URLs are absolute where a base is known, else as written. Texts are raw: HTML must be cleaned before it is shown.</remarks>
public sealed record ParsedFeed
{
    public required FeedFormat Format { get; init; }

    /// <summary>The IANA name of the encoding the bytes were read with.</summary>
    public required string Encoding { get; init; }

    public TextConstruct? Title { get; init; }
    public TextConstruct? Description { get; init; }
    public TextConstruct? Rights { get; init; }

    /// <summary>The site's page.</summary>
    public string? Link { get; init; }

    /// <summary>The feed's own address, as it gives it.</summary>
    public string? Self { get; init; }

    /// <summary>Verbatim; compared as a string, never resolved (RFC 4287, 4.2.6).</summary>
    public string? Id { get; init; }

    /// <summary>A language tag (BCP 47), as written.</summary>
    public string? Language { get; init; }
    public DateTimeOffset? Updated { get; init; }
    public DateTimeOffset? Published { get; init; }
    public IReadOnlyList<Person> Authors { get; init; } = [];
    public IReadOnlyList<Person> Contributors { get; init; } = [];
    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>Atom's links, all of them, in document order.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];
    public string? Image { get; init; }
    public string? Icon { get; init; }
    public string? Generator { get; init; }

    /// <summary>How long the feed may be kept before it is asked for again (RSS ttl).</summary>
    public int? TtlMinutes { get; init; }

    /// <summary>WebSub hubs.</summary>
    public IReadOnlyList<string> Hubs { get; init; } = [];

    /// <summary>Hours of the day, 0 to 23 in UTC, in which the publisher asks not to be polled.</summary>
    public IReadOnlyList<int> SkipHours { get; init; } = [];

    /// <summary>English names of the days on which the publisher asks not to be polled.</summary>
    public IReadOnlyList<string> SkipDays { get; init; } = [];

    /// <summary>Minutes between updates (sy:updatePeriod ÷ sy:updateFrequency; a month is 30 days).</summary>
    public int? UpdatePeriodMinutes { get; init; }

    /// <summary>Where the feed has moved to (itunes:new-feed-url, or Userland's redirect document).</summary>
    public string? NewUrl { get; init; }

    /// <summary>The next, older page of a paged feed (RFC 5005; JSON Feed next_url).</summary>
    public string? NextUrl { get; init; }
    public bool? Explicit { get; init; }

    /// <summary>In document order.</summary>
    public IReadOnlyList<ParsedItem> Items { get; init; } = [];

    /// <summary>What had to be repaired to read the document, at most <see cref="ParseLimits.Warnings"/> of them.</summary>
    public IReadOnlyList<ParseWarning> Warnings { get; init; } = [];
}
