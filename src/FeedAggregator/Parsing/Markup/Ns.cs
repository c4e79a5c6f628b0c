using System.Collections.Frozen;

namespace FeedAggregator.Parsing.Markup;

/// <summary>The vocabularies a feed may mix.</summary>
internal enum Ns
{
    /// <summary>No namespace: RSS 0.91 to 2.0, and what forgot to declare one.</summary>
    None,

    /// <summary>RSS 0.90 and 1.0, and the namespaces RSS 2.0 was published under for a while.</summary>
    Rss,
    Atom,
    Rdf,
    Xhtml,
    Xml,
    DublinCore,
    DublinCoreTerms,
    Content,
    Itunes,
    GooglePlay,
    Media,
    Syndication,
    CommentApi,
    Thread,
    Podcast,
    FeedBurner,
    Admin,
    CreativeCommons,

    /// <summary>Something else: read by nobody here.</summary>
    Foreign,
}

internal static class Namespaces
{
    private static readonly FrozenDictionary<string, Ns> ByUri = new Dictionary<string, Ns>
    {
        ["purl.org/rss/1.0"] = Ns.Rss,
        ["my.netscape.com/rdf/simple/0.9"] = Ns.Rss,
        ["channel.netscape.com/rdf/simple/0.9"] = Ns.Rss,
        ["backend.userland.com/rss"] = Ns.Rss,
        ["backend.userland.com/rss2"] = Ns.Rss,
        ["backend.userland.com/rss091"] = Ns.Rss,
        ["backend.userland.com/rss092"] = Ns.Rss,
        ["blogs.law.harvard.edu/tech/rss"] = Ns.Rss,
        ["cyber.law.harvard.edu/rss/rss.html"] = Ns.Rss,
        ["purl.org/net/rss1.1#"] = Ns.Rss,
        ["purl.org/net/rss1.1"] = Ns.Rss,
        ["www.w3.org/2005/atom"] = Ns.Atom,
        ["purl.org/atom/ns#"] = Ns.Atom,
        ["purl.org/atom/ns"] = Ns.Atom,
        ["necho.sourceforge.net/schema/1.0"] = Ns.Atom,
        ["www.intertwingly.net/blog/atom"] = Ns.Atom,
        ["www.w3.org/1999/02/22-rdf-syntax-ns#"] = Ns.Rdf,
        ["www.w3.org/1999/xhtml"] = Ns.Xhtml,
        ["www.w3.org/xml/1998/namespace"] = Ns.Xml,
        ["purl.org/dc/elements/1.1"] = Ns.DublinCore,
        ["purl.org/dc/elements/1.0"] = Ns.DublinCore,
        ["purl.org/metadata/dublin_core"] = Ns.DublinCore,
        ["purl.org/dc/terms"] = Ns.DublinCoreTerms,
        ["purl.org/rss/1.0/modules/dcterms"] = Ns.DublinCoreTerms,
        ["purl.org/rss/1.0/modules/content"] = Ns.Content,
        ["www.itunes.com/dtds/podcast-1.0.dtd"] = Ns.Itunes,
        ["www.itunes.com/dtds/podcast-1.0"] = Ns.Itunes,
        ["www.google.com/schemas/play-podcasts/1.0"] = Ns.GooglePlay,
        ["www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd"] = Ns.GooglePlay,
        ["search.yahoo.com/mrss"] = Ns.Media,
        ["video.search.yahoo.com/mrss"] = Ns.Media,
        ["tools.search.yahoo.com/mrss"] = Ns.Media,
        ["purl.org/rss/1.0/modules/syndication"] = Ns.Syndication,
        ["wellformedweb.org/commentapi"] = Ns.CommentApi,
        ["purl.org/syndication/thread/1.0"] = Ns.Thread,
        ["podcastindex.org/namespace/1.0"] = Ns.Podcast,
        ["github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"] = Ns.Podcast,
        ["rssnamespace.org/feedburner/ext/1.0"] = Ns.FeedBurner,
        ["webns.net/mvcb"] = Ns.Admin,
        ["backend.userland.com/creativecommonsrssmodule"] = Ns.CreativeCommons,
        ["cyber.law.harvard.edu/rss/creativecommonsrssmodule.html"] = Ns.CreativeCommons,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Prefixes as they are usually bound: for feeds that use them undeclared, or misspell the address.</summary>
    private static readonly FrozenDictionary<string, Ns> ByUsualPrefix = new Dictionary<string, Ns>
    {
        ["rss"] = Ns.Rss,
        ["rdf"] = Ns.Rdf,
        ["atom"] = Ns.Atom,
        ["atom10"] = Ns.Atom,
        ["atom03"] = Ns.Atom,
        ["a10"] = Ns.Atom,
        ["a"] = Ns.Atom,
        ["xhtml"] = Ns.Xhtml,
        ["html"] = Ns.Xhtml,
        ["xml"] = Ns.Xml,
        ["dc"] = Ns.DublinCore,
        ["dcterms"] = Ns.DublinCoreTerms,
        ["content"] = Ns.Content,
        ["itunes"] = Ns.Itunes,
        ["googleplay"] = Ns.GooglePlay,
        ["media"] = Ns.Media,
        ["sy"] = Ns.Syndication,
        ["wfw"] = Ns.CommentApi,
        ["thr"] = Ns.Thread,
        ["podcast"] = Ns.Podcast,
        ["feedburner"] = Ns.FeedBurner,
        ["admin"] = Ns.Admin,
        ["creativecommons"] = Ns.CreativeCommons,
        ["cc"] = Ns.CreativeCommons,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static Ns FromUri(ReadOnlySpan<char> uri)
    {
        uri = uri.Trim();
        if (uri.IsEmpty)
            return Ns.None;
        // Publishers write https for http, other case, and leave out or add the last slash.
        var scheme = uri.IndexOf("://");
        var name = (scheme < 0 ? uri : uri[(scheme + 3)..]).TrimEnd('/');
        return ByUri.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var ns) ? ns : Ns.Foreign;
    }

    public static Ns FromUsualPrefix(ReadOnlySpan<char> prefix) =>
        ByUsualPrefix.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(prefix, out var ns) ? ns : Ns.Foreign;
}
