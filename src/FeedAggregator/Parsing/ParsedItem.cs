namespace FeedAggregator.Parsing;

/// <summary>One entry of a feed, as its publisher meant it. What the document does not say is null or empty.</summary>
public sealed record ParsedItem
{
    /// <summary>guid, atom:id, JSON id or rdf:about: verbatim, never resolved.</summary>
    public string? Id { get; init; }
    public string? Link { get; init; }

    /// <summary>The document was cut off inside this item: there may be more to it, its id among them.</summary>
    public bool IsTorn { get; init; }
    public TextConstruct? Title { get; init; }
    public TextConstruct? Summary { get; init; }
    public TextConstruct? Content { get; init; }

    /// <summary>Where the content is, when the feed only points at it (RFC 4287, 4.1.3.2).</summary>
    public string? ContentSrc { get; init; }
    public DateTimeOffset? Published { get; init; }
    public DateTimeOffset? Updated { get; init; }
    public IReadOnlyList<Person> Authors { get; init; } = [];
    public IReadOnlyList<Person> Contributors { get; init; } = [];
    public IReadOnlyList<Category> Categories { get; init; } = [];
    public IReadOnlyList<Enclosure> Enclosures { get; init; } = [];

    /// <summary>Atom's links, all of them, in document order.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];
    public string? CommentsUrl { get; init; }
    public string? CommentsFeedUrl { get; init; }
    public string? Language { get; init; }
    public string? Image { get; init; }

    /// <summary>The feed this item was copied from.</summary>
    public ItemSource? Source { get; init; }
    public TextConstruct? Rights { get; init; }
    public int? DurationSeconds { get; init; }
    public bool? Explicit { get; init; }
}
