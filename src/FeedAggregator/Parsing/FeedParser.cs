using FeedAggregator.Parsing.Bytes;
using FeedAggregator.Parsing.Formats;

namespace FeedAggregator.Parsing;

/// <summary>Bytes to <see cref="ParsedFeed"/>: RSS, RDF, Atom, CDF and JSON Feed. Pure and thread-safe.</summary>
public static class FeedParser
{
    /// <summary>Reads a document. Never throws, whatever the bytes; time and memory are linear in their number.</summary>
    public static ParseResult Parse(ReadOnlyMemory<byte> body, DocumentContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (body.IsEmpty)
            return new ParseResult.NotAFeed("0 bytes");
        var log = new WarningLog();
        using var text = DocumentDecoder.Decode(body.Span, context.ContentType, log);
        var start = text.Span.TrimStart(" \t\r\n\uFEFF\0");
        if (start.IsEmpty)
            return new ParseResult.NotAFeed("only white space");
        if (start[0] is '{' or '[')
            return JsonFeedReader.Read(body, text, context, log);
        CharacterRepair.Apply(text, log);
        return XmlFeedReader.Read(text, context, log);
    }
}
