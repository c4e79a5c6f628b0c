namespace FeedAggregator.Feeds;

/// <summary>Puts the schedule's decision and the facts behind it before an admin.</summary>
internal static class Explaining
{
    public static ScheduleExplanation Of(Feed feed, FeedState state, DateTimeOffset now)
    {
        var bounds = PollBounds.Of(feed, state, now);
        var polled = feed.Enabled && state.Status != FeedStatus.Gone;
        return new ScheduleExplanation
        {
            Status = state.Status,
            NextPollAt = polled ? state.NextPollAt : null,
            Sentence = Sentence(feed, state, polled, now),
            ItemsPerDay = state.Rhythm?.From(now).PerDay,
            Floor = bounds.Floor,
            FloorSetBy = bounds.FloorSetBy,
            Ceiling = bounds.Ceiling,
            FailureStep = state.FailureStep,
            FreshUntil = state.FreshUntil,
            RetryAfter = state.RetryAfter,
            SkipHours = [.. Enumerable.Range(0, 24).Where(hour => ((state.Wishes.SkipHours >> hour) & 1) != 0)],
            SkipDays = [.. Enum.GetValues<DayOfWeek>().Where(day => ((state.Wishes.SkipDays >> (int)day) & 1) != 0)],
            Findings = [.. Findings(state, now)],
        };
    }

    private static string Sentence(Feed feed, FeedState state, bool polled, DateTimeOffset now) =>
        !feed.Enabled ? "It is disabled, so it is not polled."
        : !polled ? state.NextPollReason
        : state.NextPollAt <= now ? $"It is due now: {state.NextPollReason}"
        : $"Next poll at {Words.Of(state.NextPollAt)}, in {Words.Of(state.NextPollAt - now)}: {state.NextPollReason}";

    private static IEnumerable<string> Findings(FeedState state, DateTimeOffset now)
    {
        if (state.FailingSince is { } failing)
        {
            yield return $"It has failed since {Words.Of(failing)}: {state.FailureText}";
        }

        if (state.MovedTo is { } moved)
        {
            yield return $"It has moved for good to {moved}, which is polled instead of the address in the feeds file.";
        }

        if (state.Move is { } move)
        {
            yield return $"Its publisher has announced a move to {move.Target}; it is believed after three announcements over a day.";
        }

        if (state.GapAt is { } gap)
        {
            yield return $"At {Words.Of(gap)} its document no longer reached back to the last item seen: items may have been missed.";
        }

        if (state.Watch.Finding(now) is { } validators)
        {
            yield return validators;
        }

        if (state.SilentSince is { } silent)
        {
            yield return $"It has published nothing since {Words.Of(silent)}, far longer than is usual for it.";
        }
    }
}
