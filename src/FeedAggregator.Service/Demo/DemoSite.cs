namespace FeedAggregator.Service.Demo;

/// <summary>A made-up news site: one file in <c>seeds/demo/sites</c>, whose name is the site's <see cref="Slug"/>.</summary>
internal sealed record DemoSite
{
    public string Slug { get; init; } = "";
    public required string Name { get; init; }
    public required string Language { get; init; }
    public string Description { get; init; } = "";

    /// <summary>The site's offset from UTC; most feeds write their dates in it, some without saying so.</summary>
    public TimeSpan Zone { get; init; }

    /// <summary>What stands before the first sentence of a wire story. Knows <c>{place}</c>, <c>{agency}</c>, <c>{name}</c> and <c>{day}</c>.</summary>
    public string Byline { get; init; } = "";

    /// <summary>Page boilerplate around each text, as HTML. Knows <c>{title}</c>, <c>{url}</c>, <c>{home}</c>, <c>{name}</c>,
    /// <c>{relatedTitle}</c> and <c>{relatedUrl}</c>.</summary>
    public string Before { get; init; } = "";

    /// <inheritdoc cref="Before"/>
    public string After { get; init; } = "";

    public required IReadOnlyList<DemoFeed> Feeds { get; init; }
    public required IReadOnlyList<DemoItem> Items { get; init; }
}

/// <summary>One feed of a site: which items, in which format, and how well it behaves.</summary>
internal sealed record DemoFeed
{
    public required string Path { get; init; }
    public string Name { get; init; } = "";
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only items of this category; empty means all of them.</summary>
    public string Category { get; init; } = "";

    public DemoFormat Format { get; init; }
    public DemoDates Dates { get; init; }
    public DemoContent Content { get; init; }
    public DemoBehaviour Behaviour { get; init; }

    /// <summary>How long a slow feed takes to answer.</summary>
    public TimeSpan Delay { get; init; }

    public string Charset { get; init; } = "utf-8";

    /// <summary>Whether the feed sends validators and so can answer 304.</summary>
    public bool Conditional { get; init; } = true;

    /// <summary>What the feed puts after each link, such as <c>?utm_source=rss</c>.</summary>
    public string Tracking { get; init; } = "";
}

/// <summary>A news item, or a wire story that items of several sites refer to. Empty fields are taken from the wire story.</summary>
internal sealed record DemoItem
{
    public string Id { get; init; } = "";

    /// <summary>The id of the wire story this item tells with edits; empty for a text of the site's own.</summary>
    public string Wire { get; init; } = "";

    /// <summary>When it is published, relative to the start of the demo: it shows up at that moment and not before.</summary>
    public TimeSpan At { get; init; }

    public string Title { get; init; } = "";
    public string Author { get; init; } = "";
    public string Agency { get; init; } = "";
    public string Place { get; init; } = "";
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Paragraphs of HTML with a blank line between them; lines that begin with <c>- </c> are a list.</summary>
    public string Body { get; init; } = "";

    /// <summary>A first paragraph of the site's own.</summary>
    public string Lead { get; init; } = "";

    /// <summary>How many paragraphs of the wire story are kept.</summary>
    public int Keep { get; init; } = int.MaxValue;

    /// <summary>Words the site's editors exchanged.</summary>
    public IReadOnlyDictionary<string, string> Replace { get; init; } = new Dictionary<string, string>();

    /// <summary>A last paragraph of the site's own.</summary>
    public string Append { get; init; } = "";

    public IReadOnlyList<DemoUpdate> Updates { get; init; } = [];
}

/// <summary>A later change to an item's headline, text or both.</summary>
internal sealed record DemoUpdate
{
    public required TimeSpan At { get; init; }
    public string Title { get; init; } = "";
    public string Lead { get; init; } = "";
    public string Append { get; init; } = "";
}

internal enum DemoFormat
{
    Rss,
    Rdf,
    Atom,
    Json,
}

internal enum DemoDates
{
    /// <summary><c>Sun, 22 Nov 2026 09:15:00 +0700</c></summary>
    Rfc822,

    /// <summary><c>2026-11-22T09:15:00+07:00</c></summary>
    Iso,

    /// <summary><c>22/11/2026 09:15</c>, day first and without a zone, as some Indonesian sites write it.</summary>
    Slashes,

    /// <summary><c>Minggu, 22 November 2026 09:15 WIB</c></summary>
    Words,
}

internal enum DemoContent
{
    Both,
    Full,
    Summary,
}

internal enum DemoBehaviour
{
    Good,

    /// <summary>Answers after <see cref="DemoFeed.Delay"/>.</summary>
    Slow,

    /// <summary>Bare ampersands, and an end that is missing.</summary>
    Broken,

    /// <summary>Answers the front page, with status 200, where the feed used to be.</summary>
    Html,

    /// <summary>Answers 404.</summary>
    Missing,
}
