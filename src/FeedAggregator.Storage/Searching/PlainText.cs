using System.Net;

namespace FeedAggregator.Storage.Searching;

/// <summary>The words of safe HTML, for the search index. Not for showing: tags that do not part words leave nothing behind, all others a blank.</summary>
internal static class PlainText
{
    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> InlineNames = Inline.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    public static string Of(string html)
    {
        using var text = new TextBuffer(html.Length + 16);
        Append(text, html);
        return text.Text.ToString();
    }

    public static void Append(TextBuffer text, string html)
    {
        var start = text.Length;
        var from = 0;
        while (from < html.Length)
        {
            var tag = html.IndexOf('<', from);
            if (tag < 0)
                tag = html.Length;
            text.Append(html.AsSpan(from, tag - from));
            from = EndOfTag(html, tag);
            if (!InlineNames.Contains(NameOf(html, tag, from)))
                text.Append(' ');
        }
        if (text.Text[start..].Contains('&'))
            Decode(text, start);
    }

    private static void Decode(TextBuffer text, int start)
    {
        var decoded = WebUtility.HtmlDecode(text.Text[start..].ToString());
        text.CutTo(start);
        text.Append(decoded);
    }

    private static int EndOfTag(string html, int at)
    {
        var quote = '\0';
        for (; at < html.Length; at++)
        {
            var c = html[at];
            if (quote == '\0' && c == '>')
                return at + 1;
            if (quote == '\0' && c is ('"' or '\''))
                quote = c;
            else if (c == quote)
                quote = '\0';
        }
        return at;
    }

    private static ReadOnlySpan<char> NameOf(string html, int tag, int end)
    {
        var from = Math.Min(tag + 1, end);
        if (from < end && html[from] == '/')
            from++;
        var to = from;
        while (to < end && char.IsAsciiLetterOrDigit(html[to]))
            to++;
        return html.AsSpan(from, to - from);
    }
}
