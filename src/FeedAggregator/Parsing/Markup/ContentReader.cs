namespace FeedAggregator.Parsing.Markup;

/// <summary>Reads what an element holds, from its start to its end. Empty is null.</summary>
internal sealed class ContentReader(XmlCursor at) : IDisposable
{
    private readonly TextBuffer _text = new();

    public void Dispose() => _text.Dispose();

    /// <summary>The characters, trimmed, references decoded; of child elements only their characters.</summary>
    public string? Text()
    {
        Gather();
        return Result();
    }

    /// <summary>As <see cref="Text"/>, with the white space around it.</summary>
    public string? ExactText()
    {
        Gather();
        return _text.Length == 0 ? null : _text.ToString();
    }

    private void Gather()
    {
        var depth = at.Depth;
        _text.Clear();
        while (at.Read() && at.Depth >= depth)
        {
            if (at.Kind == NodeKind.Text)
                AppendDecoded();
        }
    }

    /// <summary>
    /// What RSS calls a text: escaped HTML, plain text, or elements that someone forgot to escape. The value is the text to show
    /// or the HTML, and the flag says whether elements were found.
    /// </summary>
    public (string? Value, bool HasElements) Loose()
    {
        var depth = at.Depth;
        var outerBase = at.Base;
        var elements = false;
        _text.Clear();
        while (at.Read() && at.Depth >= depth)
        {
            switch (at.Kind)
            {
                case NodeKind.Text:
                    AppendDecoded();
                    break;
                case NodeKind.Start:
                    elements = true;
                    MarkupWriter.AppendStart(_text, at, outerBase);
                    break;
                default:
                    MarkupWriter.AppendEnd(_text, at);
                    break;
            }
        }
        return (Result(), elements);
    }

    /// <summary>The markup inside an element as HTML, where "&amp;lt;" is a character and not a tag (RFC 4287, 3.1.1.3); without the outer div.</summary>
    public (string? Value, bool HasElements) Markup()
    {
        var depth = at.Depth;
        var outerBase = at.Base;
        var outerDiv = 0;
        var elements = false;
        _text.Clear();
        while (at.Read() && at.Depth >= depth)
        {
            switch (at.Kind)
            {
                case NodeKind.Text:
                    AppendMarkupText();
                    break;
                case NodeKind.Start when outerDiv == 0 && IsOuterDiv(depth):
                    outerDiv = at.Depth;
                    elements = true;
                    break;
                case NodeKind.Start:
                    elements = true;
                    MarkupWriter.AppendStart(_text, at, outerBase);
                    break;
                case NodeKind.End when at.Depth + 1 == outerDiv:
                    outerDiv = -1;
                    break;
                default:
                    MarkupWriter.AppendEnd(_text, at);
                    break;
            }
        }
        return (Result(), elements);
    }

    private bool IsOuterDiv(int depth) =>
        at.Depth == depth + 1 && at.LocalName.Equals("div", StringComparison.OrdinalIgnoreCase) && _text.Span.IsWhiteSpace();

    private string? Result()
    {
        var text = _text.Span.Trim();
        return text.IsEmpty ? null : text.ToString();
    }

    private void AppendDecoded()
    {
        if (at.IsCData)
            _text.Append(at.RawText);
        else if (References.AppendDecoded(_text, at.RawText, at.Scanner.Entities))
            at.Warn("'&' that starts no known reference was read as text");
    }

    private void AppendMarkupText()
    {
        if (at.IsCData)
            MarkupWriter.AppendEscaped(_text, at.RawText);
        else
            _text.Append(at.RawText);
    }
}
