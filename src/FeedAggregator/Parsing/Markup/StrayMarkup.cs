namespace FeedAggregator.Parsing.Markup;

/// <summary>Makes text of what an HTML parser would swallow though it is no markup: "&lt;!' x", and a tag without an end.</summary>
internal static class StrayMarkup
{
    public static string Escape(string html)
    {
        var lastEnd = html.LastIndexOf('>');
        var at = NextStray(html, 0, lastEnd);
        if (at < 0)
            return html;
        using var result = new TextBuffer();
        var done = 0;
        for (; at >= 0; at = NextStray(html, at + 1, lastEnd))
        {
            result.Append(html.AsSpan(done, at - done));
            result.Append("&lt;");
            done = at + 1;
        }
        result.Append(html.AsSpan(done));
        return result.ToString();
    }

    private static int NextStray(string html, int from, int lastEnd)
    {
        while (from < html.Length)
        {
            var next = html.AsSpan(from).IndexOf('<');
            if (next < 0)
                return -1;
            from += next;
            if (from > lastEnd || !StartsMarkup(html.AsSpan(from + 1)))
                return from;
            from++;
        }
        return -1;
    }

    private static bool StartsMarkup(ReadOnlySpan<char> text)
    {
        if (text is ['!', var declared, ..])
            return declared == '-' || char.IsAsciiLetter(declared) || (declared == '[' && !text.StartsWith("![CDATA["));
        if (text is ['/', .. var name])
            text = name;
        return text is [var first, ..] && (char.IsAsciiLetter(first) || first is '?' or '!');
    }
}
