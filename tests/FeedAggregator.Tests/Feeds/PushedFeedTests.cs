using FeedAggregator.Feeds;
using FsCheck.Fluent;

namespace FeedAggregator.Tests.Feeds;

/// <summary>What a hub's promise does to the schedule.</summary>
public sealed class PushedFeedTests
{
    private static readonly DateTimeOffset Now = Some.Sunday.AddDays(30);
    private static readonly FeedState Polled = Some.Steady(Some.Feed(), TimeSpan.FromMinutes(30), Now);
    private static readonly FeedState Pushed = Polled with { PushedUntil = Now.AddDays(9), PushedAt = Now.AddHours(-1) };

    [Fact]
    public void A_feed_whose_hub_pushes_is_polled_once_a_day()
    {
        var after = PollSchedule.Unchanged(Some.Feed(), Pushed, Some.Facts(), Now);

        Assert.InRange(after.NextPollAt - Now, TimeSpan.FromHours(21), TimeSpan.FromHours(24));
        Assert.Contains("hub pushes", after.NextPollReason, StringComparison.Ordinal);
        Assert.True(Polled.NextPollAt - Now < TimeSpan.FromHours(3));
    }

    [Fact]
    public void A_rest_ends_with_the_lease()
    {
        var after = PollSchedule.Unchanged(Some.Feed(), Pushed with { PushedUntil = Now.AddHours(8) }, Some.Facts(), Now);

        Assert.InRange(after.NextPollAt - Now, TimeSpan.FromHours(7), TimeSpan.FromHours(9));
    }

    [Theory]
    [InlineData("no push ever came")]
    [InlineData("a poll found what should have been pushed")]
    [InlineData("items were missed")]
    [InlineData("the lease has ended")]
    public void A_promise_that_is_not_kept_changes_nothing(string why)
    {
        var doubtful = why switch
        {
            "no push ever came" => Pushed with { PushedAt = null },
            "a poll found what should have been pushed" => Pushed with { PushMissedAt = Now.AddMinutes(-5) },
            "items were missed" => Pushed with { GapPace = TimeSpan.FromHours(1) },
            _ => Pushed with { PushedUntil = Now },
        };

        var after = PollSchedule.Unchanged(Some.Feed(), doubtful, Some.Facts(), Now);

        Assert.True(after.NextPollAt - Now < TimeSpan.FromHours(3));
    }

    [Fact]
    public void A_poll_that_finds_news_before_the_hub_has_pushed_it_doubts_the_hub_until_it_pushes_again()
    {
        var missed = PollSchedule.Succeeded(Some.Feed(), Pushed, Some.Facts(), Some.Found(Now.AddMinutes(-9)), Now);
        var pushed = PollSchedule.Pushed(missed, Some.Found(Now.AddMinutes(1)), Now.AddMinutes(1));
        var rested = PollSchedule.Unchanged(Some.Feed(), pushed, Some.Facts(), Now.AddHours(1));

        Assert.True(missed.NextPollAt - Now < TimeSpan.FromHours(3));
        Assert.True(rested.NextPollAt - Now > TimeSpan.FromHours(20));
    }

    [Fact]
    public void A_push_teaches_the_rhythm_and_moves_no_poll() =>
        Some.Holds(
            from every in Some.Span
            from items in Gen.Choose(0, 5)
            select (every, items),
            sample =>
            {
                var state = Some.Steady(Some.Feed(), sample.every < TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : sample.every, Now);
                var at = Now.AddMinutes(20);
                var after = PollSchedule.Pushed(state, Some.Found([.. Enumerable.Repeat(at, sample.items)]), at);
                return (after.NextPollAt, after.Validators, after.LastPollAt, after.BodyHash, after.WindowItems)
                        == (state.NextPollAt, state.Validators, state.LastPollAt, state.BodyHash, state.WindowItems)
                    && after.LastNewItemAt == (sample.items > 0 ? at : state.LastNewItemAt)
                    && after.PushedAt == at;
            }
        );

    [Fact]
    public void The_interval_stays_between_floor_and_ceiling_however_a_hub_promises() =>
        Some.Holds(
            from floor in Gen.Choose(1, 600)
            from longer in Gen.Choose(0, 3000)
            from lease in Some.Span
            select (floor, longer, lease),
            sample =>
            {
                var feed = Some.Feed() with
                {
                    Interval = TimeSpan.FromMinutes(sample.floor),
                    MaxInterval = TimeSpan.FromMinutes(sample.floor + sample.longer),
                };
                var after = PollSchedule.Unchanged(feed, Pushed with { PushedUntil = Now + sample.lease }, Some.Facts(), Now);
                return after.NextPollAt - Now >= feed.Interval && after.NextPollAt - Now <= feed.MaxInterval;
            }
        );
}
