namespace FeedAggregator.Feeds;

/// <summary>When a feed that answers is polled next: where its items are expected, within what admin, publisher and server allow.</summary>
internal static class NextPoll
{
    /// <summary>What one request may cost, in hours that one item waits: the interval of a steady feed is √(2 × price ÷ rate).</summary>
    public const double PriceItemHours = 0.125;

    public static (DateTimeOffset At, string Reason) Choose(Feed feed, FeedState state, DateTimeOffset now)
    {
        var bounds = PollBounds.Of(feed, state, now);
        var perDay = state.Rhythm?.PerDay ?? 1;
        var wanted = TimeSpan.FromHours(Math.Min(24 * 365, Math.Sqrt(2 * PriceItemHours / (Math.Max(perDay, 1e-6) / 24))));
        var interval = wanted * (1 + (Jitter.Share * ((2 * Jitter.Of(feed.Id)) - 1)));
        var reason = $"About {Words.Of(perDay)} items a day are expected, which is worth a poll every {Words.Of(wanted)}.";
        if (interval < bounds.Floor)
        {
            interval = bounds.Floor;
            reason =
                $"About {Words.Of(perDay)} items a day are expected, but it is polled no more often than every {Words.Of(bounds.Floor)} ({bounds.FloorSetBy}).";
        }
        else if (interval > bounds.Ceiling)
        {
            interval = bounds.Ceiling;
            reason = $"Only about {Words.Of(perDay)} items a day are expected; it is polled every {Words.Of(bounds.Ceiling)} all the same.";
        }

        return SkipWindows.Keep(feed, state.Wishes, now + interval, reason);
    }
}
