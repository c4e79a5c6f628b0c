using FeedAggregator.Digests.Rendering;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Languages;
using FeedAggregator.Service.Api;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Pages;

/// <summary>How each feed fares: the troubled first, because that is what an admin came for.</summary>
internal sealed class FeedsPage(FrameLanguage words, DateTimeOffset now)
{
    public string Render(PageFrame frame, IReadOnlyList<FeedOverview> feeds, FeedFilter filter)
    {
        var shown = filter.Of(feeds);
        var html = new HtmlWriter();
        html.Write($"<header class=\"masthead\">\n<h1>{words.Feeds}</h1>\n<p class=\"facts\">{words.FeedCount(feeds.Count)} · ");
        html.Write(
            $"{words.Items((int)Math.Min(int.MaxValue, feeds.Sum(x => x.Items)))} · {words.TroubleCount(feeds.Count(FeedFilter.IsTroubled))}</p>\n</header>\n"
        );
        if (feeds.Count == 0)
        {
            html.Write($"<p class=\"notice\">{words.NoFeeds}</p>\n");
        }
        else
        {
            html.Write($"{Choice(filter)}{Table(shown)}{Turn(filter, shown)}");
        }
        return PageShell.Page(frame, words, words.Feeds, words.FeedsText, html.ToHtml());
    }

    private Html Choice(FeedFilter filter)
    {
        var html = new HtmlWriter();
        html.Write($"<form class=\"filter\" role=\"search\" action=\"/feeds\">\n<label for=\"q\">{words.FindFeed}</label>\n");
        html.Write($"<input id=\"q\" name=\"q\" type=\"search\" maxlength=\"200\" autocapitalize=\"off\" value=\"{filter.Query}\">\n");
        if (filter.OnlyTroubled)
        {
            html.Write($"<input type=\"hidden\" name=\"state\" value=\"trouble\">\n");
        }
        html.Write($"<button type=\"submit\">{words.Show}</button>\n</form>\n<nav class=\"tabs\" aria-label=\"{words.State}\">\n<ul>\n");
        html.Write($"{Tab(words.AllFeeds, filter with { OnlyTroubled = false, Page = 1 }, !filter.OnlyTroubled)}");
        html.Write($"{Tab(words.OnlyTroubled, filter with { OnlyTroubled = true, Page = 1 }, filter.OnlyTroubled)}</ul>\n</nav>\n");
        return html.ToHtml();

        static Html Tab(string text, FeedFilter to, bool current) =>
            Html.Of($"<li><a href=\"{to.Url()}\"{(current ? Html.Of($" aria-current=\"true\"") : default)}>{text}</a></li>\n");
    }

    private Html Table(FeedSelection shown)
    {
        if (shown.Found == 0)
        {
            return Html.Of($"<p class=\"notice\">{words.NoFeedFound}</p>\n");
        }
        var html = new HtmlWriter();
        html.Write($"<table class=\"feeds\">\n<thead><tr><th scope=\"col\">{words.Feed}</th><th scope=\"col\">{words.State}</th>");
        html.Write($"<th scope=\"col\">{words.ItemsADay}</th><th scope=\"col\">{words.LastSuccess}</th>");
        html.Write($"<th scope=\"col\">{words.NextPoll}</th></tr></thead>\n<tbody>\n");
        foreach (var feed in shown.Feeds)
        {
            Row(html, feed);
        }
        return html.Write($"</tbody>\n</table>\n").ToHtml();
    }

    private void Row(HtmlWriter html, FeedOverview feed)
    {
        var answer = FeedAnswer.Of(feed);
        var schedule = PollSchedule.Explain(feed.Feed, feed.State, now);
        html.Write($"<tr><th scope=\"row\"><a href=\"/feeds/{answer.Id}\" dir=\"auto\">{answer.Name}</a>");
        if (answer.Tags.Count > 0)
        {
            html.Write($" <small>{string.Join(", ", answer.Tags)}</small>");
        }
        html.Write($"</th>\n<td data-label=\"{words.State}\">{FeedState(feed, words)}</td>");
        html.Write($"<td data-label=\"{words.ItemsADay}\">{(schedule.ItemsPerDay is { } rate ? words.Rate(rate) : "–")}</td>");
        html.Write($"<td data-label=\"{words.LastSuccess}\">{(answer.LastSuccessAt is { } at ? words.Ago(now - at) : words.Never)}</td>");
        // The store keeps the reason in English.
        var reason = words.Tag == "en" ? Html.Of($" title=\"{answer.NextPollReason}\"") : default;
        html.Write(
            $"<td data-label=\"{words.NextPoll}\"{reason}>{(schedule.NextPollAt is { } next ? words.In(next - now) : words.NotPolled)}</td></tr>\n"
        );
    }

    /// <summary>The state, and for what is in trouble why, in plain words.</summary>
    public static Html FeedState(FeedOverview feed, FrameLanguage words)
    {
        var status = FeedAnswer.Of(feed).Status;
        var html = new HtmlWriter().Write($"<span class=\"state {status}\">{words.FeedStatus(status)}</span>");
        if (feed.Feed.Enabled && feed.State.FailureClass is { } failure)
        {
            html.Write($" <small>{words.Failure(failure.Name())}</small>");
        }
        return html.ToHtml();
    }

    private Html Turn(FeedFilter filter, FeedSelection shown)
    {
        if (shown.Pages == 1)
        {
            return default;
        }
        var html = new HtmlWriter().Write($"<nav class=\"neighbours\" aria-label=\"{words.Pages}\">\n");
        if (shown.Page > 1)
        {
            html.Write($"<a rel=\"prev\" href=\"{(filter with { Page = shown.Page - 1 }).Url()}\">← {words.Previous}</a>\n");
        }
        html.Write($"<p>{words.PageOf(shown.Page, shown.Pages)}</p>\n");
        if (shown.Page < shown.Pages)
        {
            html.Write($"<a rel=\"next\" href=\"{(filter with { Page = shown.Page + 1 }).Url()}\">{words.Next} →</a>\n");
        }
        return html.Write($"</nav>\n").ToHtml();
    }
}
