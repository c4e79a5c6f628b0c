using System.Globalization;
using System.Text;
using FeedAggregator.Parsing;

namespace FeedAggregator.Service.Commands;

/// <summary>A feed in a few lines for people at a terminal.</summary>
internal static class FeedSummary
{
    private const int ItemsShown = 10;

    public static string Describe(ParseResult result) =>
        result switch
        {
            ParseResult.Parsed(var feed) => Describe(feed),
            ParseResult.NotAFeed none => Describe(none),
            _ => "",
        };

    private static string Describe(ParseResult.NotAFeed found)
    {
        var text = new StringBuilder($"not a feed: {found.Reason}\n");
        foreach (var url in found.AlternateFeeds)
            text.Append(CultureInfo.InvariantCulture, $"  feed offered there: {url}\n");
        return text.ToString();
    }

    private static string Describe(ParsedFeed feed)
    {
        var text = new StringBuilder();
        Line(text, "title", feed.Title?.Value);
        Line(text, "format", $"{feed.Format.ToString().ToLowerInvariant()}, {feed.Encoding}");
        Line(text, "link", feed.Link);
        Line(text, "self", feed.Self);
        Line(text, "language", feed.Language);
        Line(text, "updated", Date(feed.Updated ?? feed.Published));
        Line(text, "moved to", feed.NewUrl);
        Line(text, "items", feed.Items.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var item in feed.Items.Take(ItemsShown))
            text.Append(CultureInfo.InvariantCulture, $"  {Date(item.Published ?? item.Updated) ?? "no date", -16}  {Name(item)}\n");
        if (feed.Items.Count > ItemsShown)
            text.Append(CultureInfo.InvariantCulture, $"  and {feed.Items.Count - ItemsShown} more\n");
        foreach (var warning in feed.Warnings)
            Line(text, "warning", warning.ToString());
        return text.ToString();
    }

    private static string Name(ParsedItem item) => Listing.OneLine(item.Title?.Value ?? item.Link ?? item.Id ?? "(no title)");

    private static string? Date(DateTimeOffset? date) => date?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (value is not null)
            text.Append(CultureInfo.InvariantCulture, $"{name, -9} {Listing.OneLine(value)}\n");
    }
}
