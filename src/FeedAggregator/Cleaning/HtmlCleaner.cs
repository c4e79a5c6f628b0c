namespace FeedAggregator.Cleaning;

/// <summary>Makes HTML from strangers safe to show inside our own pages and mail.</summary>
public static class HtmlCleaner
{
    /// <summary>
    /// The fragment with only allow-listed elements, attributes and URL schemes left, its words kept and its relative URLs resolved.
    /// The result is balanced and at most 100 elements deep, cleaning it again changes nothing, and it holds no <c>rel</c> or <c>target</c>:
    /// how links open is for the page around it to say. Never throws; work is bounded (see docs/technotes/cleaning.md).
    /// </summary>
    /// <param name="html">An HTML fragment, or a whole document, however broken.</param>
    /// <param name="baseUrl">Absolute http or https URL that relative ones are resolved against (RFC 3986 section 5.2); else they stay as they are.</param>
    public static string Clean(string html, string? baseUrl) => Clean(html, baseUrl, out _);

    internal static string Clean(string html, string? baseUrl, out CleanedBy by)
    {
        by = CleanedBy.FastPath;
        if (string.IsNullOrEmpty(html) || !SafeWriter.NeedsEscape(html))
            return html ?? "";
        using (var writer = new SafeWriter(baseUrl, html.Length + 64))
        {
            if (FastPath.TryClean(html, writer))
                return Result(html, writer);
        }
        using (var writer = new SafeWriter(baseUrl, html.Length + 64))
        {
            by = CleanedBy.Tree;
            if (TreeCleaner.TryClean(html, writer))
                return Result(html, writer);
        }
        by = CleanedBy.Words;
        return OnlyWords(html);
    }

    /// <summary>What is left of markup too hostile to build a tree from: its words, line by line.</summary>
    private static string OnlyWords(string html)
    {
        var words = PlainText.FromHtml(html);
        using var writer = new SafeWriter(null, words.Length + 64);
        var lineBreak = Element.Find("br")!;
        foreach (var line in words.AsSpan().EnumerateLines())
        {
            if (writer.Html.Length > 0)
            {
                writer.Start(lineBreak);
                writer.EndOfStart(lineBreak);
            }
            writer.Text(line);
        }
        return writer.Html.ToString();
    }

    /// <summary>What needed no change is not copied.</summary>
    private static string Result(string html, SafeWriter writer) => writer.Html.SequenceEqual(html) ? html : writer.Html.ToString();
}

/// <summary>Which way a fragment took.</summary>
internal enum CleanedBy : byte
{
    FastPath,
    Tree,
    Words,
}
