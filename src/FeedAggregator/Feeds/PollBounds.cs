namespace FeedAggregator.Feeds;

/// <summary>Between what intervals a feed may be polled, and on whose word.</summary>
internal readonly record struct PollBounds(TimeSpan Floor, string FloorSetBy, TimeSpan Ceiling)
{
    public static readonly TimeSpan QuietAfter = TimeSpan.FromDays(90);
    private static readonly TimeSpan QuietCeiling = TimeSpan.FromDays(7);

    public static PollBounds Of(Feed feed, FeedState state, DateTimeOffset now)
    {
        var longest = feed.MaxInterval > feed.Interval ? feed.MaxInterval : feed.Interval;
        var ceiling = now - LastSignOfLife(state, now) >= QuietAfter && longest < QuietCeiling ? QuietCeiling : longest;
        var wish = TimeSpan.FromMinutes(state.Wishes.Minutes);
        var floor = (Length: feed.Interval, By: "the admin's interval");
        if (wish > floor.Length)
        {
            floor = (wish, state.Wishes.MinutesFrom ?? "the feed");
        }

        if (state.FreshUntil is { } fresh && fresh - now > floor.Length)
        {
            floor = (fresh - now, "the server's Cache-Control or Expires");
        }

        // A stranger may ask for more patience, but not for a feed that is never seen again.
        return new PollBounds(floor.Length < longest ? floor.Length : longest, floor.By, ceiling);
    }

    private static DateTimeOffset LastSignOfLife(FeedState state, DateTimeOffset now) =>
        state.Rhythm?.LastItemAt ?? state.LastNewItemAt ?? now;
}
