using FeedAggregator.Parsing.Bytes;
using FeedAggregator.Parsing.Markup;
using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Formats;

/// <summary>Says what a document is that is no feed, and which feeds a web page offers.</summary>
internal static class FoundInstead
{
    private const int MaxAlternates = 20;

    public static ParseResult.NotAFeed Describe(DecodedText text, string firstElement, string? documentBase)
    {
        if (HtmlWords.IsElement(firstElement))
            return Page(text, documentBase);
        if (firstElement.Length == 0)
            return new(Kind(text.Span.TrimStart()));
        var isOpml = firstElement.Equals("opml", StringComparison.OrdinalIgnoreCase);
        return new(isOpml ? "an OPML list of feeds" : $"an XML document whose root is <{firstElement}>");
    }

    private static string Kind(ReadOnlySpan<char> text) =>
        text switch
        {
            ['%', 'P', 'D', 'F', ..] => "a PDF document",
            ['P', 'K', ..] => "a ZIP archive",
            [_, 'P', 'N', 'G', ..] => "a PNG image",
            ['G', 'I', 'F', '8', ..] => "a GIF image",
            _ => "text without any markup",
        };

    private static ParseResult.NotAFeed Page(DecodedText text, string? documentBase)
    {
        var feeds = new List<string>();
        var at = new XmlCursor(new MarkupScanner(text.Buffer, text.Length, new WarningLog()), documentBase, null);
        string? pageBase = null;
        while (feeds.Count < MaxAlternates && at.Read())
        {
            if (at.Kind != NodeKind.Start)
                continue;
            if (at.LocalName.Equals("body", StringComparison.OrdinalIgnoreCase))
                break;
            if (at.LocalName.Equals("base", StringComparison.OrdinalIgnoreCase))
                pageBase ??= at.Attribute("href");
            else if (
                at.LocalName.Equals("link", StringComparison.OrdinalIgnoreCase)
                && IsFeed(at)
                && at.Attribute("href") is { Length: > 0 } href
            )
                Offer(
                    feeds,
                    UrlResolution.Resolve(pageBase is null ? documentBase : UrlResolution.Resolve(documentBase, pageBase), href),
                    documentBase
                );
        }
        var reason = feeds.Count == 0 ? "an HTML page" : $"an HTML page, which offers {string.Join(" and ", feeds.Take(3))}";
        return new(reason) { AlternateFeeds = feeds };
    }

    /// <summary>A page that names itself as a feed helps nobody further.</summary>
    private static void Offer(List<string> feeds, string url, string? documentBase)
    {
        if (url != documentBase && !feeds.Contains(url))
            feeds.Add(url);
    }

    private static bool IsFeed(XmlCursor at)
    {
        var rel = at.Attribute("rel");
        var type = at.Attribute("type");
        return rel is not null
            && rel.Contains("alternate", StringComparison.OrdinalIgnoreCase)
            && type?.ToLowerInvariant()
                is "application/rss+xml"
                    or "application/atom+xml"
                    or "application/feed+json"
                    or "application/json"
                    or "application/rdf+xml";
    }
}
