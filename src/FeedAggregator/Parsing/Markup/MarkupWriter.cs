using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Markup;

/// <summary>Writes elements that stand unescaped in a feed (Atom's xhtml, naked markup) as an HTML fragment.</summary>
internal static class MarkupWriter
{
    /// <param name="outerBase">What the fragment's relative URLs will be resolved against; URLs under another xml:base are resolved here.</param>
    public static void AppendStart(TextBuffer to, XmlCursor at, string? outerBase)
    {
        to.Append('<');
        to.Append(Name(at));
        foreach (var attribute in at.Scanner.Attributes)
        {
            var name = at.Scanner.Slice(attribute.NameStart, attribute.NameEnd);
            if (name.StartsWith("xmlns") || name is "xml:base")
                continue;
            var value = at.Scanner.Slice(attribute.ValueStart, attribute.ValueEnd);
            if (at.Base != outerBase && HtmlWords.IsAddress(name))
                AppendResolved(to, at, name, value);
            else
                AppendAttribute(to, name is "xml:lang" ? "lang" : name, value);
        }
        to.Append('>');
    }

    public static void AppendEnd(TextBuffer to, XmlCursor at)
    {
        var name = Name(at);
        if (HtmlWords.IsVoid(name))
            return;
        to.Append("</");
        to.Append(name);
        to.Append('>');
    }

    public static void AppendEscaped(TextBuffer to, ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAny("<>&"); at >= 0; at = text.IndexOfAny("<>&"))
        {
            to.Append(text[..at]);
            to.Append(
                text[at] switch
                {
                    '<' => "&lt;",
                    '>' => "&gt;",
                    _ => "&amp;",
                }
            );
            text = text[(at + 1)..];
        }
        to.Append(text);
    }

    private static ReadOnlySpan<char> Name(XmlCursor at) =>
        at.Ns is Ns.Foreign ? at.Scanner.Slice(at.Current.NameStart, at.Current.NameEnd) : at.LocalName;

    private static void AppendResolved(TextBuffer to, XmlCursor at, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        var url = at.Urls.Resolve(at.Base, References.Decode(value, at.Scanner.Entities));
        to.Append(' ');
        to.Append(name);
        to.Append("=\"");
        AppendEscaped(to, url.Replace("\"", "%22", StringComparison.Ordinal));
        to.Append('"');
    }

    /// <summary>As written: XML's escaping of an attribute is HTML's too.</summary>
    private static void AppendAttribute(TextBuffer to, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        var quote = value.Contains('"') ? '\'' : '"';
        to.Append(' ');
        to.Append(name);
        to.Append('=');
        to.Append(quote);
        to.Append(value);
        to.Append(quote);
    }
}
