using System.Buffers;

namespace FeedAggregator.Parsing.Markup;

internal enum TokenKind
{
    Text,
    CData,
    StartTag,
    EndTag,
    EndOfDocument,
}

/// <summary>Where an attribute's name and value stand in the document; the value is as written, references and all.</summary>
internal readonly record struct AttributeSpan(int NameStart, int NameEnd, int ValueStart, int ValueEnd);

/// <summary>Splits a document into tags and text without ever failing: what is not markup is text. Linear: no character is searched twice.</summary>
/// <remarks>Comments and processing instructions are stepped over; a document type is read for its text entities only.</remarks>
internal sealed class MarkupScanner(char[] buffer, int length, WarningLog log)
{
    private const int InitialAttributes = 16;
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\n>/<=");
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\n><");
    private AttributeSpan[] _attributes = new AttributeSpan[InitialAttributes];
    private readonly ClosingMarks _closing = new();
    private readonly LineCounter _lines = new(buffer);
    private int _at;

    public TokenKind Kind { get; private set; }

    /// <summary>Of a text: its bounds. Of a tag: from '&lt;' to after '&gt;'.</summary>
    public int Start { get; private set; }
    public int End { get; private set; }
    public int NameStart { get; private set; }
    public int NameEnd { get; private set; }
    public bool IsSelfClosing { get; private set; }
    public int AttributeCount { get; private set; }
    public ReadOnlySpan<AttributeSpan> Attributes => _attributes.AsSpan(0, AttributeCount);

    /// <summary>Plain-text entities the document type declares; null when there are none.</summary>
    public DeclaredEntities? Entities { get; private set; }

    public ReadOnlySpan<char> Slice(int start, int end) => buffer.AsSpan(start, end - start);

    /// <summary>The document's last mark closes a tag.</summary>
    public bool EndsWithTag => buffer.AsSpan(0, length).TrimEnd().EndsWith('>');

    public ReadOnlySpan<char> Name => Slice(NameStart, NameEnd);

    private ReadOnlySpan<char> Rest => buffer.AsSpan(_at, length - _at);

    public void Warn(int position, string message)
    {
        if (!log.IsFull)
            log.Add(_lines.LineOf(position), message);
    }

    public void MoveTo(int position) => _at = position;

    public bool Read()
    {
        while (_at < length)
        {
            var rest = Rest;
            if (rest[0] != '<' || !StartsMarkup(rest))
                return ReadText();
            switch (rest[1])
            {
                case '/':
                    return ReadEndTag();
                case '?':
                    Skip("?>", 2, "processing instruction");
                    break;
                case '!':
                    if (rest.StartsWith("<![CDATA["))
                        return ReadCData();
                    SkipDeclaration(rest);
                    break;
                default:
                    return ReadStartTag();
            }
        }
        Kind = TokenKind.EndOfDocument;
        Start = End = length;
        return false;
    }

    private static bool StartsMarkup(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2)
            return false;
        var c = rest[1];
        return IsNameStart(c) || c == '?' || (c == '!' && StartsDeclaration(rest)) || (c == '/' && rest.Length > 2 && IsNameStart(rest[2]));
    }

    private static bool StartsDeclaration(ReadOnlySpan<char> rest) =>
        rest.Length > 2 && (rest[2] is '-' or '[' || char.IsAsciiLetter(rest[2]));

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '_' or ':' || c >= 0x80;

    private bool ReadText()
    {
        Start = _at;
        while (_at < length)
        {
            var rest = Rest;
            if (rest[0] == '<')
            {
                if (StartsMarkup(rest))
                    break;
                Warn(_at, "'<' that starts no tag was read as text");
                _at++;
                continue;
            }
            var next = rest.IndexOf('<');
            _at = next < 0 ? length : _at + next;
        }
        End = _at;
        Kind = TokenKind.Text;
        return true;
    }

    private bool ReadCData()
    {
        Start = _at + "<![CDATA[".Length;
        var close = _closing.Find(buffer, Start, length, "]]>");
        if (close < 0)
            Warn(_at, "the document ends inside a CDATA section");
        End = close < 0 ? length : close;
        _at = close < 0 ? length : close + 3;
        Kind = TokenKind.CData;
        return true;
    }

    private bool ReadEndTag()
    {
        Start = _at;
        NameStart = _at + 2;
        var rest = buffer.AsSpan(NameStart, length - NameStart);
        var name = rest.IndexOfAny(NameEnds);
        NameEnd = name < 0 ? length : NameStart + name;
        rest = buffer.AsSpan(NameEnd, length - NameEnd);
        var close = rest.IndexOfAny('>', '<');
        _at = close < 0 ? length : NameEnd + close + (rest[close] == '>' ? 1 : 0);
        End = _at;
        Kind = TokenKind.EndTag;
        return true;
    }

    private bool ReadStartTag()
    {
        Start = _at;
        NameStart = _at + 1;
        var rest = buffer.AsSpan(NameStart, length - NameStart);
        var name = rest.IndexOfAny(NameEnds);
        NameEnd = name < 0 ? length : NameStart + name;
        _at = NameEnd;
        IsSelfClosing = false;
        AttributeCount = 0;
        ReadAttributes();
        End = _at;
        Kind = TokenKind.StartTag;
        return true;
    }

    private void ReadAttributes()
    {
        while (true)
        {
            SkipSpace();
            if (_at >= length)
            {
                Warn(Start, "the document ends inside a tag");
                return;
            }
            switch (buffer[_at])
            {
                case '>':
                    _at++;
                    return;
                case '<':
                    Warn(_at, "a tag was not closed before the next began");
                    return;
                case '/':
                    _at++;
                    IsSelfClosing = _at < length && buffer[_at] == '>';
                    break;
                default:
                    ReadAttribute();
                    break;
            }
        }
    }

    private void ReadAttribute()
    {
        var nameStart = _at;
        var name = Rest.IndexOfAny(NameEnds);
        _at =
            name < 0 ? length
            : name == 0 ? _at + 1
            : _at + name;
        var nameEnd = _at;
        SkipSpace();
        var (valueStart, valueEnd) = (nameEnd, nameEnd);
        if (_at < length && buffer[_at] == '=')
        {
            _at++;
            SkipSpace();
            (valueStart, valueEnd) = ReadValue();
        }
        else
            Warn(nameStart, "attribute without a value");
        Add(new(nameStart, nameEnd, valueStart, valueEnd));
    }

    private void Add(AttributeSpan attribute)
    {
        if (AttributeCount == ParseLimits.Attributes)
        {
            Warn(attribute.NameStart, $"more than {ParseLimits.Attributes} attributes; the rest are left out");
            return;
        }
        if (AttributeCount == _attributes.Length)
            Array.Resize(ref _attributes, AttributeCount * 2);
        _attributes[AttributeCount++] = attribute;
    }

    private (int Start, int End) ReadValue()
    {
        if (_at < length && buffer[_at] is '"' or '\'')
        {
            var open = _at + 1;
            var close = _closing.Find(buffer, open, length, buffer[_at] == '"' ? "\"" : "'");
            if (close >= 0)
            {
                _at = close + 1;
                return (open, close);
            }
            _at = open;
        }
        Warn(_at, "attribute value without closing quotes");
        var start = _at;
        var end = Rest.IndexOfAny(ValueEnds);
        _at = end < 0 ? length : _at + end;
        return (start, _at);
    }

    private void SkipSpace()
    {
        while (_at < length && buffer[_at] is ' ' or '\t' or '\n')
            _at++;
    }

    private void SkipDeclaration(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("<!--"))
            Skip("-->", 4, "comment");
        else if (rest.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
            SkipDocumentType();
        else
            Skip(">", 2, "declaration");
    }

    private void Skip(string close, int opening, string what)
    {
        var end = _closing.Find(buffer, _at + opening, length, close);
        if (end < 0)
        {
            Warn(_at, $"{what} without an end");
            end = _closing.Find(buffer, _at + opening, length, ">");
        }
        _at = end < 0 ? length : end + (buffer[end] == '>' ? 1 : close.Length);
    }

    /// <summary>Nothing of a document type is processed but declarations of plain text such as <c>&lt;!ENTITY nbsp "&amp;#160;"&gt;</c>.</summary>
    private void SkipDocumentType()
    {
        var start = _at;
        var open = Rest.IndexOfAny('[', '>');
        if (open >= 0 && Rest[open] == '[')
        {
            var close = _closing.Find(buffer, _at + open, length, "]");
            if (close >= 0)
            {
                Entities ??= DeclaredEntities.Read(buffer.AsSpan(_at + open + 1, close - _at - open - 1));
                _at = close;
            }
        }
        Skip(">", _at == start ? 2 : 0, "document type");
    }
}
