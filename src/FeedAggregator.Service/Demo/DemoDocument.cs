using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace FeedAggregator.Service.Demo;

/// <summary>The bytes a feed answers with.</summary>
internal sealed record DemoDocument(byte[] Bytes, string ContentType)
{
    /// <param name="site">Whose feed it is.</param>
    /// <param name="feed">The format, the charset and whether the document is to be broken.</param>
    /// <param name="edition">What it shows.</param>
    /// <param name="home">The site's address, with a slash at its end.</param>
    public static DemoDocument Render(DemoSite site, DemoFeed feed, DemoEdition edition, Uri home)
    {
        var channel = new DemoChannel(site, feed, edition, home);
        var document = feed.Format switch
        {
            DemoFormat.Atom => Xml(channel.Atom(), feed.Charset, "application/atom+xml; charset=utf-8"),
            DemoFormat.Rdf => Xml(channel.Rdf(), feed.Charset, "application/rdf+xml"),
            DemoFormat.Json => new DemoDocument(channel.Json(), "application/feed+json"),
            // Without a charset parameter the declaration in the document decides: RFC 7303, section 8.
            _ => Xml(channel.Rss(), feed.Charset, "application/rss+xml"),
        };
        return feed.Behaviour == DemoBehaviour.Broken ? document with { Bytes = Broken(document.Bytes) } : document;
    }

    private static DemoDocument Xml(XElement root, string charset, string contentType)
    {
        var encoding = charset == "utf-8" ? new UTF8Encoding(false) : CodePagesEncodingProvider.Instance.GetEncoding(charset)!;
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = encoding, Indent = true }))
            root.Save(writer);
        return new DemoDocument(bytes.ToArray(), contentType);
    }

    /// <summary>Ampersands as a careless template leaves them, and an end as a full disk leaves it: inside the last item.</summary>
    private static byte[] Broken(byte[] document)
    {
        var text = Encoding.UTF8.GetString(document).Replace("&amp;", "&", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text[..text.LastIndexOf("</description>", StringComparison.Ordinal)]);
    }
}
