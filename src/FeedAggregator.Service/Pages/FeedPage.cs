using FeedAggregator.Digests.Rendering;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Languages;
using FeedAggregator.Pushing;
using FeedAggregator.Service.Api;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Pages;

/// <summary>One feed: how it fares, when it is polled next and why, its last polls and items.</summary>
internal sealed class FeedPage(FrameLanguage words, DateTimeOffset now)
{
    /// <summary>What its hub does for it, in English; null when none does.</summary>
    public string? Push { get; init; }

    public string Render(PageFrame frame, FeedOverview feed, IReadOnlyList<PollRecord> polls, IReadOnlyList<ItemSummary> items)
    {
        var name = FeedAnswer.NameOf(feed);
        var html = new HtmlWriter();
        html.Write(
            $"<header class=\"masthead\">\n<p class=\"kicker\"><a href=\"/feeds\">{words.Feeds}</a></p>\n<h1 dir=\"auto\">{name}</h1>\n"
        );
        html.Write($"<p class=\"facts\">{FeedsPage.FeedState(feed, words)}</p>\n</header>\n");
        html.Write(
            $"{new FeedExplanation(words, now, frame.TimeZone).Of(feed, Push)}{Facts(feed, frame.TimeZone)}{Items(feed, items, frame.TimeZone)}{Polls(polls, frame.TimeZone)}"
        );
        return PageShell.Page(frame, words, name, words.FeedsText, html.ToHtml());
    }

    private Html Facts(FeedOverview feed, TimeZoneInfo zone)
    {
        var schedule = PollSchedule.Explain(feed.Feed, feed.State, now);
        var html = new HtmlWriter().Write($"<dl class=\"facts-list\">\n");
        Fact(html, words.Address, Link(feed.Feed.Url));
        if (feed.State.MovedTo is { } moved)
        {
            Fact(html, words.MovedTo, Link(moved));
        }
        if (feed.State.SiteUrl is { } site)
        {
            Fact(html, words.Site, Link(site));
        }
        if (feed.Feed.Tags.Count > 0)
        {
            Fact(html, words.Tags, Html.Of($"{string.Join(", ", feed.Feed.Tags)}"));
        }
        Fact(html, words.ItemsStored, Html.Of($"{words.Items((int)Math.Min(int.MaxValue, feed.Items))}"));
        Fact(html, words.ItemsADay, Html.Of($"{(schedule.ItemsPerDay is { } rate ? words.Rate(rate) : "–")}"));
        Fact(html, words.LastSuccess, feed.State.LastSuccessAt is { } at ? Moment(at, zone) : Html.Of($"{words.Never}"));
        Fact(html, words.NextPoll, schedule.NextPollAt is { } next ? Moment(next, zone) : Html.Of($"{words.NotPolled}"));
        Fact(html, words.AtMostEvery, Html.Of($"{words.Duration(schedule.Floor)} <small{English}>({schedule.FloorSetBy})</small>"));
        return html.Write($"</dl>\n").ToHtml();
    }

    private Html Items(FeedOverview feed, IReadOnlyList<ItemSummary> items, TimeZoneInfo zone)
    {
        if (items.Count == 0)
        {
            return default;
        }
        var html = new HtmlWriter();
        html.Write(
            $"<section class=\"corrections\" aria-labelledby=\"items\">\n<h2 class=\"group\" id=\"items\">{words.LastItems}</h2>\n<ul>\n"
        );
        foreach (var item in items)
        {
            var language = item.Language is { } tag && FrameLanguage.Find(tag) != words ? Html.Of($" lang=\"{tag}\"") : default;
            html.Write($"<li><span dir=\"auto\"{language}>{Title(item)}</span>\n<p class=\"meta\">{Moment(item.NewsAt, zone)}</p></li>\n");
        }
        html.Write(
            $"</ul>\n<p class=\"onward\"><a href=\"/digest?feed={feed.Feed.Id}&amp;since=7d\">{words.AllItems}</a></p>\n</section>\n"
        );
        return html.ToHtml();
    }

    private Html Title(ItemSummary item)
    {
        var title = item.Title.Trim().Length > 0 ? item.Title : words.Untitled;
        return WebLink.OrNull(item.Link) is { } link ? Html.Of($"<a href=\"{link}\">{title}</a>") : Html.Of($"{title}");
    }

    private Html Polls(IReadOnlyList<PollRecord> polls, TimeZoneInfo zone)
    {
        if (polls.Count == 0)
        {
            return default;
        }
        var html = new HtmlWriter();
        html.Write($"<section aria-labelledby=\"polls\">\n<h2 class=\"group\" id=\"polls\">{words.LastPolls}</h2>\n");
        html.Write($"<div class=\"wide\" role=\"group\" aria-labelledby=\"polls\" tabindex=\"0\"><table class=\"polls\">\n<thead><tr>");
        foreach (var head in new[] { words.PolledAt, words.Outcome, "HTTP", words.Entries, words.NewItems, words.Bytes, words.Seconds })
        {
            html.Write($"<th scope=\"col\">{head}</th>");
        }
        html.Write($"</tr></thead>\n<tbody>\n");
        foreach (var poll in polls)
        {
            var seconds = poll.Duration.TotalSeconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
            html.Write(
                $"<tr><td>{Moment(poll.At, zone)}</td><td>{Outcome(poll)}</td><td>{(poll.HttpStatus > 0 ? Html.Of($"{poll.HttpStatus}") : default)}</td>"
            );
            html.Write($"<td>{poll.ItemsSeen}</td><td>{poll.ItemsNew}</td><td>{poll.WireBytes}</td><td>{seconds}</td></tr>\n");
        }
        return html.Write($"</tbody>\n</table></div>\n</section>\n").ToHtml();
    }

    private Html Outcome(PollRecord poll)
    {
        var html = new HtmlWriter().Write($"{words.PollOutcome(poll.Outcome.Name())}");
        if (poll.FailureClass is { } failure)
        {
            html.Write($" <small>{words.Failure(failure.Name())}</small>");
        }
        return html.ToHtml();
    }

    private static void Fact(HtmlWriter html, string name, Html value) => html.Write($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");

    private static Html Link(string address) =>
        WebLink.OrNull(address) is { } link ? Html.Of($"<a href=\"{link}\">{address}</a>") : Html.Of($"{address}");

    private Html Moment(DateTimeOffset at, TimeZoneInfo zone) =>
        Html.Of(
            $"<time datetime=\"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)}\">{words.ShortDateAndTime(TimeZoneInfo.ConvertTime(at, zone).DateTime)}</time>"
        );

    private Html English => words.Tag == "en" ? default : Html.Of($" lang=\"en\"");
}
