using System.Xml;
using FeedAggregator.Cleaning;
using FeedAggregator.Parsing;

namespace FeedAggregator.Benchmarks.Parsing;

/// <summary>What is compared: each reads one document from its bytes.</summary>
internal static class Workloads
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    /// <summary>The platform's reader, visiting every node and building nothing: as little as XML can cost with it.</summary>
    /// <returns>Nodes read; a document it can't read counts up to its error.</returns>
    public static int BareXmlReader(byte[] document)
    {
        var nodes = 0;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(document), Settings);
            while (reader.Read())
                nodes++;
        }
        catch (XmlException) { }
        return nodes;
    }

    public static int Parse(byte[] document) =>
        FeedParser.Parse(document, DocumentContext.None) is ParseResult.Parsed(var feed) ? feed.Items.Count : 0;

    public static int ParseAndClean(byte[] document)
    {
        if (FeedParser.Parse(document, DocumentContext.None) is not ParseResult.Parsed(var feed))
            return 0;
        var length = Clean(feed.Title) + Clean(feed.Description);
        foreach (var item in feed.Items)
            length += Clean(item.Title) + Clean(item.Summary) + Clean(item.Content);
        return length;
    }

    private static int Clean(TextConstruct? text) => text is { IsHtml: true } ? HtmlCleaner.Clean(text.Value, text.BaseUrl).Length : 0;
}
