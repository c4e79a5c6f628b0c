using System.Text;
using System.Text.Unicode;
using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Parsing.Formats;

/// <summary>Text constructs of Atom 1.0 (RFC 4287, 3.1 and 4.1.3) and content constructs of Atom 0.3, told apart by the mode attribute.</summary>
internal static class AtomText
{
    public static TextConstruct? Read(Reading from)
    {
        var type = from.At.Attribute("type")?.ToLowerInvariant() ?? "";
        var mode = from.At.Attribute("mode")?.ToLowerInvariant();
        return mode switch
        {
            "escaped" => Escaped(from, type),
            "base64" => Base64(from, type),
            "xml" => Inline(from, type),
            _ => ByType(from, type),
        };
    }

    private static TextConstruct? ByType(Reading from, string type)
    {
        if (type is "html" or "text/html")
            return from.LooseHtml();
        if (IsXhtml(type))
            return from.Markup();
        if (type is "" or "text" or "text/plain" || IsXml(type))
            return Inline(from, type);
        if (type.StartsWith("text/", StringComparison.Ordinal))
            return from.Loose() is { } text ? text with { Type = type } : null;
        return type.Contains('/', StringComparison.Ordinal) ? Base64(from, type) : Inline(from, "");
    }

    /// <summary>Elements are markup whatever the type says; without any, the characters are the text.</summary>
    private static TextConstruct? Inline(Reading from, string type)
    {
        var entities = from.At.Scanner.Entities;
        if (from.Markup(out var hasElements) is not { } markup)
            return null;
        if (IsXml(type) && !IsXhtml(type))
            return markup with { Type = type };
        if (hasElements || IsHtml(type))
            return markup;
        return markup with { Value = References.Decode(markup.Value, entities).Trim(), Type = TextConstruct.Text };
    }

    private static TextConstruct? Escaped(Reading from, string type)
    {
        if (IsHtml(type) || IsXhtml(type))
            return from.LooseHtml();
        return type == "text/plain" ? from.Plain() : from.Loose();
    }

    private static TextConstruct? Base64(Reading from, string type)
    {
        if (from.Loose() is not { } text)
            return null;
        var bytes = new byte[text.Value.Length];
        if (!Convert.TryFromBase64String(text.Value, bytes, out var length))
            return text;
        var value = Encoding.UTF8.GetString(bytes, 0, length).Trim();
        // A picture's bytes are no text: they stay as they were sent.
        if (value.Length == 0 || !Utf8.IsValid(bytes.AsSpan(0, length)) || value.Contains('\0', StringComparison.Ordinal))
            return text with { Type = type.Length == 0 ? TextConstruct.Text : type };
        if (IsHtml(type) || IsXhtml(type))
            return text with { Value = value, Type = TextConstruct.Html };
        var isHtml = type.Length > 0 && HtmlWords.LooksLikeHtml(value);
        return text with { Value = value, Type = isHtml ? TextConstruct.Html : TextConstruct.Text };
    }

    private static bool IsHtml(string type) => type is "html" or "text/html";

    private static bool IsXhtml(string type) => type is "xhtml" or "application/xhtml+xml" or "text/xhtml" or "application/xhtml";

    private static bool IsXml(string type) =>
        type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("/xml", StringComparison.Ordinal);
}
