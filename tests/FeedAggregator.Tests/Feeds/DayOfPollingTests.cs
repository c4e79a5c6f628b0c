using FeedAggregator.Feeds;

namespace FeedAggregator.Tests.Feeds;

/// <summary>Twenty-four hours of 2,000 feeds on 400 hosts, compressed: the schedule, and a governor that leaves each host two seconds and dials 32 at most.</summary>
public sealed class DayOfPollingTests
{
    private const int Feeds = 2000;
    private const int Hosts = 400;
    private static readonly TimeSpan PerHost = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Exchange = TimeSpan.FromMilliseconds(400);

    [Fact]
    public void A_day_of_two_thousand_feeds_is_calm_for_hosts_and_quick_for_news()
    {
        var day = Run();

        // The first round is as fast as manners allow and no faster; after it, the load is flat.
        Assert.True(day.BusiestSecond <= 32 * Math.Ceiling(1 / Exchange.TotalSeconds), $"{day.BusiestSecond} requests in one second");
        Assert.Equal(0, day.TooNear);
        Assert.True(
            day.BusiestMinuteLater < 4 * day.Requests / (24.0 * 60),
            $"{day.BusiestMinuteLater} in one minute, {day.Requests} in a day"
        );
        Assert.True(day.BusiestHost < 24 * 60 / 15 * 6, $"{day.BusiestHost} requests for five or six feeds of one host");
        Assert.InRange(day.MeanWaitMinutes, 1, 30);
        Assert.True(day.LongestDelaySeconds < 60, $"a due poll waited {day.LongestDelaySeconds} s for its turn");
    }

    private sealed record Day(
        int Requests,
        double BusiestSecond,
        int TooNear,
        int BusiestMinuteLater,
        int BusiestHost,
        double MeanWaitMinutes,
        double LongestDelaySeconds
    );

    private static Day Run()
    {
        var dice = new Random(7);
        var publishers = Enumerable
            .Range(0, Feeds)
            .Select(number => Publish(dice, perDay: Math.Exp((dice.NextDouble() * 8) - 3.5)))
            .ToArray();
        var due = new PriorityQueue<int, DateTimeOffset>(Enumerable.Range(0, Feeds).Select(feed => (feed, Some.Sunday)));
        var states = Enumerable.Repeat(Some.NewState, Feeds).ToArray();
        var seen = new int[Feeds];
        var hostFree = new DateTimeOffset[Hosts];
        var lanes = new PriorityQueue<int, DateTimeOffset>(Enumerable.Range(0, 32).Select(lane => (lane, Some.Sunday)));
        var (starts, waits, tooNear, longest) = (new List<(DateTimeOffset At, int Host)>(), new List<double>(), 0, TimeSpan.Zero);
        while (due.TryDequeue(out var feed, out var dueAt) && dueAt < Some.Sunday.AddDays(1))
        {
            lanes.TryPeek(out _, out var laneFree);
            var host = feed % Hosts;
            var at = new[] { dueAt, hostFree[host], laneFree }.Max();
            if (at > dueAt)
            {
                due.Enqueue(feed, at); // Its turn has not come: others whose host is free go first.
                continue;
            }

            var planned = states[feed].NextPollAt;
            longest = starts.Count > Feeds && at - planned > longest ? at - planned : longest;
            tooNear += at < hostFree[host] ? 1 : 0;
            hostFree[host] = at + Exchange + PerHost;
            lanes.DequeueEnqueue(0, at + Exchange);
            starts.Add((at, host));
            states[feed] = Poll(feed, states[feed], publishers[feed], ref seen[feed], at, waits);
            due.Enqueue(feed, states[feed].NextPollAt);
        }

        return new Day(
            starts.Count,
            Busiest(starts, TimeSpan.FromSeconds(1)),
            tooNear,
            Busiest(starts.Where(start => start.At >= Some.Sunday.AddHours(1)), TimeSpan.FromMinutes(1)),
            starts.CountBy(start => start.Host).Max(host => host.Value),
            waits.Average(),
            longest.TotalSeconds
        );
    }

    private static FeedState Poll(int feed, FeedState state, DateTimeOffset[] times, ref int seen, DateTimeOffset at, List<double> waits)
    {
        var from = seen;
        while (seen < times.Length && times[seen] <= at)
        {
            seen++;
        }

        var fresh = times[from..seen];
        if (state.LastSuccessAt is not null)
        {
            waits.AddRange(fresh.Select(time => (at - time).TotalMinutes));
        }

        var (settings, facts) = (Some.Feed($"feed-{feed}"), Some.Facts());
        return fresh.Length == 0 && state.LastSuccessAt is not null
            ? PollSchedule.Unchanged(settings, state, facts, at)
            : PollSchedule.Succeeded(settings, state, facts, Some.Found(fresh), at);
    }

    private static DateTimeOffset[] Publish(Random dice, double perDay)
    {
        var times = new List<DateTimeOffset>();
        for (
            var at = Some.Sunday.AddDays(-25 / perDay);
            at < Some.Sunday.AddDays(1);
            at = at.AddDays(-Math.Log(1 - dice.NextDouble()) / perDay)
        )
        {
            times.Add(at);
        }

        return [.. times];
    }

    private static int Busiest(IEnumerable<(DateTimeOffset At, int Host)> starts, TimeSpan slot) =>
        starts.CountBy(start => start.At.Ticks / slot.Ticks).Max(count => count.Value);
}
