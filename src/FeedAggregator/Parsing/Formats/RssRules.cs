using FeedAggregator.Parsing.Markup;
using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Formats;

/// <summary>RSS 0.90 to 2.0 and RDF: their own elements.</summary>
internal static class RssRules
{
    private static readonly IReadOnlyList<RuleEntry> Shared =
    [
        new(Ns.None, "title", Title),
        new(Ns.None, "link", Link),
        new(Ns.None, "category", Category),
        new(Ns.None, "pubDate", static (r, d) => d.Published.Offer(r.Date(), Rank.Own)),
        new(Ns.None, "author", static (r, d) => d.Authors.Offer(r.Person(), Rank.Own)),
        new(Ns.None, "copyright rights", static (r, d) => d.Rights.Offer(r.Loose(), Rank.Own)),
        new(Ns.None, "language", static (r, d) => d.Language.Offer(r.Text(), Rank.Own)),
        new(Ns.None, "updated modified", static (r, d) => d.Updated.Offer(r.Date(), Rank.Extension)),
        new(Ns.None, "image", Image),
    ];

    private static readonly IReadOnlyList<RuleEntry> FeedOnly =
    [
        new(Ns.None, "channel", static (r, _) => r.FeedLanguage ??= r.At.Language, true),
        RuleEntry.Group(Ns.None, "skipHours skipDays redirect items"),
        new(Ns.None, "newLocation", static (r, d) => d.NewUrl.Offer(r.Url(), Rank.Own)),
        new(Ns.None, "item entry", Item),
        new(Ns.None, "description", static (r, d) => d.Summary.Offer(r.LooseHtml(), Rank.Own)),
        new(Ns.None, "tagline subtitle abstract", static (r, d) => d.Summary.Offer(r.LooseHtml(), Rank.Extension)),
        new(Ns.None, "lastBuildDate", static (r, d) => d.Updated.Offer(r.Date(), Rank.Own)),
        new(Ns.None, "managingEditor", static (r, d) => d.Authors.Offer(r.Person(), Rank.Own)),
        new(Ns.None, "generator", static (r, d) => d.Generator.Offer(r.Text(), Rank.Own)),
        new(Ns.None, "ttl", static (r, d) => d.TtlMinutes.Offer(r.Integer(), Rank.Own)),
        new(Ns.None, "hour", SkipHour),
        new(Ns.None, "day", SkipDay),
        new(Ns.None, "logo", Logo),
    ];

    private static readonly IReadOnlyList<RuleEntry> ItemOnly =
    [
        new(Ns.None, "description summary abstract", Description),
        new(Ns.None, "content", static (r, d) => Content(d, r.At.Language, r.LooseHtml(), Rank.Extension)),
        new(Ns.None, "body", static (r, d) => Content(d, r.At.Language, r.LooseHtml(), Rank.Extension)),
        new(Ns.None, "tags", Tags),
        new(Ns.None, "fullitem", static (r, d) => Content(d, r.At.Language, r.LooseHtml(), Rank.Implied)),
        new(Ns.None, "guid", Guid),
        new(Ns.None, "id", static (r, d) => d.Id.Offer(r.Text(), Rank.Extension)),
        new(Ns.None, "enclosure", Enclosure),
        new(Ns.None, "comments", static (r, d) => d.CommentsUrl.Offer(r.Url(), Rank.Own)),
        new(Ns.None, "source", Source),
        new(Ns.None, "published", static (r, d) => d.Published.Offer(r.Date(), Rank.Extension)),
        new(Ns.None, "date created", static (r, d) => d.Published.Offer(r.Date(), Rank.LastResort)),
    ];

    private static readonly RuleBook ImageBook = new(
        Native([new(Ns.None, "url", static (r, d) => d.Image.Offer(r.Url(), Rank.Own)), RuleEntry.Group(Ns.None, "title link description")])
    );

    private static readonly RuleBook ItemBook = new([Native(ItemOnly), Native(Shared), AtomRules.InRssItem, .. Extensions.OfItem]);

    public static RuleBook FeedBook { get; } = new([Native(FeedOnly), Native(Shared), AtomRules.InRssFeed, .. Extensions.OfFeed]);

    public static void Item(Reading from, Draft feed)
    {
        var item = new Draft();
        var about = from.At.Attribute(Ns.Rdf, "about") ?? from.At.Attribute("about");
        item.Id.Offer(string.IsNullOrEmpty(about) ? null : about, Rank.LastResort);
        // CDF gives an item's address and date as attributes.
        item.Link.Offer(from.UrlAttribute("href"), Rank.Own);
        item.Updated.Offer(FeedDate.Parse(from.At.Attribute("lastmod")), Rank.Own);
        from.SiteLink ??= feed.Link.Value;
        ItemBook.ReadChildren(from, item);
        from.Add(item.ToItem());
    }

    /// <summary>Of several descriptions the first is the summary and the second the content.</summary>
    public static void Description(Reading from, Draft to)
    {
        var language = from.At.Language;
        var text = from.LooseHtml();
        if (to.Summary.IsOwn)
            Content(to, language, text, Rank.LastResort);
        else if (text is not null)
        {
            to.Summary.Offer(text, Rank.Own);
            to.SummaryLanguage.Offer(language, Rank.Own);
        }
    }

    public static void Content(Draft to, string? language, TextConstruct? content, Rank rank)
    {
        to.Content.Offer(content, rank);
        to.ContentLanguage.Offer(content is null ? null : language, rank);
    }

    public static void AddEnclosure(Draft to, string? url, string? type, string? length)
    {
        if (url is not null)
            to.Add(new Enclosure(url, string.IsNullOrEmpty(type) ? null : type, Numbers.Length(length)));
    }

    /// <summary>RSS elements have no namespace in 0.91 to 2.0 and have one in 0.90 and 1.0.</summary>
    private static IReadOnlyList<RuleEntry> Native(IReadOnlyList<RuleEntry> entries) => [.. entries, .. RuleBook.As(Ns.Rss, entries)];

    private static void Title(Reading from, Draft to)
    {
        to.TitleLanguage.Offer(from.At.Language, Rank.Own);
        to.Title.Offer(from.Loose(), Rank.Own);
    }

    private static void Link(Reading from, Draft to)
    {
        if (from.Reference("href") is { } href)
            AtomRules.OfferLink(to, href, LinkAttributes.Of(from.At), Rank.Own);
        else
            to.Link.Offer(from.Url(), Rank.Own);
    }

    private static void Category(Reading from, Draft to)
    {
        var scheme = from.At.Attribute("domain");
        if (from.Text() is { } term)
            to.Add(new Category(term, string.IsNullOrEmpty(scheme) ? null : scheme, null));
    }

    private static void Tags(Reading from, Draft to)
    {
        foreach (var term in from.Terms())
            to.Add(new Category(term, null, null));
    }

    private static void Guid(Reading from, Draft to)
    {
        var element = from.At.Current;
        var permanent = !string.Equals(from.At.Attribute("isPermaLink"), "false", StringComparison.OrdinalIgnoreCase);
        var id = from.Text();
        to.Id.Offer(id, Rank.Own);
        if (permanent && id is not null && id.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            to.Link.Offer(from.Absolute(id, element), Rank.Implied);
    }

    /// <summary>Atom's way to say it is a link, so it is one of the links too.</summary>
    private static void Enclosure(Reading from, Draft to)
    {
        if ((from.UrlAttribute("url") ?? from.UrlAttribute("href")) is { } url)
            AtomRules.OfferLink(to, url, LinkAttributes.Of(from.At) with { Rel = "enclosure" }, Rank.Own);
    }

    private static void Source(Reading from, Draft to)
    {
        var url = from.UrlAttribute("url");
        var title = from.Loose();
        if (url is not null || title is not null)
            to.Source.Offer(new ItemSource(title, null, url, null, null), Rank.Own);
    }

    /// <summary>Only the address: an image's title and link are not the feed's.</summary>
    private static void Image(Reading from, Draft to)
    {
        to.Image.Offer(from.UrlAttribute("href") ?? from.UrlAttribute("url"), Rank.Own);
        var image = new Draft();
        ImageBook.ReadChildren(from, image);
        to.Image.Offer(image.Image.Value, Rank.Own);
    }

    private static void SkipHour(Reading from, Draft to)
    {
        if (from.Integer() is { } hour)
            to.AddSkipHour(hour);
    }

    private static void SkipDay(Reading from, Draft to)
    {
        if (from.Text() is { } day)
            to.AddSkipDay(day);
    }

    /// <summary>CDF's pictures.</summary>
    private static void Logo(Reading from, Draft to)
    {
        var isIcon = string.Equals(from.At.Attribute("style"), "icon", StringComparison.OrdinalIgnoreCase);
        var url = from.UrlAttribute("href");
        to.Icon.Offer(isIcon ? url : null, Rank.Own);
        to.Image.Offer(isIcon ? null : url, Rank.Own);
    }
}
