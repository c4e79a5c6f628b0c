using FeedAggregator.Fetching;

namespace FeedAggregator.Feeds;

/// <summary>Believes a permanent move when it was announced three times over a day, always to the same place: one bad night moves no feed.</summary>
internal static class MoveLearner
{
    private const int TimesToBelieve = 3;
    private static readonly TimeSpan Over = TimeSpan.FromDays(1);

    public static FeedState Judge(FeedState state, FetchFacts facts, string? newUrl, DateTimeOffset now)
    {
        var target = facts.MovedTo?.AbsoluteUri ?? Acceptable(newUrl, facts.FinalUrl);
        if (target is null || target == state.MovedTo)
        {
            return state with { Move = null };
        }

        var move =
            state.Move is { } seen && seen.Target == target && seen.FirstAt <= now
                ? seen with
                {
                    Times = seen.Times + 1,
                }
                : new MoveEvidence(target, 1, now);
        return move.Times >= TimesToBelieve && now - move.FirstAt >= Over
            ? state with
            {
                MovedTo = target,
                Move = null,
            }
            : state with
            {
                Move = move,
            };
    }

    /// <summary>An address from the document is believed only when it is elsewhere, on the web, and no step back from https.</summary>
    private static string? Acceptable(string? newUrl, Uri from) =>
        Uri.TryCreate(newUrl, UriKind.Absolute, out var to)
        && (to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp))
        && to != from
            ? to.AbsoluteUri
            : null;
}
