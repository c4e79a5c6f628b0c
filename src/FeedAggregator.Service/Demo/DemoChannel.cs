using System.Text.Json;
using System.Xml.Linq;

namespace FeedAggregator.Service.Demo;

/// <summary>One edition in the four formats: RSS 2.0, RSS 1.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1.</summary>
internal sealed class DemoChannel(DemoSite site, DemoFeed feed, DemoEdition edition, Uri home)
{
    private static readonly XNamespace AtomNs = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace ContentNs = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace DcNs = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace RdfNs = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace RssNs = "http://purl.org/rss/1.0/";

    private string Title => feed.Name.Length > 0 ? feed.Name : site.Name;
    private Uri Self => new(home, feed.Path);

    public XElement Rss() =>
        new(
            "rss",
            new XAttribute("version", "2.0"),
            new XAttribute(XNamespace.Xmlns + "content", ContentNs),
            new XAttribute(XNamespace.Xmlns + "dc", DcNs),
            new XAttribute(XNamespace.Xmlns + "atom", AtomNs),
            new XElement(
                "channel",
                new XElement("title", Title),
                new XElement("link", home),
                new XElement("description", site.Description),
                new XElement("language", site.Language),
                new XElement("lastBuildDate", Date(edition.Modified)),
                new XElement(AtomNs + "link", new XAttribute("rel", "self"), new XAttribute("href", Self)),
                edition.Entries.Select(RssItem)
            )
        );

    public XElement Rdf() =>
        new(
            RdfNs + "RDF",
            new XAttribute(XNamespace.Xmlns + "rdf", RdfNs),
            new XAttribute("xmlns", RssNs),
            new XAttribute(XNamespace.Xmlns + "dc", DcNs),
            new XAttribute(XNamespace.Xmlns + "content", ContentNs),
            new XElement(
                RssNs + "channel",
                new XAttribute(RdfNs + "about", Self),
                new XElement(RssNs + "title", Title),
                new XElement(RssNs + "link", home),
                new XElement(RssNs + "description", site.Description),
                new XElement(DcNs + "language", site.Language),
                new XElement(
                    RssNs + "items",
                    new XElement(
                        RdfNs + "Seq",
                        edition.Entries.Select(entry => new XElement(RdfNs + "li", new XAttribute(RdfNs + "resource", Link(entry))))
                    )
                )
            ),
            edition.Entries.Select(RdfItem)
        );

    public XElement Atom() =>
        new(
            AtomNs + "feed",
            new XAttribute(XNamespace.Xml + "lang", site.Language),
            new XElement(AtomNs + "id", $"tag:{site.Slug}.example,2026:/{feed.Path}"),
            new XElement(AtomNs + "title", Title),
            new XElement(AtomNs + "subtitle", site.Description),
            new XElement(AtomNs + "updated", Date(edition.Modified)),
            new XElement(AtomNs + "author", new XElement(AtomNs + "name", site.Name)),
            new XElement(AtomNs + "link", new XAttribute("rel", "self"), new XAttribute("href", Self)),
            new XElement(AtomNs + "link", new XAttribute("href", home)),
            edition.Entries.Select(AtomEntry)
        );

    public byte[] Json() =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                version = "https://jsonfeed.org/version/1.1",
                title = Title,
                home_page_url = home,
                feed_url = Self,
                description = site.Description,
                language = site.Language,
                items = edition.Entries.Select(entry => new
                {
                    id = Id(entry),
                    url = Link(entry),
                    title = entry.Title,
                    content_html = Html(entry),
                    summary = DemoText.Summary(site, entry),
                    date_published = Date(entry.Published),
                    date_modified = Date(entry.Updated),
                    authors = new[] { new { name = Author(entry) } },
                    tags = entry.Item.Categories,
                }),
            }
        );

    private XElement RssItem(DemoEntry entry) =>
        new(
            "item",
            new XElement("title", entry.Title),
            new XElement("link", Link(entry)),
            new XElement("guid", new XAttribute("isPermaLink", false), Id(entry)),
            new XElement("pubDate", Date(entry.Published)),
            new XElement(DcNs + "creator", Author(entry)),
            entry.Item.Categories.Select(category => new XElement("category", category)),
            feed.Content == DemoContent.Both ? new XElement(ContentNs + "encoded", new XCData(Html(entry))) : null,
            new XElement("description", feed.Content == DemoContent.Full ? Html(entry) : DemoText.Summary(site, entry))
        );

    private XElement RdfItem(DemoEntry entry) =>
        new(
            RssNs + "item",
            new XAttribute(RdfNs + "about", Link(entry)),
            new XElement(RssNs + "title", entry.Title),
            new XElement(RssNs + "link", Link(entry)),
            new XElement(RssNs + "description", DemoText.Summary(site, entry)),
            feed.Content == DemoContent.Summary ? null : new XElement(ContentNs + "encoded", Html(entry)),
            new XElement(DcNs + "date", Date(entry.Published)),
            new XElement(DcNs + "creator", Author(entry)),
            entry.Item.Categories.Select(category => new XElement(DcNs + "subject", category))
        );

    private XElement AtomEntry(DemoEntry entry) =>
        new(
            AtomNs + "entry",
            new XElement(AtomNs + "id", Id(entry)),
            new XElement(AtomNs + "title", entry.Title),
            new XElement(AtomNs + "link", new XAttribute("href", Link(entry))),
            new XElement(AtomNs + "published", Date(entry.Published)),
            new XElement(AtomNs + "updated", Date(entry.Updated)),
            new XElement(AtomNs + "author", new XElement(AtomNs + "name", Author(entry))),
            entry.Item.Categories.Select(category => new XElement(AtomNs + "category", new XAttribute("term", category))),
            new XElement(AtomNs + "summary", DemoText.Summary(site, entry)),
            feed.Content == DemoContent.Summary ? null : new XElement(AtomNs + "content", new XAttribute("type", "html"), Html(entry))
        );

    // Addresses change with every start of the demo (the port does), ids do not.
    private string Id(DemoEntry entry) => $"tag:{site.Slug}.example,2026:{entry.Item.Id}";

    private string Link(DemoEntry entry) => DemoText.Page(home, entry).AbsoluteUri + feed.Tracking;

    private string Html(DemoEntry entry) => DemoText.Html(site, edition, entry, home);

    private string Author(DemoEntry entry) => new[] { entry.Item.Author, entry.Item.Agency, site.Name }.First(name => name.Length > 0);

    private string Date(DateTimeOffset time) => DemoText.Date(feed.Dates, time);
}
