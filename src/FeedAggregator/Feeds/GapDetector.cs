namespace FeedAggregator.Feeds;

/// <summary>Notices that items came and went between two polls, because the document no longer reached the last one seen, and quickens the pace.</summary>
internal static class GapDetector
{
    public static FeedState Judge(Feed feed, FeedState before, FeedState after, bool reached, DateTimeOffset now)
    {
        if (reached)
        {
            var slower = before.GapPace * 1.1;
            return after with { GapPace = slower > feed.MaxInterval ? null : slower };
        }

        var since = before.LastSuccessAt is { } last && last < now ? now - last : feed.Interval;
        return after with { GapAt = now, GapPace = since / 2 > feed.Interval ? since / 2 : feed.Interval };
    }
}
