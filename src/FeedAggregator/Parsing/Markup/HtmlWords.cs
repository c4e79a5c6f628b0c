using System.Collections.Frozen;

namespace FeedAggregator.Parsing.Markup;

/// <summary>What HTML calls things, and whether a text is meant as HTML.</summary>
internal static class HtmlWords
{
    private static readonly FrozenSet<string> Void = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
    );

    private static readonly FrozenSet<string> Elements = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            .. Void,
            .. (ReadOnlySpan<string>)
                ["a", "abbr", "acronym", "address", "applet", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blink"],
            .. (ReadOnlySpan<string>)
                ["blockquote", "body", "button", "canvas", "caption", "center", "cite", "code", "colgroup", "dd", "del"],
            .. (ReadOnlySpan<string>)
                ["details", "dfn", "dir", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "font", "footer", "form"],
            .. (ReadOnlySpan<string>)
                ["h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "i", "iframe", "ins", "kbd", "label", "legend", "li"],
            .. (ReadOnlySpan<string>)
                ["main", "map", "mark", "marquee", "math", "menu", "nav", "nobr", "noscript", "object", "ol", "option", "p"],
            .. (ReadOnlySpan<string>)
                ["picture", "pre", "q", "rp", "rt", "ruby", "s", "samp", "script", "section", "select", "small", "span", "strike"],
            .. (ReadOnlySpan<string>)
                ["strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "textarea", "tfoot", "th", "thead"],
            .. (ReadOnlySpan<string>)["time", "title", "tr", "tt", "u", "ul", "var", "video"],
        ]
    );

    /// <summary>Ends of elements whose content is not shown, or not as markup.</summary>
    private static readonly string[] UnshownEnds = ["</iframe", "</noscript", "</script", "</select", "</style", "</textarea", "</title"];

    /// <summary>Attributes that hold an address.</summary>
    private static readonly FrozenSet<string> Addresses = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ["href", "src", "cite", "action", "longdesc", "poster", "background", "data", "formaction", "usemap", "codebase"]
    );

    public static bool IsVoid(ReadOnlySpan<char> name) => Void.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    public static bool IsAddress(ReadOnlySpan<char> name) => Addresses.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    public static bool IsElement(ReadOnlySpan<char> name) => Elements.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    /// <summary>A known tag, a comment, or a character reference: "List&lt;T&gt;" and "AT&amp;T" are plain text.</summary>
    public static bool LooksLikeHtml(ReadOnlySpan<char> text)
    {
        var unended = 0;
        while (true)
        {
            var at = text.IndexOfAny('<', '&');
            if (at < 0)
                return false;
            text = text[at..];
            if (text[0] == '<' ? StartsTag(text[1..], ref unended) : StartsReference(text[1..]))
                return true;
            text = text[1..];
        }
    }

    private static bool StartsTag(ReadOnlySpan<char> text, ref int unended)
    {
        if (text is ['!', '-', '-', ..] or ['!', '[', ..])
            return true;
        if (text is ['/', ..])
            text = text[1..];
        var length = 0;
        while (length < text.Length && length < 12 && char.IsAsciiLetterOrDigit(text[length]))
            length++;
        return length > 0
            && length < text.Length
            && text[length] is '>' or '/' or ' ' or '\n' or '\t'
            && IsElement(text[..length])
            && !SwallowsTheRest(text[..length], text[length..], ref unended);
    }

    /// <summary>"Use &lt;script&gt; with care": an element that is not shown and never ends is spoken of, not meant.</summary>
    /// <param name="unended">A bit for each of <see cref="UnshownEnds"/> that is known not to come any more: a thousand such tags cost one search.</param>
    private static bool SwallowsTheRest(ReadOnlySpan<char> name, ReadOnlySpan<char> rest, ref int unended)
    {
        for (var i = 0; i < UnshownEnds.Length; i++)
        {
            if (!name.Equals(UnshownEnds[i].AsSpan(2), StringComparison.OrdinalIgnoreCase))
                continue;
            if ((unended & (1 << i)) == 0 && !rest.Contains(UnshownEnds[i], StringComparison.OrdinalIgnoreCase))
                unended |= 1 << i;
            return (unended & (1 << i)) != 0;
        }
        return false;
    }

    private static bool StartsReference(ReadOnlySpan<char> text)
    {
        if (text is ['#', ..])
            text = text[1..];
        var length = 0;
        while (length < text.Length && length < 32 && char.IsAsciiLetterOrDigit(text[length]))
            length++;
        return length > 1 && length < text.Length && text[length] == ';';
    }
}
