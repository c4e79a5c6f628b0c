using FeedAggregator.Parsing.Markup;
using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Formats;

/// <summary>Atom 0.3 and 1.0 (RFC 4287), as a format and as an extension of RSS.</summary>
internal static class AtomRules
{
    private static readonly RuleBook SourceBook = new([Native([.. Shared(Rank.Own), .. Feed(Rank.Own)]), .. Extensions.OfFeed]);

    private static readonly RuleBook EntryBook = new([Native([.. Shared(Rank.Own), .. Entry(Rank.Own, Rank.Own)]), .. Extensions.OfItem]);

    public static RuleBook FeedBook { get; } =
        new([Native([.. Shared(Rank.Own), .. Feed(Rank.Own), new(Ns.Atom, "entry item", ReadEntry)]), .. Extensions.OfFeed]);

    public static IReadOnlyList<RuleEntry> InRssFeed =>
        [.. Shared(Rank.Extension), .. Feed(Rank.Extension), new(Ns.Atom, "entry item", ReadEntry)];

    public static IReadOnlyList<RuleEntry> InRssItem => [.. Shared(Rank.Extension), .. Entry(Rank.Extension, Rank.Implied)];

    public static void ReadEntry(Reading from, Draft feed)
    {
        var entry = new Draft();
        EntryBook.ReadChildren(from, entry);
        from.Add(entry.ToItem());
    }

    public static void OfferLink(Draft to, string href, LinkAttributes link, Rank rank)
    {
        var type = link.Type;
        to.Add(new Link(href, link.Rel, type, link.Title, link.HrefLang, link.Length));
        switch (Relation(link.Rel))
        {
            case "alternate":
                to.Link.Offer(href, IsPage(type) ? rank : Rank.LastResort);
                break;
            case "self":
                to.Self.Offer(href, rank);
                break;
            case "hub":
                to.AddHub(href);
                break;
            case "next":
                to.NextUrl.Offer(href, rank);
                break;
            case "enclosure":
                RssRules.AddEnclosure(to, href, type, link.Length);
                break;
            case "replies" when IsPage(type) && type is not null:
                to.CommentsUrl.Offer(href, rank);
                break;
            case "replies":
                to.CommentsFeedUrl.Offer(href, Rank.LastResort);
                break;
        }
    }

    private static IReadOnlyList<RuleEntry> Native(IReadOnlyList<RuleEntry> entries) => [.. entries, .. RuleBook.As(Ns.None, entries)];

    private static IReadOnlyList<RuleEntry> Shared(Rank rank) =>
        [
            new(
                Ns.Atom,
                "title",
                (r, d) =>
                {
                    d.TitleLanguage.Offer(r.At.Language, rank);
                    d.Title.Offer(AtomText.Read(r), rank);
                }
            ),
            new(Ns.Atom, "link", (r, d) => Link(r, d, rank)),
            new(Ns.Atom, "rights copyright", (r, d) => d.Rights.Offer(AtomText.Read(r), rank)),
            new(Ns.Atom, "updated modified", (r, d) => d.Updated.Offer(r.Date(), rank)),
            new(Ns.Atom, "author", (r, d) => d.Authors.Offer(r.Person(), rank)),
            new(Ns.Atom, "contributor", (r, d) => d.Contributors.Offer(r.Person(), rank)),
            new(Ns.Atom, "category", Category),
        ];

    private static IReadOnlyList<RuleEntry> Feed(Rank rank) =>
        [
            new(Ns.Atom, "id", (r, d) => FeedId(r, d, rank)),
            new(Ns.Atom, "subtitle tagline", (r, d) => d.Summary.Offer(AtomText.Read(r), rank)),
            new(Ns.Atom, "info", (r, d) => d.Summary.Offer(AtomText.Read(r), Rank.LastResort)),
            new(Ns.Atom, "logo", (r, d) => d.Image.Offer(r.Url(), rank)),
            new(Ns.Atom, "icon", (r, d) => d.Icon.Offer(r.Url(), rank)),
            new(Ns.Atom, "generator", (r, d) => d.Generator.Offer(r.Text(), rank)),
            new(Ns.Atom, "published issued", (r, d) => d.Published.Offer(r.Date(), rank)),
            new(Ns.Atom, "created", (r, d) => d.Published.Offer(r.Date(), Rank.LastResort)),
        ];

    private static IReadOnlyList<RuleEntry> Entry(Rank rank, Rank contentRank) =>
        [
            new(Ns.Atom, "id", (r, d) => d.Id.Offer(r.Text(), rank)),
            new(
                Ns.Atom,
                "summary",
                (r, d) =>
                {
                    d.SummaryLanguage.Offer(r.At.Language, rank);
                    d.Summary.Offer(AtomText.Read(r), rank);
                }
            ),
            new(Ns.Atom, "content", (r, d) => Content(r, d, contentRank)),
            new(Ns.Atom, "published issued", (r, d) => d.Published.Offer(r.Date(), rank)),
            new(Ns.Atom, "created", (r, d) => d.Published.Offer(r.Date(), Rank.LastResort)),
            new(Ns.Atom, "source", Source),
        ];

    /// <summary>An id is never resolved, but a bare path is no IRI, and would be the same for every site.</summary>
    private static void FeedId(Reading from, Draft to, Rank rank)
    {
        var element = from.At.Current;
        var id = from.Text();
        to.Id.Offer(id is ['/', ..] ? from.Absolute(id, element) : id, rank);
    }

    private static void Content(Reading from, Draft to, Rank rank)
    {
        to.ContentSrc.Offer(from.UrlAttribute("src"), rank);
        RssRules.Content(to, from.At.Language, AtomText.Read(from), rank);
    }

    private static void Link(Reading from, Draft to, Rank rank)
    {
        var attributes = LinkAttributes.Of(from.At);
        // An empty address is the document's own (RFC 3986, 4.4).
        if ((from.Reference("href") ?? from.Url()) is { } href)
            OfferLink(to, href, attributes, rank);
    }

    private static void Category(Reading from, Draft to)
    {
        var (term, scheme, label) = (Some(from.At.Attribute("term")), Some(from.At.Attribute("scheme")), Some(from.At.Attribute("label")));
        term ??= from.Text();
        if (term is not null || label is not null)
            to.Add(new Category(term, scheme, label));
    }

    /// <summary>An entry without an author has its source's (RFC 4287, 4.2.1).</summary>
    private static void Source(Reading from, Draft to)
    {
        var source = new Draft();
        SourceBook.ReadChildren(from, source);
        to.Source.Offer(source.ToSource(), Rank.Own);
        foreach (var author in source.Authors.Values)
            to.Authors.Offer(author, Rank.LastResort);
    }

    private static string? Some(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>A registered relation may be written out as its IANA address (RFC 4287, 4.2.7.2).</summary>
    private static string Relation(string? rel)
    {
        if (string.IsNullOrEmpty(rel))
            return "alternate";
        var name = rel.StartsWith("http://www.iana.org/assignments/relation/", StringComparison.OrdinalIgnoreCase)
            ? rel[(rel.LastIndexOf('/') + 1)..]
            : rel;
        return name.ToLowerInvariant();
    }

    private static bool IsPage(string? type) => string.IsNullOrEmpty(type) || type.Contains("html", StringComparison.OrdinalIgnoreCase);
}
