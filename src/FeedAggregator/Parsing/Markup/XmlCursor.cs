using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Markup;

internal enum NodeKind
{
    None,
    Start,
    End,
    Text,
}

/// <summary>Reads a document forward, one node at a time, as a well-formed tree whatever the tags say: every start has its end.</summary>
internal sealed class XmlCursor(MarkupScanner scanner, string? documentBase, string? documentLanguage)
{
    private Element[] _open = new Element[InitialDepth];
    private const int InitialDepth = 16;
    private readonly NamespaceScope _scope = new();
    private int _impliedEnds;
    private int _cutDepth;
    private int _tooDeep;
    private bool _warnedPrefix;

    public NodeKind Kind { get; private set; }

    /// <summary>Elements open now: at a start the new one counts, at an end the closed one does not any more.</summary>
    public int Depth { get; private set; }

    /// <summary>At a start: that element. At an end: the one that has ended.</summary>
    public Element Current { get; private set; }

    public MarkupScanner Scanner => scanner;

    public Ns Ns => Current.Ns;

    public ReadOnlySpan<char> LocalName => scanner.Slice(Current.LocalStart, Current.NameEnd);

    public string? Base => Current.Base;

    public string? Language => Current.Language;

    /// <summary>The innermost open element.</summary>
    public Element Innermost => Depth > 0 ? _open[Depth - 1] : new(0, 0, 0, Ns.None, documentBase, false, documentLanguage, 0);

    public bool IsCData => scanner.Kind == TokenKind.CData;

    /// <summary>At a text: as written.</summary>
    public ReadOnlySpan<char> RawText => scanner.Slice(scanner.Start, scanner.End);

    /// <summary>The document ended before its elements did.</summary>
    public bool IsCut => _cutDepth > 0;

    /// <summary>Makes the document's references absolute.</summary>
    public UrlBudget Urls { get; } = new(message => scanner.Warn(scanner.Start, message));

    public void Warn(string message) => scanner.Warn(scanner.Start, message);

    /// <summary>
    /// At an element's end: the document ended somewhere inside its children, so that what was read is but a part.
    /// Where only its own end is missing, after a whole tag, the publisher forgot it.
    /// </summary>
    public bool IsTorn => _cutDepth > Depth + 1 || (IsCut && !scanner.EndsWithTag);

    /// <returns>false when the document is over.</returns>
    public bool Read()
    {
        if (_impliedEnds > 0)
            return Close();
        while (scanner.Read())
        {
            switch (scanner.Kind)
            {
                case TokenKind.StartTag when Open():
                    return true;
                case TokenKind.EndTag when MatchEnd():
                    return Close();
                case TokenKind.Text or TokenKind.CData when Depth > 0:
                    Kind = NodeKind.Text;
                    return true;
                case TokenKind.Text when !RawText.IsWhiteSpace():
                    Warn("text outside the document's element was left out");
                    break;
            }
        }
        if (Depth == 0)
        {
            Kind = NodeKind.None;
            return false;
        }
        _cutDepth = Depth;
        Warn("the document ends too early; what is open was closed");
        _impliedEnds = Depth;
        return Close();
    }

    /// <summary>At a start: moves to its end.</summary>
    public void Skip()
    {
        var depth = Depth;
        while (Kind != NodeKind.End || Depth >= depth)
        {
            if (!Read())
                return;
        }
    }

    /// <summary>At a start, before anything else is read: the attribute's decoded value, trimmed; null when missing.</summary>
    /// <param name="name">Without a prefix: an attribute of no namespace, in any case.</param>
    public string? Attribute(string name)
    {
        foreach (var attribute in scanner.Attributes)
        {
            if (scanner.Slice(attribute.NameStart, attribute.NameEnd).Equals(name, StringComparison.OrdinalIgnoreCase))
                return Value(attribute);
        }
        return null;
    }

    /// <summary>As <see cref="Attribute(string)"/>, for an attribute of a namespace.</summary>
    public string? Attribute(Ns ns, string localName)
    {
        foreach (var attribute in scanner.Attributes)
        {
            var name = scanner.Slice(attribute.NameStart, attribute.NameEnd);
            var colon = name.IndexOf(':');
            if (colon <= 0 || !name[(colon + 1)..].SequenceEqual(localName))
                continue;
            _scope.TryResolve(scanner, name[..colon], out var found);
            if (found == ns)
                return Value(attribute);
        }
        return null;
    }

    /// <summary>At the first start: when its namespace or the default one is one nobody knows, its elements are read as the given one's.</summary>
    public void TreatAsNative(Ns ns)
    {
        var colon = scanner.Name.IndexOf(':');
        if (Current.Ns is Ns.Foreign && colon > 0)
            _scope.RebindForeign(scanner, scanner.Name[..colon], ns);
        if (colon < 0)
            _scope.RebindDefault(ns);
        else
            _scope.RebindForeign(scanner, default, ns);
    }

    private string Value(AttributeSpan attribute) =>
        References.Decode(scanner.Slice(attribute.ValueStart, attribute.ValueEnd).Trim(), scanner.Entities).Trim();

    private bool Open()
    {
        if (Depth == ParseLimits.Depth)
        {
            if (_tooDeep == 0)
                Warn($"elements nested deeper than {ParseLimits.Depth} were left out");
            _tooDeep += scanner.IsSelfClosing ? 0 : 1;
            return false;
        }
        if (Depth == _open.Length)
            Array.Resize(ref _open, Depth * 2);
        Current = Describe();
        _open[Depth++] = Current;
        _impliedEnds = scanner.IsSelfClosing ? 1 : 0;
        Kind = NodeKind.Start;
        return true;
    }

    private Element Describe()
    {
        var outer = Innermost;
        var declarations = _scope.Count;
        var (baseUrl, hasBase, language) = (outer.Base, outer.HasXmlBase, outer.Language);
        foreach (var attribute in scanner.Attributes)
        {
            var name = scanner.Slice(attribute.NameStart, attribute.NameEnd);
            if (!name.StartsWith("xml"))
                continue;
            if (name is "xmlns")
                _scope.Declare(scanner, attribute.NameEnd, attribute.NameEnd, scanner.Slice(attribute.ValueStart, attribute.ValueEnd));
            else if (name.StartsWith("xmlns:"))
                _scope.Declare(
                    scanner,
                    attribute.NameStart + 6,
                    attribute.NameEnd,
                    scanner.Slice(attribute.ValueStart, attribute.ValueEnd)
                );
            else if (name is "xml:base")
                (baseUrl, hasBase) = (Urls.Resolve(outer.Base, Value(attribute)), true);
            else if (name is "xml:lang")
                language = Value(attribute);
        }
        var colon = scanner.Name.IndexOf(':');
        var local = colon < 0 ? scanner.NameStart : scanner.NameStart + colon + 1;
        return new(scanner.NameStart, local, scanner.NameEnd, Resolve(colon), baseUrl, hasBase, language, declarations);
    }

    private Ns Resolve(int colon)
    {
        var prefix = colon < 0 ? default : scanner.Name[..colon];
        if (!_scope.TryResolve(scanner, prefix, out var ns) && !_warnedPrefix)
        {
            _warnedPrefix = true;
            Warn($"the prefix \"{prefix[..Math.Min(prefix.Length, 40)]}\" is not declared; read by its usual meaning");
        }
        return ns;
    }

    /// <summary>Decides how many open elements an end tag ends.</summary>
    private bool MatchEnd()
    {
        if (_tooDeep > 0)
        {
            _tooDeep--;
            return false;
        }
        var name = scanner.Name;
        for (var i = Depth - 1; i >= 0; i--)
        {
            if (!scanner.Slice(_open[i].NameStart, _open[i].NameEnd).Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            _impliedEnds = Depth - i;
            if (_impliedEnds > 1)
                Warn($"<{Name(Depth - 1)}> was not closed before </{Name(i)}>");
            return true;
        }
        Warn($"</{name[..Math.Min(name.Length, 40)]}> ends nothing that is open");
        return false;
    }

    private string Name(int depth)
    {
        var name = scanner.Slice(_open[depth].NameStart, _open[depth].NameEnd);
        return name[..Math.Min(name.Length, 40)].ToString();
    }

    private bool Close()
    {
        _impliedEnds--;
        Current = _open[--Depth];
        _scope.ForgetAfter(Current.Declarations);
        Kind = NodeKind.End;
        return true;
    }
}
