using System.Text.RegularExpressions;

namespace FeedAggregator.Cleaning;

/// <summary>
/// Ends what publishers left open and parsers would take all the following words into: comments without an end, and elements of which the
/// content is no markup but which were written as XML's empty elements.
/// </summary>
internal static class UnendedMarkup
{
    private const string RawElements = "noembed|script|style|title";

    /// <summary>Linear in the input: an automaton that never goes back.</summary>
    private static readonly Regex SelfClosed = new(
        $"""(<({RawElements})(?:\s(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*(?:\s|"[^"<>]*"|'[^'<>]*'))?)/>""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    public static string End(string html) => EndElements(EndComments(OpenFrames(html)));

    /// <summary>
    /// What stands in an inline frame is for those who show none, as we do, and parsers pass over it; so is what follows one that nobody ended.
    /// Under a name without rules of its own it is markup. A CDATA section is XML's: in HTML it is no more than the words that are there.
    /// </summary>
    private static string OpenFrames(string html)
    {
        if (html.Contains("iframe", StringComparison.OrdinalIgnoreCase))
            html = html.Replace("<iframe", "<x-frame", StringComparison.OrdinalIgnoreCase)
                .Replace("</iframe", "</x-frame", StringComparison.OrdinalIgnoreCase);
        return html.Replace("<![CDATA[", "&lt;![CDATA[", StringComparison.Ordinal);
    }

    /// <summary>Without its hyphens an unended comment is a bogus one, which the next greater-than sign ends.</summary>
    private static string EndComments(string html)
    {
        var open = html.IndexOf("<!--", html.LastIndexOf("-->", StringComparison.Ordinal) + 1, StringComparison.Ordinal);
        return open < 0 ? html : string.Concat(html.AsSpan(0, open), html[open..].Replace("<!--", "<!", StringComparison.Ordinal));
    }

    private static string EndElements(string html) =>
        html.Contains("/>", StringComparison.Ordinal) ? SelfClosed.Replace(html, "$1></$2>") : html;
}
