using FeedAggregator.Feeds;
using FeedAggregator.Fetching;

namespace FeedAggregator.Tests.Feeds;

public sealed class FeedFindingsTests
{
    private const string Elsewhere = "https://new.example/feed";

    [Fact]
    public void Failures_climb_the_ladder_and_each_success_comes_one_step_down()
    {
        var (now, state) = (Some.Sunday, Some.Steady(Some.Feed(), TimeSpan.FromHours(1), Some.Sunday));
        var pauses = new List<double>();
        for (var poll = 0; poll < 11; poll++)
        {
            state = PollSchedule.Failed(Some.Feed(), state, Some.Failure(FailureClass.Timeout), now);
            pauses.Add((state.NextPollAt - now).TotalMinutes);
            now = state.NextPollAt;
        }

        var better = PollSchedule.Unchanged(Some.Feed(), state, Some.Facts(), now);
        var worse = PollSchedule.Failed(Some.Feed(), better, Some.Failure(FailureClass.Timeout), now);

        double[] ladder = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 1440, 1440];
        Assert.All(pauses.Zip(ladder), pair => Assert.InRange(pair.First, pair.Second, pair.Second * 1.1));
        Assert.Equal((FeedStatus.Active, 8, null), (better.Status, better.FailureStep, better.FailureClass));
        Assert.Equal(9, worse.FailureStep);
    }

    [Fact]
    public void A_feed_that_fails_for_three_days_is_stale_but_still_polled_and_goes_back_to_its_old_address()
    {
        var state = Some.Steady(Some.Feed(), TimeSpan.FromHours(1), Some.Sunday) with { MovedTo = Elsewhere };

        var night = PollSchedule.Failed(Some.Feed(), state, Some.Failure(FailureClass.Dns), Some.Sunday.AddHours(1));
        var days = PollSchedule.Failed(Some.Feed(), night, Some.Failure(FailureClass.Dns), Some.Sunday.AddDays(4));

        Assert.Equal((FeedStatus.Failing, Elsewhere), (night.Status, night.MovedTo));
        Assert.Equal((FeedStatus.Stale, null, Validators.None), (days.Status, days.MovedTo, days.Validators));
        Assert.True(days.NextPollAt < Some.Sunday.AddDays(6));
    }

    [Fact]
    public void An_answer_that_will_not_heal_by_itself_is_not_asked_for_again_before_the_feeds_interval()
    {
        var state = Some.Steady(Some.Feed(), TimeSpan.FromHours(1), Some.Sunday);

        var limited = PollSchedule.Failed(Some.Feed(), state, Some.Failure(FailureClass.RateLimited), Some.Sunday);
        var broken = PollSchedule.Failed(Some.Feed(), state, Some.Failure(FailureClass.ParseError), Some.Sunday);

        Assert.True(limited.NextPollAt >= Some.Sunday.AddMinutes(15));
        Assert.True(broken.NextPollAt >= Some.Sunday.AddMinutes(15));
    }

    [Fact]
    public void A_feed_is_gone_when_410_came_twice_an_hour_apart()
    {
        var gone = Some.Failure(FailureClass.Gone);
        var once = PollSchedule.Failed(Some.Feed(), Some.NewState, gone, Some.Sunday);

        var soon = PollSchedule.Failed(Some.Feed(), once, gone, Some.Sunday.AddMinutes(20));
        var later = PollSchedule.Failed(Some.Feed(), soon, gone, Some.Sunday.AddMinutes(61));
        var recovered = PollSchedule.Unchanged(Some.Feed(), soon, Some.Facts(), Some.Sunday.AddMinutes(30));
        var again = PollSchedule.Failed(Some.Feed(), recovered, gone, Some.Sunday.AddMinutes(61));

        Assert.True(once.NextPollAt >= Some.Sunday.AddHours(1));
        Assert.Equal([FeedStatus.Failing, FeedStatus.Gone, FeedStatus.Failing], [soon.Status, later.Status, again.Status]);
        Assert.Equal(PollSchedule.Never, later.NextPollAt);
        Assert.Null(PollSchedule.Explain(Some.Feed(), later, Some.Sunday).NextPollAt);
    }

    [Fact]
    public void A_move_is_believed_after_three_announcements_over_a_day()
    {
        var state = Move(Some.NewState, Elsewhere, hours: 0);
        state = Move(state, Elsewhere, hours: 1);
        var early = Move(state, Elsewhere, hours: 2);
        var believed = Move(early, Elsewhere, hours: 25);

        var after = Move(believed, null, hours: 26);

        Assert.Equal((null, 3), (early.MovedTo, early.Move?.Times));
        Assert.Equal((Elsewhere, null), (believed.MovedTo, believed.Move));
        Assert.Equal(Elsewhere, after.MovedTo);
    }

    [Fact]
    public void A_move_that_wavers_is_not_believed()
    {
        var state = Move(Move(Some.NewState, Elsewhere, hours: 0), Elsewhere, hours: 20);

        var elsewhere = Move(Move(state, "https://third.example/", hours: 26), Elsewhere, hours: 27);
        var home = Move(Move(state, null, hours: 26), Elsewhere, hours: 27);

        Assert.Equal((null, 1), (elsewhere.MovedTo, elsewhere.Move?.Times));
        Assert.Equal((null, 1), (home.MovedTo, home.Move?.Times));
    }

    [Theory]
    [InlineData("https://new.example/feed", true)]
    [InlineData("http://new.example/feed", false)]
    [InlineData("https://feed.example/rss", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("not an address", false)]
    public void A_new_address_in_the_document_counts_like_a_redirect_when_it_is_a_safe_one(string address, bool counts)
    {
        var found = Some.Found() with { Hints = new PublisherHints { NewUrl = address } };

        var state = PollSchedule.Succeeded(Some.Feed(), Some.NewState, Some.Facts(), found, Some.Sunday);

        Assert.Equal(counts, state.Move is not null);
    }

    [Fact]
    public void A_gap_is_told_and_quickens_the_pace_until_it_heals()
    {
        var feed = Some.Feed();
        var calm = Some.Steady(feed, TimeSpan.FromHours(12), Some.Sunday);
        var at = Some.Sunday.AddHours(4);

        var gap = PollSchedule.Succeeded(feed, calm, Some.Facts(), Some.Found(at) with { WindowReachedLastSeen = false }, at);
        var healed = gap;
        for (var poll = 0; poll < 40; poll++)
        {
            healed = PollSchedule.Unchanged(feed, healed, Some.Facts(), healed.NextPollAt);
        }

        Assert.Equal((at, TimeSpan.FromHours(2)), (gap.GapAt, gap.GapPace));
        Assert.True(gap.NextPollAt <= at.AddHours(2.25), gap.NextPollReason);
        Assert.Contains(PollSchedule.Explain(feed, gap, at).Findings, finding => finding.Contains("missed", StringComparison.Ordinal));
        Assert.Null(healed.GapPace);
    }

    [Fact]
    public void The_first_document_of_a_feed_is_no_gap()
    {
        var found = Some.Found(Some.Sunday) with { WindowReachedLastSeen = false };

        var state = PollSchedule.Succeeded(Some.Feed(), Some.NewState, Some.Facts(), found, Some.Sunday);

        Assert.Null(state.GapAt);
    }

    [Fact]
    public void Silence_far_beyond_the_rhythm_is_told_and_an_item_ends_it()
    {
        var feed = Some.Feed();
        var daily = Some.Steady(feed, TimeSpan.FromDays(1), Some.Sunday);

        var weekend = PollSchedule.Unchanged(feed, daily, Some.Facts(), Some.Sunday.AddDays(2.5));
        var silent = PollSchedule.Unchanged(feed, weekend, Some.Facts(), Some.Sunday.AddDays(12));
        var back = PollSchedule.Succeeded(feed, silent, Some.Facts(), Some.Found(Some.Sunday.AddDays(12.5)), Some.Sunday.AddDays(13));

        Assert.Null(weekend.SilentSince);
        Assert.Equal(Some.Sunday, silent.SilentSince);
        Assert.Null(back.SilentSince);
    }

    [Fact]
    public void Being_offline_counts_against_no_feed()
    {
        var state = Some.Steady(Some.Feed(), TimeSpan.FromHours(1), Some.Sunday);

        var offline = PollSchedule.WeAreOffline(Some.Feed(), state, Some.Sunday.AddHours(1));

        Assert.Equal((state.Status, state.FailureStep, state.LastPollAt), (offline.Status, offline.FailureStep, offline.LastPollAt));
        Assert.InRange((offline.NextPollAt - Some.Sunday.AddHours(1)).TotalMinutes, 3, 6);
    }

    private static FeedState Move(FeedState state, string? to, double hours) =>
        PollSchedule.Unchanged(Some.Feed(), state, Some.Facts(movedTo: to), Some.Sunday.AddHours(hours));
}
