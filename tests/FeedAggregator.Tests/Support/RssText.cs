using System.Globalization;
using System.Net;

namespace FeedAggregator.Tests.Support;

/// <summary>Small RSS documents for tests.</summary>
internal static class RssText
{
    public static string Feed(params string[] items) =>
        $"""<?xml version="1.0"?><rss version="2.0"><channel><title>Test Times</title><link>https://times.example/</link>{string.Concat(items)}</channel></rss>""";

    public static string Item(
        string title,
        string? guid = null,
        string? link = null,
        string? text = null,
        DateTimeOffset? published = null
    ) =>
        $"<item>{Element("title", title)}{Element("guid", guid)}{Element("link", link)}{Element("description", text)}{Element("pubDate", published?.ToString("r", CultureInfo.InvariantCulture))}</item>";

    private static string Element(string name, string? value) => value is null ? "" : $"<{name}>{WebUtility.HtmlEncode(value)}</{name}>";
}
