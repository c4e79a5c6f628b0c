using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Parsing.Formats;

/// <summary>Which format a document's first element announces.</summary>
internal static class RootFormat
{
    public static bool IsAtom(this FeedFormat format) => format is FeedFormat.Atom or FeedFormat.Atom03 or FeedFormat.Atom10;

    /// <returns>null when it announces none.</returns>
    public static FeedFormat? Of(XmlCursor at)
    {
        var name = at.LocalName;
        if (Is(name, "rss"))
            return Rss(at.Attribute("version"));
        if (Is(name, "rdf"))
            return DeclaresNetscape(at) ? FeedFormat.Rss090 : FeedFormat.Rss10;
        if (Is(name, "feed") || name is "entry")
            return Atom(at);
        if (Is(name, "channel"))
            return at.Attribute("href") is null && at.Attribute("lastmod") is null && name is "channel" ? FeedFormat.Rss : FeedFormat.Cdf;
        return name is "item" ? FeedFormat.Rss : null;
    }

    private static bool Is(ReadOnlySpan<char> name, string root) => name.Equals(root, StringComparison.OrdinalIgnoreCase);

    private static FeedFormat Rss(string? version) =>
        version switch
        {
            "0.90" or "0.9" => FeedFormat.Rss090,
            "0.91" => FeedFormat.Rss091,
            "0.92" => FeedFormat.Rss092,
            "0.93" => FeedFormat.Rss093,
            "0.94" => FeedFormat.Rss094,
            "1.0" => FeedFormat.Rss10,
            not null when version.StartsWith('2') => FeedFormat.Rss20,
            _ => FeedFormat.Rss,
        };

    private static bool DeclaresNetscape(XmlCursor at) => Declares(at, "netscape.com/rdf/simple/0.9");

    private static FeedFormat Atom(XmlCursor at)
    {
        if (Declares(at, "www.w3.org/2005/Atom"))
            return FeedFormat.Atom10;
        if (Declares(at, "purl.org/atom/ns#"))
            return FeedFormat.Atom03;
        return at.Attribute("version") switch
        {
            "0.3" or "0.2" or "0.1" => FeedFormat.Atom03,
            "1.0" => FeedFormat.Atom10,
            _ => FeedFormat.Atom,
        };
    }

    private static bool Declares(XmlCursor at, string address)
    {
        foreach (var attribute in at.Scanner.Attributes)
        {
            var isDeclaration = at.Scanner.Slice(attribute.NameStart, attribute.NameEnd).StartsWith("xmlns");
            var value = at.Scanner.Slice(attribute.ValueStart, attribute.ValueEnd);
            if (isDeclaration && value.Contains(address, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
