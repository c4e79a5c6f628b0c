using System.Text;
using System.Text.Json;
using FeedAggregator.Parsing.Bytes;
using FeedAggregator.Parsing.Markup;
using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Formats;

/// <summary>JSON Feed 1.0 and 1.1 (jsonfeed.org), forgiving wrong types: an id may be a number, an author a list.</summary>
internal static class JsonFeedReader
{
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MaxDepth,
    };

    public static ParseResult Read(ReadOnlyMemory<byte> body, DecodedText text, DocumentContext context, WarningLog log)
    {
        if (!IsPlainUtf8(body.Span, text.Encoding))
            body = Encoding.UTF8.GetBytes(text.Buffer, 0, text.Length);
        try
        {
            using var document = Parse(body.TrimStart((byte)0), log);
            return Read(document.RootElement, text.Encoding, context, log);
        }
        catch (JsonException e)
        {
            return new ParseResult.NotAFeed($"JSON that can't be read: line {e.LineNumber + 1}, byte {e.BytePositionInLine}")
            {
                IsBroken = true,
            };
        }
    }

    /// <summary>Line ends and tabs inside strings, which JSON wants escaped (RFC 8259, 7), are what publishers' own writers forget.</summary>
    private static JsonDocument Parse(ReadOnlyMemory<byte> body, WarningLog log)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException e) when (body.Span.ContainsAnyInRange((byte)0, (byte)0x1F))
        {
            var repaired = body.ToArray();
            foreach (ref var b in repaired.AsSpan())
                b = Math.Max(b, (byte)' ');
            var document = JsonDocument.Parse(repaired, Options);
            log.Add((int)(e.LineNumber ?? 0) + 1, "control characters that are not escaped became spaces");
            return document;
        }
    }

    private static bool IsPlainUtf8(ReadOnlySpan<byte> body, string encoding) =>
        encoding == "utf-8" && body is not [0xEF, 0xBB, 0xBF, ..] && System.Text.Unicode.Utf8.IsValid(body);

    private static ParseResult Read(JsonElement root, string encoding, DocumentContext context, WarningLog log)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return new ParseResult.NotAFeed("JSON, but not an object");
        var version = root.Text("version");
        var known = version?.Contains("jsonfeed.org", StringComparison.OrdinalIgnoreCase) == true;
        if (!known && !root.TryGetProperty("items", out _))
            return new ParseResult.NotAFeed("JSON, but not a JSON Feed");
        var from = new JsonReading(context.Url is { IsAbsoluteUri: true } url ? url.OriginalString : null, log);
        return new ParseResult.Parsed(ReadFeed(root, version, encoding, context, from) with { Warnings = log.Warnings });
    }

    private static ParsedFeed ReadFeed(JsonElement root, string? version, string encoding, DocumentContext context, JsonReading from) =>
        new()
        {
            Format = version?.TrimEnd('/').EndsWith("1.1", StringComparison.Ordinal) == true ? FeedFormat.Json11 : FeedFormat.Json10,
            Encoding = encoding,
            Title = from.Plain(root, "title"),
            Description = from.Plain(root, "description"),
            Link = from.Url(root, "home_page_url"),
            Self = from.Url(root, "feed_url"),
            NextUrl = from.Url(root, "next_url"),
            Image = from.Url(root, "icon"),
            Icon = from.Url(root, "favicon"),
            Language = root.Text("language") ?? context.ContentLanguage,
            Authors = from.Authors(root),
            Hubs = [.. root.List("hubs").Select(h => from.Url(h, "url")).OfType<string>()],
            Items = [.. Items(root, from).Select(i => ReadItem(i, from))],
        };

    private static IEnumerable<JsonElement> Items(JsonElement root, JsonReading from)
    {
        var items = root.List("items").Where(i => i.ValueKind == JsonValueKind.Object).ToList();
        if (items.Count > ParseLimits.Items)
            from.Warn($"more than {ParseLimits.Items} items; the rest are left out");
        return items.Take(ParseLimits.Items);
    }

    private static ParsedItem ReadItem(JsonElement item, JsonReading from)
    {
        var html = from.Html(item, "content_html");
        return new()
        {
            Id = item.Text("id"),
            Link = from.Url(item, "url") ?? from.Url(item, "external_url"),
            Title = from.Plain(item, "title"),
            Summary = from.Plain(item, "summary"),
            Content = html ?? from.Plain(item, "content_text"),
            Published = from.Date(item, "date_published"),
            Updated = from.Date(item, "date_modified"),
            Authors = from.Authors(item),
            Categories =
            [
                .. item.List("tags").Select(JsonText.AsText).OfType<string>().Select(t => new Category(t, null, null)).Distinct(),
            ],
            Enclosures = [.. item.List("attachments").Select(from.Attachment).OfType<Enclosure>()],
            Language = item.Text("language"),
            Image = from.Url(item, "image") ?? from.Url(item, "banner_image"),
            DurationSeconds = item.List("attachments")
                .Select(a => Numbers.DurationSeconds(a.Text("duration_in_seconds")))
                .FirstOrDefault(d => d is not null),
        };
    }
}
