using System.Net;
using System.Text;

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

    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length);
        var from = 0;
        while (from < html.Length)
        {
            var tag = html.IndexOf('<', from);
            if (tag < 0)
                tag = html.Length;
            text.Append(html, from, tag - from);
            from = EndOfTag(html, tag);
            if (!Inline.Contains(NameOf(html, tag, from)))
                text.Append(' ');
        }
        return WebUtility.HtmlDecode(text.ToString());
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

    private static string NameOf(string html, int tag, int end)
    {
        var from = Math.Min(tag + 1, end);
        if (from < end && html[from] == '/')
            from++;
        var to = from;
        while (to < end && char.IsAsciiLetterOrDigit(html[to]))
            to++;
        return html[from..to];
    }
}
