namespace FeedAggregator.Feeds;

/// <summary>When a feed that answers is polled next: where its items are expected, within what admin, publisher and server allow.</summary>
internal static class NextPoll
{
    /// <summary>What one request may cost, in hours that one item waits: a steady feed is polled every √(2 × price ÷ rate).</summary>
    public const double PriceItemHours = 0.125;

    /// <summary>A poll is due at the latest when this share of the document is expected to be new, lest items fall out at its end.</summary>
    private const double WindowShare = 0.35;

    /// <summary>A tenth of a day would miss the hour that was chosen with care.</summary>
    private static readonly TimeSpan LongestJitter = TimeSpan.FromMinutes(15);

    public static (DateTimeOffset At, string Reason) Choose(Feed feed, FeedState state, DateTimeOffset now, double price = PriceItemHours)
    {
        var bounds = PollBounds.Of(feed, state, now);
        var rhythm = state.Rhythm ?? PublishingRhythm.Observe(null, [], now);
        var (wanted, reason) = Wanted(state, rhythm, bounds, price, now);
        var at = now + Jittered(feed, bounds, wanted);
        return SkipWindows.Keep(feed, state.Wishes, at, reason);
    }

    private static (TimeSpan Wanted, string Reason) Wanted(
        FeedState state,
        PublishingRhythm rhythm,
        PollBounds bounds,
        double price,
        DateTimeOffset now
    )
    {
        var forecast = rhythm.From(now);
        Span<double> rates = stackalloc double[PollPlacement.Grid.Length - 1];
        forecast.Fill(rates);
        var expected = $"About {Words.Of(forecast.PerDay)} items a day are expected";
        var wanted = TimeSpan.FromHours(PollPlacement.FirstPoll(rates, price, bounds.Floor.TotalHours));
        var by = PollPlacement.ItemsWithin(rates, wanted.TotalHours);
        var reason = $"{expected}, {Words.Of(by)} of them by then, which is when a poll pays best.";
        if (
            state.WindowItems > 0
            && TimeSpan.FromHours(PollPlacement.HoursUntil(rates, state.WindowItems * WindowShare, wanted.TotalHours)) is var full
            && full < wanted
        )
        {
            (wanted, reason) = (full, $"{expected}, and the feed holds only {state.WindowItems}: later, some could be missed.");
        }

        if (RestsUntil(state, now) is { } rests && rests - now > wanted)
        {
            return (
                rests - now < bounds.Ceiling ? rests - now : bounds.Ceiling,
                $"Its hub pushes what is new, until {Words.Of(rests)} at least; it is polled all the same, in case a push was lost."
            );
        }

        if (state.GapPace < wanted)
        {
            (wanted, reason) = (
                state.GapPace.Value,
                $"Items were missed at a slower pace, so it is polled at least every {Words.Of(state.GapPace.Value)} for now."
            );
        }

        return wanted <= bounds.Floor
                ? (bounds.Floor, $"{expected}; it is polled as often as {bounds.FloorSetBy} allows, every {Words.Of(bounds.Floor)}.")
            : wanted >= bounds.Ceiling
                ? (bounds.Ceiling, $"{expected}; it is polled at least every {Words.Of(bounds.Ceiling)} all the same.")
            : (wanted, reason);
    }

    /// <summary>
    /// A hub's promise is believed when it has been kept: publishers name hubs they never tell anything. It has pushed, and no poll since has found what it should have pushed.
    /// </summary>
    private static DateTimeOffset? RestsUntil(FeedState state, DateTimeOffset now) =>
        state.PushedUntil > now && state.GapPace is null && state.PushedAt is { } kept && !(state.PushMissedAt >= kept)
            ? state.PushedUntil
            : null;

    /// <summary>Moves the interval by up to a tenth, at most a quarter of an hour, and never out of its bounds: at a bound, inwards.</summary>
    private static TimeSpan Jittered(Feed feed, PollBounds bounds, TimeSpan interval)
    {
        var place = Jitter.Of(feed.Id);
        var reach = interval * Jitter.Share < LongestJitter ? interval * Jitter.Share : LongestJitter;
        var moved = interval + (reach * ((2 * place) - 1));
        var (least, most) = (bounds.Floor * (1 + (Jitter.Share * place)), bounds.Ceiling * (1 - (Jitter.Share * place)));
        return least >= most ? bounds.Floor
            : moved < least ? least
            : moved > most ? most
            : moved;
    }
}
