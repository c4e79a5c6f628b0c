namespace FeedAggregator.Feeds;

/// <summary>Reads a publisher's hints, which may hold any nonsense, into wishes we can keep.</summary>
internal static class Wishing
{
    public static PollWishes From(PublisherHints hints)
    {
        var ttl = Math.Max(0, hints.TtlMinutes ?? 0);
        var period = Math.Max(0, hints.UpdatePeriodMinutes ?? 0);
        return new PollWishes
        {
            Minutes = Math.Max(ttl, period),
            MinutesFrom =
                ttl == 0 && period == 0 ? null
                : ttl >= period ? "the feed's ttl"
                : "the feed's update period",
            SkipHours = hints.SkipHours.Where(hour => hour is >= 0 and <= 24).Aggregate(0, (bits, hour) => bits | (1 << (hour % 24))),
            SkipDays = hints.SkipDays.Where(day => (int)day is >= 0 and <= 6).Aggregate(0, (bits, day) => bits | (1 << (int)day)),
        };
    }
}
