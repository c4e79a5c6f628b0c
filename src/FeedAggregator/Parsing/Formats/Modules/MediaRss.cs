using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Parsing.Formats.Modules;

/// <summary>Yahoo's Media RSS 1.5: pictures, categories, and texts where the item has none of its own.</summary>
internal static class MediaRss
{
    private const string DefaultScheme = "http://search.yahoo.com/mrss/category_schema";

    public static IReadOnlyList<RuleEntry> Feed { get; } =
    [
        new(Ns.Media, "thumbnail", static (r, d) => d.Image.Offer(r.UrlAttribute("url"), Rank.Extension)),
        RuleEntry.Group(Ns.Media, "group"),
        new(Ns.Media, "content", Content, true),
        new(Ns.Media, "category", Category),
        new(Ns.Media, "copyright", static (r, d) => d.Rights.Offer(r.Loose(), Rank.LastResort)),
    ];

    public static IReadOnlyList<RuleEntry> Item { get; } =
    [
        .. Feed,
        new(Ns.Media, "title", static (r, d) => d.Title.Offer(r.Loose(), Rank.LastResort)),
        new(Ns.Media, "description", static (r, d) => d.Summary.Offer(r.LooseHtml(), Rank.LastResort)),
    ];

    private static void Content(Reading from, Draft to)
    {
        var isImage =
            from.At.Attribute("medium") is "image"
            || from.At.Attribute("type") is { } type && type.StartsWith("image/", StringComparison.Ordinal);
        if (isImage)
            to.Image.Offer(from.UrlAttribute("url"), Rank.LastResort);
    }

    private static void Category(Reading from, Draft to)
    {
        var scheme = from.At.Attribute("scheme") is { Length: > 0 } given ? given : DefaultScheme;
        var label = from.At.Attribute("label") is { Length: > 0 } shown ? shown : null;
        if (from.Text() is { } term)
            to.Add(new Category(term, scheme, label));
    }
}
