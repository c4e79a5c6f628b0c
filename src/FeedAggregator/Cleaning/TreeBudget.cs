using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace FeedAggregator.Cleaning;

/// <summary>
/// Bounds what a tree builder does with the tokens it is about to get. Size alone doesn't: a few kilobytes of formatting elements that are
/// never closed make it repeat all of them in every block that follows. Counted from above, so that what passes is cheap for certain:
/// an element leaves the count only when its own end tag follows while it is the innermost one.
/// </summary>
internal sealed class TreeBudget
{
    /// <summary>Longest input, in UTF-16 code units, a tree is built for.</summary>
    public const int MaxLength = 4_000_000;

    /// <summary>Deepest nesting, unclosed elements counted.</summary>
    public const int MaxOpen = 512;

    /// <summary>Nodes and moves, estimated from above.</summary>
    public const int MaxWork = 150_000;

    /// <summary>Most empty elements in XML's way after a picture or formula began: they may or may not be read as such.</summary>
    private const int MaxSelfClosed = 2000;

    private readonly Stack<string> _open = new();
    private int _formatting;
    private int _foreign;
    private int _selfClosed;
    private int _tokens;

    /// <summary>Work counted so far.</summary>
    public int Work { get; private set; }

    /// <exception cref="TreeBudgetException">The budget is spent; the tree must not be built further.</exception>
    public void Count(HtmlToken token)
    {
        _tokens++;
        // Any token may have all open formatting elements created anew before it.
        Work += 1 + _formatting;
        if (token is HtmlTagToken tag)
        {
            // Each attribute of a tag is compared with those before it.
            Work += (int)Math.Min(MaxWork, (long)tag.Attributes.Count * tag.Attributes.Count / 64);
            if (tag.Type is HtmlTokenType.StartTag)
                CountStart(tag);
            else if (tag.Type is HtmlTokenType.EndTag)
                CountEnd(tag.Name);
        }
        if (_open.Count > MaxOpen || _selfClosed > MaxSelfClosed || Work > MaxWork)
            throw new TreeBudgetException();
    }

    private void CountStart(HtmlTagToken tag)
    {
        var name = tag.Name;
        if (Element.ShownFor(name) is { IsVoid: true })
            return;
        if (tag.IsSelfClosing && _foreign > 0)
        {
            _selfClosed++;
            return;
        }
        // <a> inside <a> moves what is between them, as does the end tag of a formatting element that is not innermost.
        if (name == "a")
            Work += _tokens / 16;
        while (_open.TryPeek(out var open) && EndsBefore(open, name))
            _open.Pop();
        _open.Push(name);
        if (IsFormatting(name))
            _formatting++;
        if (name is "svg" or "math")
            _foreign++;
    }

    private void CountEnd(string name)
    {
        while (_open.TryPeek(out var open) && open != name && open is "p" or "li" or "dt" or "dd" or "option" && !IsFormatting(name))
            _open.Pop();
        if (_open.TryPeek(out var innermost) && innermost == name)
        {
            _open.Pop();
            if (IsFormatting(name))
                _formatting--;
        }
        else if (IsFormatting(name))
            Work += _tokens / 16;
    }

    private static bool EndsBefore(string open, string next) =>
        open switch
        {
            "p" => Element.ShownFor(next) is { EndsParagraph: true },
            "li" or "option" or "tr" => open == next,
            "dt" or "dd" => next is "dt" or "dd",
            _ => false,
        };

    private static bool IsFormatting(string name) => name == "nobr" || Element.ShownFor(name)?.Place is Place.Formatting or Place.Link;
}

/// <summary>Markup that would cost a tree builder more than its words are worth.</summary>
internal sealed class TreeBudgetException : Exception;
