using FeedAggregator.Fetching;

namespace FeedAggregator.Feeds;

/// <summary>
/// Decides when a feed is polled next and what its polls have taught us. Pure: it gets an instant, never a clock, and the only chance in it
/// is a hash of the feed's id, so that it always says the same of the same.
/// </summary>
public static class PollSchedule
{
    /// <summary>The next poll of a feed that is not polled any more.</summary>
    public static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A failing feed is <see cref="FeedStatus.Stale"/> after this long.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromDays(3);

    /// <summary>A document came and was parsed.</summary>
    public static FeedState Succeeded(Feed feed, FeedState state, FetchFacts facts, PollFindings found, DateTimeOffset now) =>
        Succeeded(feed, state, facts, found, now, NextPoll.PriceItemHours);

    internal static FeedState Succeeded(Feed feed, FeedState state, FetchFacts facts, PollFindings found, DateTimeOffset now, double price)
    {
        var first = state.LastSuccessAt is null;
        var learned = Answered(state, facts, found.Hints.NewUrl, now) with
        {
            Title = found.Hints.Title ?? state.Title,
            SiteUrl = found.Hints.SiteUrl ?? state.SiteUrl,
            Wishes = Wishing.From(found.Hints),
            Validators = facts.Validators,
            BodyHash = facts.BodyHash,
            WindowItems = found.ItemsSeen,
            LastNewItemAt = found.ItemsNew > 0 ? now : state.LastNewItemAt,
            Rhythm = PublishingRhythm.Observe(state.Rhythm, found.NewItemTimes, now),
            PushMissedAt = found.ItemsNew > 0 && state.PushedUntil > now ? now : state.PushMissedAt,
        };
        return Due(feed, GapDetector.Judge(feed, state, learned, found.WindowReachedLastSeen || first, now), now, price);
    }

    /// <summary>304, or the very bytes of last time.</summary>
    public static FeedState Unchanged(Feed feed, FeedState state, FetchFacts facts, DateTimeOffset now) =>
        Unchanged(feed, state, facts, now, NextPoll.PriceItemHours);

    internal static FeedState Unchanged(Feed feed, FeedState state, FetchFacts facts, DateTimeOffset now, double price)
    {
        var learned = Answered(state, facts, null, now) with
        {
            // A 304 may name newer validators, and need not repeat the old ones (RFC 9110 §15.4.5).
            Validators = facts.Validators == Validators.None ? state.Validators : facts.Validators,
            BodyHash = facts.BodyHash ?? state.BodyHash,
            Rhythm = state.Rhythm is null ? null : PublishingRhythm.Observe(state.Rhythm, [], now),
        };
        return Due(feed, GapDetector.Judge(feed, state, learned, reached: true, now), now, price);
    }

    /// <summary>A hub brought a document. The next poll stays where it is: that one push came does not say that none was lost.</summary>
    public static FeedState Pushed(FeedState state, PollFindings found, DateTimeOffset now) =>
        SilenceDetector.Judge(
            state with
            {
                LastNewItemAt = found.ItemsNew > 0 ? now : state.LastNewItemAt,
                Rhythm = PublishingRhythm.Observe(state.Rhythm, found.NewItemTimes, now),
                PushedAt = now,
            },
            now
        );

    /// <summary>No document. The ladder says when to try again; what is known of the feed stays.</summary>
    public static FeedState Failed(Feed feed, FeedState state, FetchResult.Failed failed, DateTimeOffset now)
    {
        var since = Earlier(state.FailingSince, now);
        var goneSince = failed.Class == FailureClass.Gone ? Earlier(state.GoneSince, now) : state.GoneSince;
        var fallen = state with
        {
            LastPollAt = now,
            FailureStep = Math.Min(state.FailureStep + 1, FailureLadder.Steps),
            FailureClass = failed.Class,
            FailureText = failed.Text,
            FailingSince = since,
            GoneSince = goneSince,
            RetryAfter = FailureLadder.Honoured(failed.RetryAfter, now),
            Status = now - since >= StaleAfter ? FeedStatus.Stale : FeedStatus.Failing,
        };
        if (fallen.Status == FeedStatus.Stale && state.MovedTo is not null)
        {
            // Nobody is at home where the feed is said to have moved: back to the address the admin gave.
            fallen = fallen with
            {
                MovedTo = null,
                Validators = Validators.None,
                BodyHash = null,
            };
        }

        if (failed.Class == FailureClass.Gone && now - goneSince >= FailureLadder.GoneApart)
        {
            return fallen with
            {
                Status = FeedStatus.Gone,
                NextPollAt = Never,
                NextPollReason =
                    "The publisher said twice, at least an hour apart, that the feed is gone (410); it is not polled any more.",
            };
        }

        var (at, reason) = FailureLadder.Next(feed, fallen, now);
        return fallen with { NextPollAt = at, NextPollReason = reason };
    }

    /// <summary>The poll failed because we are offline (see <see cref="OfflineCircuit"/>): nothing is held against the feed.</summary>
    public static FeedState WeAreOffline(Feed feed, FeedState state, DateTimeOffset now) =>
        state with
        {
            NextPollAt = now + FailureLadder.OfflinePause + Jitter.Spread(feed.Id, FailureLadder.OfflinePause),
            NextPollReason = "No host could be reached, so the fault seems to be on our side; the feed is tried again within minutes.",
        };

    /// <summary>When the feed is polled next and why, with the facts behind it.</summary>
    public static ScheduleExplanation Explain(Feed feed, FeedState state, DateTimeOffset now) => Explaining.Of(feed, state, now);

    /// <summary>What every answer teaches, changed document or not.</summary>
    private static FeedState Answered(FeedState state, FetchFacts facts, string? newUrl, DateTimeOffset now) =>
        MoveLearner.Judge(state, facts, newUrl, now) with
        {
            Status = FeedStatus.Active,
            LastPollAt = now,
            LastSuccessAt = now,
            FinalUrl = facts.FinalUrl.AbsoluteUri,
            FreshUntil = facts.FreshUntil,
            FailureStep = Math.Max(0, state.FailureStep - 1),
            FailureClass = null,
            FailureText = null,
            FailingSince = null,
            GoneSince = null,
            RetryAfter = null,
        };

    private static FeedState Due(Feed feed, FeedState state, DateTimeOffset now, double price)
    {
        var judged = SilenceDetector.Judge(state, now);
        var (at, reason) = NextPoll.Choose(feed, judged, now, price);
        return judged with { NextPollAt = at, NextPollReason = reason };
    }

    /// <summary>The older of the two; a remembered instant in the future comes from a clock that was put back, and counts as now.</summary>
    private static DateTimeOffset Earlier(DateTimeOffset? remembered, DateTimeOffset now) => remembered < now ? remembered.Value : now;
}
