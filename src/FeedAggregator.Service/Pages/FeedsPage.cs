using FeedAggregator.Digests.Rendering;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Service.Api;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Pages;

/// <summary>How each feed fares: the failing first, because that is what an admin came for.</summary>
internal static class FeedsPage
{
    public static string Render(PageFrame frame, IReadOnlyList<FeedOverview> feeds, DateTimeOffset now)
    {
        var html = new HtmlWriter();
        html.Write(
            $"<header class=\"masthead\">\n<h1>Feeds</h1>\n<p class=\"facts\">{feeds.Count} feeds · {$"{feeds.Sum(x => x.Items):N0}"} items · {feeds.Count(IsTroubled)} in trouble</p>\n</header>\n"
        );
        html.Write(
            $"<div class=\"wide\"><table class=\"feeds\">\n<thead><tr><th scope=\"col\">Feed</th><th scope=\"col\">State</th><th scope=\"col\">Items</th>"
        );
        html.Write($"<th scope=\"col\">Last poll</th><th scope=\"col\">Next poll</th></tr></thead>\n<tbody>\n");
        foreach (
            var feed in feeds.OrderByDescending(IsTroubled).ThenBy(x => FeedAnswer.Of(x).Name, StringComparer.CurrentCultureIgnoreCase)
        )
        {
            Row(html, feed, now);
        }
        html.Write($"</tbody>\n</table></div>\n");
        return PageShell.Page(frame, FeedAggregator.Languages.FrameLanguage.For("en"), "Feeds", "How each feed fares.", html.ToHtml());
    }

    private static void Row(HtmlWriter html, FeedOverview feed, DateTimeOffset now)
    {
        var answer = FeedAnswer.Of(feed);
        html.Write(
            $"<tr><th scope=\"row\"><a href=\"/digest?feed={answer.Id}&amp;since=7d\">{answer.Name}</a> <small>{string.Join(", ", answer.Tags)}</small></th>"
        );
        html.Write($"<td>{answer.Status}");
        if (feed.State.FailureText is { } text)
        {
            html.Write($": <strong>{feed.State.FailureClass?.Name()}</strong> <small>{text}</small>");
        }
        html.Write(
            $"</td><td>{answer.Items}</td><td>{Ago(answer.LastPollAt, now)}</td><td><span title=\"{answer.NextPollReason}\">{In(feed, now)}</span></td></tr>\n"
        );
    }

    private static bool IsTroubled(FeedOverview feed) =>
        feed.Feed.Enabled && feed.State.Status is FeedStatus.Failing or FeedStatus.Stale or FeedStatus.Gone;

    private static string Ago(DateTimeOffset? then, DateTimeOffset now) => then is { } at ? $"{Span(now - at)} ago" : "never";

    private static string In(FeedOverview feed, DateTimeOffset now) =>
        !feed.Feed.Enabled || feed.State.NextPollAt >= PollSchedule.Never ? "–"
        : feed.State.NextPollAt <= now ? "now"
        : $"in {Span(feed.State.NextPollAt - now)}";

    private static string Span(TimeSpan span) =>
        span switch
        {
            { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds} s",
            { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
            { TotalDays: < 1 } => $"{(int)span.TotalHours} h",
            _ => $"{(int)span.TotalDays} d",
        };
}
