using FeedAggregator.Digests.Rendering;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Languages;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Pages;

/// <summary>
/// Why a feed is polled when it is, and what is wrong with it, in the reader's language as far as what is known can be said in sentences of that language. What the store
/// keeps in words, such as what exactly a server answered, is told as it is, and marked as English.
/// </summary>
internal sealed class FeedExplanation(FrameLanguage words, DateTimeOffset now, TimeZoneInfo zone)
{
    private const int MostFindings = 6;

    /// <param name="push">What its hub does for it, in English; null when none does.</param>
    public Html Of(FeedOverview feed, string? push)
    {
        var html = new HtmlWriter().Write($"<section class=\"notice\">\n<p>{When(feed)}</p>\n");
        foreach (var finding in Findings(feed.State, push).Take(MostFindings))
        {
            html.Write($"<p>{finding}</p>\n");
        }
        return html.Write($"</section>\n").ToHtml();
    }

    private Html When(FeedOverview feed)
    {
        var state = feed.State;
        if (!feed.IsPolled)
        {
            return Html.Of($"{(feed.Feed.Enabled ? words.FeedIsGone : words.FeedIsDisabled)}");
        }
        var when =
            state.NextPollAt <= now ? words.FeedIsDue : words.FeedIsPolledAt(Moment(state.NextPollAt), words.In(state.NextPollAt - now));
        return Html.Of($"{when} {Stored(state.NextPollReason)}");
    }

    private IEnumerable<Html> Findings(FeedState state, string? push)
    {
        if (state.FailingSince is { } failing)
        {
            // English readers get it in more words right behind.
            var cause = IsEnglish || state.FailureClass is not { } failure ? null : words.Failure(failure.Name());
            yield return Html.Of($"{words.FeedFailsSince(Moment(failing), cause)} {Stored(state.FailureText)}");
        }
        if (state.MovedTo is { } moved)
        {
            yield return Html.Of($"{words.FeedHasMoved(moved)}");
        }
        if (state.Move is { } move)
        {
            yield return Html.Of($"{words.FeedIsToMove(move.Target)}");
        }
        if (state.GapAt is { } gap)
        {
            yield return Html.Of($"{words.FeedMayHaveGap(Moment(gap))}");
        }
        if (state.SilentSince is { } silent)
        {
            yield return Html.Of($"{words.FeedIsSilent(Moment(silent))}");
        }
        foreach (var stored in new[] { state.Watch.Finding(now), push }.OfType<string>())
        {
            yield return Stored(stored);
        }
    }

    private bool IsEnglish => words.Tag == "en";

    private string Moment(DateTimeOffset at) => words.ShortDateAndTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private Html Stored(string? text) => IsEnglish ? Html.Of($"{text}") : Html.Of($"<span lang=\"en\">{text}</span>");
}
