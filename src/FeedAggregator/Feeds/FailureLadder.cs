using FeedAggregator.Fetching;

namespace FeedAggregator.Feeds;

/// <summary>When to try again after a failure: soon at first, never less than once a day, and never before the server allows it.</summary>
internal static class FailureLadder
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
    ];

    public static readonly TimeSpan GoneApart = TimeSpan.FromHours(1);
    public static readonly TimeSpan OfflinePause = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);
    private static readonly TimeSpan ResumeSpread = TimeSpan.FromMinutes(5);

    public static int Steps => Pauses.Length;

    /// <summary>A server's <c>Retry-After</c> as far as we follow it: at most 7 days, never the past.</summary>
    public static DateTimeOffset? Honoured(DateTimeOffset? retryAfter, DateTimeOffset now) =>
        retryAfter is not { } asked || asked <= now ? null
        : asked - now > LongestWait ? now + LongestWait
        : asked;

    public static (DateTimeOffset At, string Reason) Next(Feed feed, FeedState state, DateTimeOffset now)
    {
        var pause = Pauses[Math.Clamp(state.FailureStep, 1, Steps) - 1];
        if (!HealsByItself(state.FailureClass))
        {
            // Another answer within a minute is not to be expected: no more often than a feed that works.
            pause = pause < feed.Interval ? feed.Interval : pause;
        }

        if (state.FailureClass == FailureClass.Gone && pause < GoneApart)
        {
            pause = GoneApart;
        }

        var at = now + (pause * (1 + (Jitter.Share * Jitter.Of(feed.Id))));
        var reason =
            $"The last {Words.Times(state.FailureStep, "poll")} failed ({state.FailureClass?.Name()}); it is tried again after {Words.Of(pause)}.";
        if (state.RetryAfter is { } retryAfter && retryAfter >= at)
        {
            at = retryAfter + Jitter.Spread(feed.Id, ResumeSpread);
            reason = $"The server asked to wait until {Words.Of(retryAfter)} (Retry-After).";
        }

        return SkipWindows.Keep(feed, state.Wishes, at, reason);
    }

    private static bool HealsByItself(FailureClass? failure) =>
        failure
            is FailureClass.Timeout
                or FailureClass.Connection
                or FailureClass.Dns
                or FailureClass.Tls
                or FailureClass.Truncated
                or FailureClass.Http5xx;
}
