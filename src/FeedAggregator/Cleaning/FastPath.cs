using System.Buffers;

namespace FeedAggregator.Cleaning;

/// <summary>
/// Cleans in one pass, without a tree, the markup on which no parser has to repair anything: known elements, properly nested, with ordinary
/// attributes. At the first sign of anything else it gives up, and what it wrote is thrown away; see docs/technotes/cleaning.md.
/// </summary>
internal ref struct FastPath
{
    /// <summary>Ends a run of text: markup, and characters a parser changes or drops.</summary>
    private static readonly SearchValues<char> TextStops = SearchValues.Create(
        "<&\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017"
            + "\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f"
    );

    private readonly ReadOnlySpan<char> _html;
    private readonly SafeWriter _writer;
    private CharBuffer _value;
    private int _at;

    private FastPath(ReadOnlySpan<char> html, SafeWriter writer)
    {
        _html = html;
        _writer = writer;
        _value = new(256);
    }

    /// <summary>True when all of it was cleaned; else <paramref name="writer"/> holds a part of it.</summary>
    public static bool TryClean(string html, SafeWriter writer)
    {
        var path = new FastPath(html, writer);
        try
        {
            return path.TryClean();
        }
        finally
        {
            path._value.Dispose();
        }
    }

    private bool TryClean()
    {
        while (_at < _html.Length)
        {
            var rest = _html[_at..];
            var stop = rest.IndexOfAny(TextStops);
            if (stop != 0 && !TryText(stop < 0 ? rest : rest[..stop]))
                return false;
            if (stop < 0)
                break;
            _at += stop;
            var done = _html[_at] switch
            {
                '<' => TryMarkup(),
                '&' => TryReference(),
                _ => false,
            };
            if (!done)
                return false;
        }
        _writer.EndTo(0);
        return true;
    }

    private readonly bool TryText(ReadOnlySpan<char> text)
    {
        if (!_writer.FitsText(text))
            return false;
        _writer.Text(text);
        return true;
    }

    private bool TryReference()
    {
        if (!References.TryRead(_html[_at..], inAttribute: false, out var value, out var length) || !TryText(value))
            return false;
        _at += length;
        return true;
    }

    private bool TryMarkup()
    {
        var rest = _html[(_at + 1)..];
        if (rest.IsEmpty)
            return false;
        if (char.IsAsciiLetter(rest[0]))
            return TryStartTag();
        if (rest[0] == '/')
            return TryEndTag();
        if (rest[0] == '!')
            return TryComment();
        // A less-than sign that starts no markup is text, whatever follows; "<?" starts a comment.
        if (rest[0] == '?' || !TryText("<"))
            return false;
        _at++;
        return true;
    }

    /// <summary>A comment that is one under every parser, old or new: closed, and without two hyphens inside.</summary>
    private bool TryComment()
    {
        var rest = _html[_at..];
        if (!rest.StartsWith("<!--", StringComparison.Ordinal))
            return false;
        rest = rest[4..];
        var end = rest.IndexOf("--", StringComparison.Ordinal);
        if (end < 0 || end + 2 >= rest.Length || rest[end + 2] != '>' || (end > 0 && rest[0] is '>' or '-'))
            return false;
        _at += 4 + end + 3;
        return true;
    }

    private bool TryEndTag()
    {
        _at += 2;
        var name = ReadName();
        if (_at >= _html.Length || _html[_at] != '>')
            return false;
        _at++;
        if (_writer.Innermost is { } innermost && name.Equals(innermost.Name, StringComparison.OrdinalIgnoreCase))
        {
            _writer.End();
            return true;
        }
        if (Element.Find(name) is not { } element)
            return TryEndUnshown(name);
        // No element is waiting for the end tag of one that can't have content; but </br> is read as <br>.
        if (element.IsVoid)
            return element.Name != "br" && !IsInTableFrame && !IsInMath;
        if (!_writer.IsOpen(element))
            return TryStrayEnd(element);
        // The end of a container also ends what may end by itself: items and paragraphs.
        if (element.Place is Place.Block or Place.List or Place.ListItem or Place.Definition or Place.Cell)
        {
            while (_writer.Innermost is { Place: Place.Paragraph or Place.ListItem or Place.Definition } open && open != element)
                _writer.End();
        }
        while (
            _writer.Innermost is { Place: Place.Section or Place.Row } part
            && (element.Place is Place.Table || (element.Place is Place.Section && part.Place is Place.Row))
        )
            _writer.End();
        if (_writer.Innermost != element)
            return false;
        _writer.End();
        return true;
    }

    /// <summary>The end of what is not open is passed over, but for that of a paragraph, which is an empty one.</summary>
    private readonly bool TryStrayEnd(Element element)
    {
        if (IsInTableFrame || IsInMath || element.Place is Place.Heading)
            return false;
        if (element.Place is Place.Paragraph)
        {
            if (!_writer.Fits(element))
                return false;
            Imply(element);
            _writer.End();
        }
        return true;
    }

    private readonly bool TryEndUnshown(ReadOnlySpan<char> name)
    {
        return Unshown.Find(name) is Unshown.Kind.Ignored && !IsInTableFrame && !IsInMath;
    }

    private bool TryStartTag()
    {
        _at++;
        var name = ReadName();
        if (Element.Find(name) is not { } element)
            return TryStartUnshown(name);
        if (IsInMath || !TryPlace(element))
            return false;
        _writer.Start(element);
        if (!TryAttributes(element, out _))
            return false;
        _writer.EndOfStart(element);
        return true;
    }

    /// <summary>An element that goes, with or without its content; what a parser has rules of its own for is left to one.</summary>
    private bool TryStartUnshown(ReadOnlySpan<char> name)
    {
        var kind = Unshown.Find(name);
        if (kind is Unshown.Kind.Repaired || IsInTableFrame || _writer.Depth == SafeWriter.MaxDepth)
            return false;
        if (kind is Unshown.Kind.Math ? IsInMath == name.Equals("math", StringComparison.OrdinalIgnoreCase) : IsInMath)
            return false;
        if (!TryAttributes(null, out var isSelfClosing))
            return false;
        switch (kind)
        {
            case Unshown.Kind.Void or Unshown.Kind.Ignored:
                return true;
            case Unshown.Kind.Raw:
                return isSelfClosing || TrySkipTo(name, isMarkup: false);
            case Unshown.Kind.Math when isSelfClosing:
                // Where MathML holds text, HTML's rules are in force, and there only void elements can close themselves.
                return !IsInMathText && IsInMath;
            case Unshown.Kind.Math when name.Equals("annotation", StringComparison.OrdinalIgnoreCase):
                return TrySkipTo(name, isMarkup: true);
            default:
                // Left open it would change nothing but which end tag is expected next.
                if (isSelfClosing)
                    return true;
                _writer.StartHidden(Unshown.Element(name));
                return true;
        }
    }

    private readonly bool IsInTableFrame => _writer.Current is { IsTableFrame: true };

    private readonly bool IsInMath => _writer.Innermost is { IsHidden: true } open && Unshown.Find(open.Name) is Unshown.Kind.Math;

    private readonly bool IsInMathText => _writer.Innermost is { Name: "mi" or "mo" or "mn" or "ms" or "mtext" };

    /// <summary>Passes over everything up to the end tag of that name, if there is no markup in it that could hide one.</summary>
    private bool TrySkipTo(ReadOnlySpan<char> name, bool isMarkup)
    {
        var rest = _html[_at..];
        for (var end = rest.IndexOf('<'); end >= 0; end = Next(rest, end))
        {
            var tag = rest[(end + 1)..];
            if (tag.StartsWith("!", StringComparison.Ordinal))
                return false;
            if (!tag.StartsWith("/", StringComparison.Ordinal) || !tag[1..].StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                if (isMarkup)
                    return false;
                continue;
            }
            _at += end + name.Length + 3;
            return tag.Length > name.Length + 1 && tag[name.Length + 1] == '>';
        }
        return false;
    }

    private static int Next(ReadOnlySpan<char> text, int at)
    {
        var next = text[(at + 1)..].IndexOf('<');
        return next < 0 ? -1 : at + 1 + next;
    }

    /// <summary>A paragraph, item or row that begins where the one before was not ended ends it; a row or cell brings what must be around it.</summary>
    private readonly bool TryPlace(Element element)
    {
        if (_writer.Innermost is { Place: Place.Paragraph } && element.EndsParagraph)
            _writer.End();
        if (element.Place is Place.ListItem or Place.Definition && _writer.Innermost?.Place == element.Place)
            _writer.End();
        if (element.Place >= Place.Section)
            PlaceInTable(element);
        return _writer.Fits(element);
    }

    private readonly void PlaceInTable(Element element)
    {
        while (_writer.Innermost is { Place: >= Place.Section } open && open.Place >= element.Place)
            _writer.End();
        if (element.Place >= Place.Row && _writer.Innermost is { Place: Place.Table })
            Imply(Element.Find("tbody")!);
        if (element.Place is Place.Cell && _writer.Innermost is { Place: Place.Section })
            Imply(Element.Find("tr")!);
    }

    private readonly void Imply(Element element)
    {
        _writer.Start(element);
        _writer.EndOfStart(element);
    }

    private bool TryAttributes(Element? element, out bool isSelfClosing)
    {
        isSelfClosing = false;
        while (true)
        {
            var blanks = SkipBlanks();
            if (_at >= _html.Length)
                return false;
            if (_html[_at] == '>')
                break;
            if (_html[_at] == '/' && _at + 1 < _html.Length && _html[_at + 1] == '>')
            {
                isSelfClosing = true;
                _at++;
                break;
            }
            if (blanks == 0 || !TryAttribute(element))
                return false;
        }
        _at++;
        return true;
    }

    private bool TryAttribute(Element? element)
    {
        var start = _at;
        while (_at < _html.Length && (char.IsAsciiLetterOrDigit(_html[_at]) || _html[_at] is '-' or '_' or ':'))
            _at++;
        var name = _html[start.._at];
        if (name.IsEmpty || _at >= _html.Length)
            return false;
        ReadOnlySpan<char> value = default;
        if (_html[_at] == '=')
        {
            _at++;
            if (!TryValue(out value))
                return false;
        }
        else if (_html[_at] is not (' ' or '\n' or '\t' or '>' or '/'))
            return false;
        if (element is not null && Attribute.Find(name) is { } attribute && (element.Attributes & attribute.Bit) != 0)
        {
            if (value.ContainsAny(TextStops) && !TryDecode(ref value))
                return false;
            _writer.Write(element, attribute, value);
        }
        return true;
    }

    private bool TryValue(out ReadOnlySpan<char> value)
    {
        value = default;
        if (_at >= _html.Length)
            return false;
        var quote = _html[_at];
        if (quote is not ('"' or '\''))
            return TryBareValue(out value);
        var length = _html[(_at + 1)..].IndexOf(quote);
        if (length < 0)
            return false;
        value = _html.Slice(_at + 1, length);
        _at += length + 2;
        return true;
    }

    private bool TryBareValue(out ReadOnlySpan<char> value)
    {
        var start = _at;
        while (_at < _html.Length && (char.IsAsciiLetterOrDigit(_html[_at]) || _html[_at] is '-' or '_' or '%' or '#' or '.'))
            _at++;
        value = _html[start.._at];
        return !value.IsEmpty && _at < _html.Length && _html[_at] is ' ' or '\n' or '\t' or '>';
    }

    private bool TryDecode(ref ReadOnlySpan<char> value)
    {
        _value.CutTo(0);
        for (var stop = value.IndexOfAny(TextStops); stop >= 0; stop = value.IndexOfAny(TextStops))
        {
            var length = 1;
            var decoded = "<";
            if (value[stop] != '<' && (value[stop] != '&' || !References.TryRead(value[stop..], true, out decoded, out length)))
                return false;
            _value.Append(value[..stop]);
            _value.Append(decoded);
            value = value[(stop + length)..];
        }
        _value.Append(value);
        value = _value.Span;
        return true;
    }

    private ReadOnlySpan<char> ReadName()
    {
        var start = _at;
        while (_at < _html.Length && (char.IsAsciiLetterOrDigit(_html[_at]) || _html[_at] is '-' or ':'))
            _at++;
        return _html[start.._at];
    }

    private int SkipBlanks()
    {
        var start = _at;
        while (_at < _html.Length && _html[_at] is ' ' or '\n' or '\t')
            _at++;
        return _at - start;
    }
}
