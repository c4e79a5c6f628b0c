using System.Buffers;

namespace FeedAggregator.Cleaning;

/// <summary>
/// Writes a fragment that every HTML parser reads back as the tree it was written from: allow-listed elements only, each where tree
/// construction would put it, all closed, every value quoted and escaped. Nothing an input holds can leave its place in the text.
/// </summary>
internal sealed class SafeWriter(string? baseUrl, int capacity) : IDisposable
{
    /// <summary>Elements deeper than this lose their tags, never their words.</summary>
    public const int MaxDepth = 100;

    /// <summary>Left out of text, as are the two overrides that show it in another order than it has.</summary>
    private const string Dropped =
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017"
        + "\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f";
    private const char LeftToRightOverride = '\u202d';
    private const char RightToLeftOverride = '\u202e';

    // ASCII only: the search for these is several times as fast as one that has to look for other characters, too.
    private static readonly SearchValues<char> TextSpecial = SearchValues.Create("&<>\v\f\r" + Dropped);
    private static readonly SearchValues<char> ValueSpecial = SearchValues.Create("\"&<>\v\f\r" + Dropped);
    private static readonly SearchValues<char> TokenChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 #%.,:+-_/"
    );
    private static readonly SearchValues<char> LengthChars = SearchValues.Create("0123456789.%px");

    private readonly Element[] _open = ArrayPool<Element>.Shared.Rent(MaxDepth);
    private readonly SafeUrl _urls = new(baseUrl, SafeUrl.LeastRoom + (8L * capacity));
    private CharBuffer _html = new(capacity);
    private CharBuffer _scratch = new(256);
    private bool _startsPre;
    private bool _startedPre;
    private int _tagStart;
    private ulong _seen;
    private ulong _tiny;

    /// <summary>How many elements are open.</summary>
    public int Depth { get; private set; }

    /// <summary>The innermost open element.</summary>
    public Element? Innermost => Depth == 0 ? null : _open[Depth - 1];

    /// <summary>The innermost open element that is shown.</summary>
    public Element? Current
    {
        get
        {
            var last = Depth - 1;
            while (last >= 0 && _open[last].IsHidden)
                last--;
            return last < 0 ? null : _open[last];
        }
    }

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<char> Html => _html.Span;

    /// <summary>Whether the text holds anything that is markup or may not be shown as it is.</summary>
    public static bool NeedsEscape(ReadOnlySpan<char> text) =>
        text.ContainsAny(TextSpecial) || text.ContainsAny(LeftToRightOverride, RightToLeftOverride);

    /// <summary>Whether tree construction would put the element inside the current one, with nothing closed or moved first.</summary>
    public bool Fits(Element element) =>
        Depth < MaxDepth
        && element.Place switch
        {
            Place.Caption or Place.ColumnGroup or Place.Section => Current?.Place is Place.Table,
            Place.Column => Current?.Place is Place.ColumnGroup,
            Place.Row => Current?.Place is Place.Section,
            Place.Cell => Current?.Place is Place.Row,
            _ when Current is { IsTableFrame: true } => false,
            Place.RubyText => Current is { Name: "ruby" },
            Place.Heading => Current?.Place is not Place.Heading && !HasOpenParagraph(),
            Place.ListItem or Place.Definition => !HasOpen(element.Place) && !HasOpenParagraph(),
            Place.Link => !HasOpenLink(),
            _ => !element.EndsParagraph || !HasOpenParagraph(),
        };

    /// <summary>A paragraph is open around inline elements only: a block would end it.</summary>
    public bool HasOpenParagraph()
    {
        for (
            var i = Depth - 1;
            i >= 0 && _open[i].Place is Place.Inline or Place.Formatting or Place.Link or Place.RubyText or Place.Paragraph;
            i--
        )
            if (_open[i].Place is Place.Paragraph)
                return true;
        return false;
    }

    public bool IsOpen(Element element) => Array.IndexOf(_open, element, 0, Depth) >= 0;

    /// <summary>Closes the open paragraph and what is open in it.</summary>
    public void EndParagraph()
    {
        while (Current is { Place: not Place.Paragraph })
            End();
        End();
    }

    public void Start(Element element)
    {
        _tagStart = _html.Length;
        _seen = _tiny = 0;
        _startedPre = _startsPre;
        _startsPre = false;
        _html.Append(element.Start);
        if (!element.IsVoid)
            _open[Depth++] = element;
    }

    /// <summary>Opens an element of which only the content is shown.</summary>
    public void StartHidden(Element element) => _open[Depth++] = element;

    /// <summary>Ends the start tag of the element just started; a picture of one pixel is a counter, and goes.</summary>
    public void EndOfStart(Element element)
    {
        if (element.Name == "img" && (_tiny == (Attribute.Width | Attribute.Height) || _html.Length == _tagStart + element.Start.Length))
        {
            _html.CutTo(_tagStart);
            _startsPre = _startedPre;
            return;
        }
        // Without controls a reader could not play it.
        if (element.Name is "audio" or "video" && (_seen & Attribute.Controls) == 0)
            _html.Append(" controls");
        _html.Append('>');
        _startsPre = element.Name == "pre";
    }

    public void End()
    {
        var element = _open[--Depth];
        if (element.IsHidden)
            return;
        _html.Append(element.End);
        _startsPre = false;
    }

    public void EndTo(int depth)
    {
        while (Depth > depth)
            End();
    }

    /// <summary>Writes an attribute of the element just started, if it may have it and the value can be made safe.</summary>
    public void Write(Element element, Attribute attribute, ReadOnlySpan<char> value)
    {
        if ((element.Attributes & attribute.Bit) == 0 || (_seen & attribute.Bit) != 0)
            return;
        _seen |= attribute.Bit;
        if (attribute.Kind is ValueKind.Flag)
        {
            _html.Append(' ');
            _html.Append(attribute.Name);
            return;
        }
        if ((attribute.Bit & (Attribute.Width | Attribute.Height)) != 0 && value.Trim() is "0" or "1" or "0px" or "1px")
            _tiny |= attribute.Bit;
        _scratch.CutTo(0);
        switch (attribute.Kind)
        {
            case ValueKind.Link or ValueKind.Source:
                var use =
                    attribute.Kind is ValueKind.Link ? UrlUse.Followed
                    : element.Name == "img" ? UrlUse.Shown
                    : UrlUse.Loaded;
                if (_urls.TryMake(value, use, out var url))
                    WriteValue(attribute, url);
                return;
            case ValueKind.SourceSet:
                SourceSet.Append(value, _urls, ref _scratch);
                WriteUnlessEmpty(attribute, _scratch.Span);
                return;
            case ValueKind.Style:
                InlineStyle.Append(value, ref _scratch);
                WriteUnlessEmpty(attribute, _scratch.Span);
                return;
            case ValueKind.Class:
                WriteUnlessEmpty(attribute, CodeLanguage(value));
                return;
            case ValueKind.Token when value.Length > 100 || value.ContainsAnyExcept(TokenChars):
            case ValueKind.Length when value.Length > 6 || value.ContainsAnyExcept(LengthChars):
            case ValueKind.Number when value.Length > 4 || value.ContainsAnyExceptInRange('0', '9'):
                return;
            default:
                WriteValue(attribute, value);
                return;
        }
    }

    /// <summary>Whether the text would stay where it is: between the parts of a table only white space does.</summary>
    public bool FitsText(ReadOnlySpan<char> text) => Current is not { IsTableFrame: true } || !text.ContainsAnyExcept(" \t\n");

    public void Text(ReadOnlySpan<char> text)
    {
        // A parser drops one line end after <pre>; dropping all of them keeps the output the same when it is read again.
        if (_startsPre)
            text = text.TrimStart("\n\u202d\u202e" + Dropped);
        if (text.IsEmpty)
            return;
        _startsPre = false;
        Escape(text, TextSpecial);
    }

    public void Dispose()
    {
        ArrayPool<Element>.Shared.Return(_open);
        _html.Dispose();
        _scratch.Dispose();
    }

    private static ReadOnlySpan<char> CodeLanguage(ReadOnlySpan<char> classes)
    {
        foreach (var part in classes.Split(' '))
            if (classes[part].StartsWith("language-", StringComparison.Ordinal) && !classes[part].ContainsAnyExcept(TokenChars))
                return classes[part];
        return default;
    }

    private void WriteUnlessEmpty(Attribute attribute, ReadOnlySpan<char> value)
    {
        if (!value.IsEmpty)
            WriteValue(attribute, value);
    }

    private void WriteValue(Attribute attribute, ReadOnlySpan<char> value)
    {
        _html.Append(' ');
        _html.Append(attribute.Name);
        _html.Append("=\"");
        Escape(value, ValueSpecial);
        _html.Append('"');
    }

    private void Escape(ReadOnlySpan<char> text, SearchValues<char> special)
    {
        for (var at = Override(text); at >= 0; at = Override(text))
        {
            EscapeMarkup(text[..at], special);
            text = text[(at + 1)..];
        }
        EscapeMarkup(text, special);
    }

    private static int Override(ReadOnlySpan<char> text) => text.IndexOfAny(LeftToRightOverride, RightToLeftOverride);

    private void EscapeMarkup(ReadOnlySpan<char> text, SearchValues<char> special)
    {
        for (var at = text.IndexOfAny(special); at >= 0; at = text.IndexOfAny(special))
        {
            _html.Append(text[..at]);
            switch (text[at])
            {
                case '&':
                    _html.Append("&amp;");
                    break;
                case '<':
                    _html.Append("&lt;");
                    break;
                case '>':
                    _html.Append("&gt;");
                    break;
                case '"':
                    _html.Append("&quot;");
                    break;
                case '\f' or '\v' or '\r':
                    _html.Append(' ');
                    break;
                default:
                    break;
            }
            text = text[(at + 1)..];
        }
        _html.Append(text);
    }

    private bool HasOpen(Place item)
    {
        for (var i = Depth - 1; i >= 0; i--)
        {
            if (_open[i].Place == item)
                return true;
            if (_open[i] is { EndsParagraph: true, Name: not ("address" or "div"), Place: not Place.Paragraph })
                return false;
            if (_open[i].Place >= Place.Caption)
                return false;
        }
        return false;
    }

    private bool HasOpenLink()
    {
        for (var i = Depth - 1; i >= 0 && _open[i].Place is not (Place.Cell or Place.Caption); i--)
            if (_open[i].Place is Place.Link)
                return true;
        return false;
    }
}
