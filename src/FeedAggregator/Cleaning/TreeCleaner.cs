using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace FeedAggregator.Cleaning;

/// <summary>Cleans any markup by way of the tree a browser would make of it (HTML section 13.2, as AngleSharp builds it).</summary>
internal static class TreeCleaner
{
    /// <summary>Elements that go with all they hold: code, styles, other documents, and what browsers don't show.</summary>
    private static readonly HashSet<string> Gone =
    [
        "annotation",
        "annotation-xml",
        "desc",
        "head",
        "metadata",
        "noembed",
        "noframes",
        "script",
        "style",
        "template",
        "title",
    ];

    [ThreadStatic]
    private static IElement? _context;

    /// <summary>False when building the tree would cost too much; <paramref name="writer"/> may then hold a part.</summary>
    public static bool TryClean(string html, SafeWriter writer)
    {
        var nodes = WithinBudget(html, (parser, text) => parser.ParseFragment(text, _context ??= new HtmlParser().ParseDocument("").Body!));
        if (nodes is not null)
            Write(nodes, writer);
        return nodes is not null;
    }

    /// <summary>The tree of a whole page, or null when building it would cost too much.</summary>
    public static IHtmlDocument? TryBuild(string html) => WithinBudget(html, (parser, text) => parser.ParseDocument(text));

    private static T? WithinBudget<T>(string html, Func<HtmlParser, string, T> parse)
        where T : class
    {
        if (html.Length > TreeBudget.MaxLength)
            return null;
        var budget = new TreeBudget();
        var options = new HtmlParserOptions { OnToken = (token, _) => budget.Count(token), SkipComments = true };
        try
        {
            return parse(new HtmlParser(options), UnendedMarkup.End(html));
        }
        catch (TreeBudgetException)
        {
            return null;
        }
    }

    /// <summary>Walks the tree with a stack of its own: a deep one would overflow the thread's.</summary>
    public static void Write(INodeList roots, SafeWriter writer)
    {
        var path = new Stack<(INodeList Nodes, int Next, int Depth, bool Separate)>();
        path.Push((roots, 0, 0, false));
        while (path.TryPop(out var level))
        {
            if (level.Next == level.Nodes.Length)
            {
                writer.EndTo(level.Depth);
                if (level.Separate)
                    Separate(writer);
                continue;
            }
            path.Push(level with { Next = level.Next + 1 });
            var node = level.Nodes[level.Next];
            if (node is IText text)
                WriteText(text.Data, writer);
            else if (node is IElement element && !Gone.Contains(element.LocalName))
                path.Push(Enter(element, writer));
        }
    }

    private static (INodeList Nodes, int Next, int Depth, bool Separate) Enter(IElement element, SafeWriter writer)
    {
        var shown = element.NamespaceUri == NamespaceNames.HtmlUri ? Element.ShownFor(element.LocalName) : null;
        if (shown is { EndsParagraph: true } && writer.HasOpenParagraph())
            writer.EndParagraph();
        var depth = writer.Depth;
        if (shown is null || !writer.Fits(shown))
        {
            var separate =
                shown is { Place: not (Place.Inline or Place.Formatting or Place.Link) } || element.LocalName is "option" or "legend";
            if (separate)
                Separate(writer);
            return (element.ChildNodes, 0, depth, separate);
        }
        writer.Start(shown);
        foreach (var attribute in element.Attributes)
            if (attribute.NamespaceUri is null && Attribute.Find(attribute.LocalName) is { } known)
                writer.Write(shown, known, attribute.Value);
        writer.EndOfStart(shown);
        return (element.ChildNodes, 0, depth, false);
    }

    private static void WriteText(string text, SafeWriter writer)
    {
        while (!writer.FitsText(text))
            writer.End();
        writer.Text(text);
    }

    /// <summary>Keeps words apart where an element that stood between them is not shown.</summary>
    private static void Separate(SafeWriter writer) => writer.Text(" ");
}
