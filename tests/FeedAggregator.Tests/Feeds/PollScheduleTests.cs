using System.Text.Json;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FsCheck.Fluent;

namespace FeedAggregator.Tests.Feeds;

public sealed class PollScheduleTests
{
    [Fact]
    public void The_interval_stays_between_floor_and_ceiling() =>
        Some.Holds(
            from id in Some.Id
            from now in Some.Instant
            from every in Some.Span
            from floor in Gen.Choose(1, 600)
            from longer in Gen.Choose(0, 3000)
            select (id, now, every, floor, longer),
            sample =>
            {
                var feed = Some.Feed(sample.id) with
                {
                    Interval = TimeSpan.FromMinutes(sample.floor),
                    MaxInterval = TimeSpan.FromMinutes(sample.floor + sample.longer),
                };
                var state = Some.Steady(feed, sample.every < TimeSpan.FromMinutes(2) ? TimeSpan.FromMinutes(2) : sample.every, sample.now);
                return state.NextPollAt - sample.now >= feed.Interval && state.NextPollAt - sample.now <= feed.MaxInterval;
            }
        );

    [Fact]
    public void No_poll_comes_before_the_server_says_the_document_is_stale() =>
        Some.Holds(
            from now in Some.Instant
            from fresh in Some.Span
            from answered in Gen.Elements(true, false)
            select (now, fresh, answered),
            sample =>
            {
                var feed = Some.Feed();
                var known = Some.Steady(feed, TimeSpan.FromMinutes(30), sample.now.AddHours(-1));
                var facts = Some.Facts(freshUntil: sample.now + sample.fresh);
                var state = sample.answered
                    ? PollSchedule.Succeeded(feed, known, facts, Some.Found(sample.now.AddMinutes(-5)), sample.now)
                    : PollSchedule.Unchanged(feed, known, facts, sample.now);
                var asked = sample.fresh < feed.MaxInterval ? sample.fresh : feed.MaxInterval;
                return state.NextPollAt >= sample.now + asked && state.NextPollAt <= sample.now + feed.MaxInterval;
            }
        );

    [Fact]
    public void Retry_after_is_honoured_up_to_a_week() =>
        Some.Holds(
            from now in Some.Instant
            from wait in Some.Span
            from step in Gen.Choose(0, 9)
            from failure in Gen.Elements(FailureClass.RateLimited, FailureClass.Http5xx)
            select (now, wait, step, failure),
            sample =>
            {
                var state = Some.NewState with { FailureStep = sample.step };
                var after = PollSchedule.Failed(Some.Feed(), state, Some.Failure(sample.failure, sample.now + sample.wait), sample.now);
                var asked = sample.wait < TimeSpan.FromDays(7) ? sample.wait : TimeSpan.FromDays(7);
                return after.NextPollAt >= sample.now + asked && after.NextPollAt <= sample.now + TimeSpan.FromDays(7.01);
            }
        );

    [Fact]
    public void The_same_feed_gets_the_same_answer_and_feeds_alike_are_spread()
    {
        var now = Some.Sunday.AddHours(9);

        var once = Some.Steady(Some.Feed("a"), TimeSpan.FromHours(6), now);
        var again = Some.Steady(Some.Feed("a"), TimeSpan.FromHours(6), now);
        var others = Enumerable
            .Range(0, 500)
            .Select(number => Some.Steady(Some.Feed($"feed-{number}"), TimeSpan.FromHours(6), now).NextPollAt)
            .ToArray();

        Assert.Equal(once, again);
        Assert.True(others.Max() - others.Min() > 0.15 * (others.Min() - now));
        Assert.True(others.Distinct().Count() > 490);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(600)]
    public void A_feed_that_publishes_less_often_is_not_polled_sooner(int everyMinutes)
    {
        var feed = Some.Feed();
        var busy = Some.Steady(feed, TimeSpan.FromMinutes(everyMinutes), Some.Sunday);

        var calm = Some.Steady(feed, TimeSpan.FromMinutes(everyMinutes * 3), Some.Sunday);

        Assert.True(busy.NextPollAt <= calm.NextPollAt);
    }

    [Fact]
    public void Polls_gather_where_the_feed_publishes()
    {
        // Ten items each day between 08:00 and 09:00, for four weeks.
        var feed = Some.Feed();
        var now = Some.Sunday.AddHours(12);
        var times = Enumerable
            .Range(1, 28)
            .SelectMany(day => Enumerable.Range(0, 10).Select(part => Some.Sunday.AddDays(-day).AddHours(8).AddMinutes(6 * part)));

        var state = PollSchedule.Succeeded(feed, Some.NewState, Some.Facts(), Some.Found([.. times]), now);
        var polls = new List<DateTimeOffset>();
        for (var at = state.NextPollAt; at < now.AddDays(1); at = state.NextPollAt)
        {
            polls.Add(at);
            state = PollSchedule.Unchanged(feed, state, Some.Facts(), at);
        }

        var (busy, calm) = (polls.Count(at => at.Hour is 8 or 9) / 2.0, polls.Count(at => at.Hour is not (8 or 9)) / 22.0);
        Assert.True(busy > 4 * calm, string.Join(", ", polls));
    }

    [Theory]
    [InlineData("2026-11-04T03:00:00Z")]
    [InlineData("2026-11-04T05:30:00Z")]
    [InlineData("2026-11-06T23:50:00Z")]
    public void Skipped_hours_and_days_are_kept_whatever_the_offset(string at)
    {
        var hints = new PublisherHints { SkipHours = [0, 1, 2, 3, 4, 5, 6, 24], SkipDays = [DayOfWeek.Saturday, DayOfWeek.Sunday] };
        var now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        var state = Some.Steady(Some.Feed(), TimeSpan.FromMinutes(20), now.ToOffset(TimeSpan.FromHours(9)), hints);

        Assert.False(
            state.NextPollAt.UtcDateTime is { DayOfWeek: DayOfWeek.Saturday or DayOfWeek.Sunday } or { Hour: < 7 },
            state.NextPollReason
        );
        Assert.Contains("skip", state.NextPollReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Skipped_hours_hold_for_retries_and_when_all_are_skipped_none_is()
    {
        var night = Some.Steady(Some.Feed(), TimeSpan.FromMinutes(20), Some.Sunday.AddHours(2), new PublisherHints { SkipHours = [2, 3] });
        var always = new PublisherHints { SkipHours = [.. Enumerable.Range(0, 24)] };

        var retry = PollSchedule.Failed(Some.Feed(), night, Some.Failure(FailureClass.Timeout), Some.Sunday.AddHours(2));
        var never = Some.Steady(Some.Feed(), TimeSpan.FromMinutes(20), Some.Sunday, always);

        Assert.Equal(4, retry.NextPollAt.Hour);
        Assert.True(never.NextPollAt < Some.Sunday.AddDays(1));
    }

    [Fact]
    public void The_zone_of_the_clock_and_summer_time_change_nothing() =>
        Some.Holds(
            from now in Some.Instant
            from every in Some.Span
            from offset in Gen.Choose(-12, 14)
            select (now, every, offset),
            sample =>
            {
                var every = sample.every < TimeSpan.FromMinutes(10) ? TimeSpan.FromMinutes(10) : sample.every;
                var here = Some.Steady(Some.Feed(), every, sample.now);
                var there = Some.Steady(Some.Feed(), every, sample.now.ToOffset(TimeSpan.FromHours(sample.offset)));
                return here.NextPollAt == there.NextPollAt && here.Rhythm == there.Rhythm;
            }
        );

    [Fact]
    public void The_publishers_own_pace_raises_the_floor_but_not_above_the_ceiling()
    {
        var hourly = Some.Steady(
            Some.Feed(),
            TimeSpan.FromMinutes(5),
            Some.Sunday,
            new PublisherHints { TtlMinutes = 60, UpdatePeriodMinutes = 30 }
        );
        var absurd = Some.Steady(
            Some.Feed(),
            TimeSpan.FromMinutes(5),
            Some.Sunday,
            new PublisherHints { TtlMinutes = int.MaxValue, UpdatePeriodMinutes = -5 }
        );

        var kept = PollSchedule.Unchanged(Some.Feed(), hourly, Some.Facts(), hourly.NextPollAt);

        Assert.True(hourly.NextPollAt >= Some.Sunday.AddMinutes(60));
        Assert.Contains("ttl", hourly.NextPollReason, StringComparison.Ordinal);
        Assert.True(kept.NextPollAt >= hourly.NextPollAt.AddMinutes(60));
        Assert.Equal(Some.Sunday.AddDays(1), absurd.NextPollAt);
    }

    [Fact]
    public void After_ninety_days_of_silence_a_week_may_pass()
    {
        var feed = Some.Feed();
        var asleep = Some.Steady(feed, TimeSpan.FromDays(1), Some.Sunday);

        var month = PollSchedule.Unchanged(feed, asleep, Some.Facts(), Some.Sunday.AddDays(30));
        var year = PollSchedule.Unchanged(feed, month, Some.Facts(), Some.Sunday.AddDays(300));

        Assert.True(month.NextPollAt <= Some.Sunday.AddDays(31));
        Assert.InRange((year.NextPollAt - Some.Sunday.AddDays(300)).TotalDays, 3, 7);
    }

    [Fact]
    public void A_clock_that_jumps_and_is_put_back_leaves_the_schedule_sane()
    {
        var feed = Some.Feed();
        var before = Some.Steady(feed, TimeSpan.FromHours(2), Some.Sunday);
        var usual = PollSchedule.Unchanged(feed, before, Some.Facts(), Some.Sunday.AddHours(1)).NextPollAt;

        var ahead = PollSchedule.Unchanged(feed, before, Some.Facts(), Some.Sunday.AddYears(1));
        var back = PollSchedule.Unchanged(feed, ahead, Some.Facts(), Some.Sunday.AddHours(1));

        Assert.InRange((back.NextPollAt - usual).TotalMinutes, -15, 15);
        Assert.True(back.Rhythm?.At <= Some.Sunday.AddHours(1));
        Assert.Null(back.SilentSince);
    }

    [Fact]
    public void What_is_known_survives_a_304_and_json()
    {
        var feed = Some.Feed();
        var learned = Some.Steady(
            feed,
            TimeSpan.FromHours(2),
            Some.Sunday,
            new PublisherHints { Title = "News", SkipDays = [DayOfWeek.Monday] }
        );
        var bare = Some.Facts() with { Validators = Validators.None, BodyHash = null, Status = 304 };

        var state = PollSchedule.Unchanged(feed, learned, bare, Some.Sunday.AddHours(1));
        var json = JsonSerializer.Serialize(state);
        var read = JsonSerializer.Deserialize<FeedState>(json);

        Assert.Equal(("\"a\"", "hash", "News"), (state.Validators.ETag, state.BodyHash, state.Title));
        Assert.Equal("https://feed.example/rss", state.FinalUrl);
        Assert.Equal(state, read);
        Assert.True(json.Length < 2000, json);
    }

    [Fact]
    public void An_explanation_says_when_and_on_whose_word()
    {
        var feed = Some.Feed();
        var state = Some.Steady(
            feed,
            TimeSpan.FromMinutes(5),
            Some.Sunday,
            new PublisherHints
            {
                TtlMinutes = 90,
                SkipHours = [4],
                SkipDays = [DayOfWeek.Friday],
            }
        );

        var told = PollSchedule.Explain(feed, state, Some.Sunday.AddMinutes(10));
        var disabled = PollSchedule.Explain(feed with { Enabled = false }, state, Some.Sunday);

        Assert.StartsWith("Next poll at 2026-11-01 01:3", told.Sentence, StringComparison.Ordinal);
        Assert.Contains("the feed's ttl", told.Sentence, StringComparison.Ordinal);
        Assert.Equal((TimeSpan.FromMinutes(90), "the feed's ttl", TimeSpan.FromDays(1)), (told.Floor, told.FloorSetBy, told.Ceiling));
        Assert.InRange(told.ItemsPerDay ?? 0, 250, 310);
        Assert.Equal([4], told.SkipHours);
        Assert.Equal([DayOfWeek.Friday], told.SkipDays);
        Assert.Null(disabled.NextPollAt);
    }
}
