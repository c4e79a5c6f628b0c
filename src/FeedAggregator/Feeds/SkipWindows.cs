namespace FeedAggregator.Feeds;

/// <summary>RSS 2.0 <c>skipHours</c> and <c>skipDays</c>, which are GMT whatever the publisher's or our own time zone.</summary>
internal static class SkipWindows
{
    private static readonly TimeSpan Spread = TimeSpan.FromMinutes(10);

    /// <summary>Moves a poll out of the hours in which the publisher wants none, into the first minutes after them.</summary>
    public static (DateTimeOffset At, string Reason) Keep(Feed feed, PollWishes wishes, DateTimeOffset at, string reason)
    {
        if (!Skipped(wishes, at))
        {
            return (at, reason);
        }

        var utc = at.ToUniversalTime();
        var hour = new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
        for (var ahead = 1; ahead <= 7 * 24; ahead++)
        {
            var candidate = hour.AddHours(ahead);
            if (!Skipped(wishes, candidate))
            {
                return (
                    candidate + Jitter.Spread(feed.Id, Spread),
                    $"The publisher wants no polls before {Words.Of(candidate)} (skipHours, skipDays)."
                );
            }
        }

        return (at, reason); // Never is no answer to "when".
    }

    public static bool Skipped(PollWishes wishes, DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return ((wishes.SkipHours >> utc.Hour) & 1) != 0 || ((wishes.SkipDays >> (int)utc.DayOfWeek) & 1) != 0;
    }
}
