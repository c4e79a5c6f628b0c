using System.Net;
using FeedAggregator.Cleaning;
using FeedAggregator.Parsing;

namespace FeedAggregator.Polling;

/// <summary>The words of an entry by which it is told from others and compared with them; the one way to them, for the service and for those who measure it.</summary>
/// <param name="Title">One line; may be empty.</param>
/// <param name="Text">The longer of content and summary; may be empty.</param>
public sealed record EntryText(string Title, string Text)
{
    private const int TitleLength = 500;

    /// <summary>The longest text that is compared and fingerprinted, in UTF-16 code units.</summary>
    internal const int TextLength = 64 * 1024;

    public static EntryText Of(ParsedItem item) =>
        new(
            item.Title is { } title ? Plain(title, TitleLength).ReplaceLineEndings(" ") : "",
            Longest(item) is { } body ? Plain(body, TextLength) : ""
        );

    internal static TextConstruct? Longest(ParsedItem item) =>
        (item.Content?.Value.Length ?? 0) >= (item.Summary?.Value.Length ?? 0) ? item.Content ?? item.Summary : item.Summary;

    internal static string Plain(TextConstruct text, int length) =>
        text.IsHtml ? PlainHtml(text.Value, length) : Cut(text.Value.Trim(), length);

    internal static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>
    /// Some feeds escape their markup twice. A fragment without a single tag whose words are markup was meant to be read again; where there are tags,
    /// an end tag among the words is what an article about markup says, and stays.
    /// </summary>
    private static string PlainHtml(string html, int length)
    {
        var text = PlainText.FromHtml(html, length);
        if (!html.Contains('<', StringComparison.Ordinal) && text.Contains("</", StringComparison.Ordinal))
        {
            return PlainText.FromHtml(PlainText.FromHtml(html, length * 2), length);
        }
        return text.Contains("&#", StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;
    }
}
