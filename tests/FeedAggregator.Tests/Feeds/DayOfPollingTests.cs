using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Fetching.Politeness;

namespace FeedAggregator.Tests.Feeds;

/// <summary>
/// Twenty-four hours of 2,000 new feeds on 400 hosts, compressed: the real schedule and the real book of manners, 32 visits at once, publishers who answer within 400 ms.
/// From six o'clock on, one host wants to be left alone for an hour.
/// </summary>
public sealed class DayOfPollingTests
{
    private const int Feeds = 2000;
    private const int Hosts = 400;
    private const int AtOnce = 32;
    private const int QuietHost = 7;
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Exchange = TimeSpan.FromMilliseconds(400);
    private static readonly DateTimeOffset QuietFrom = Some.Sunday.AddHours(6);
    private static readonly Lazy<List<Visit>> Day = new(Run);

    [Fact]
    public void The_first_round_is_as_fast_as_manners_allow_and_no_faster_and_no_burst_comes_later()
    {
        var day = Day.Value;
        var later = day.Where(x => x.At >= Some.Sunday.AddHours(1)).ToList();

        Assert.InRange(Busiest(day, TimeSpan.FromSeconds(1)), 1, AtOnce * (int)Math.Ceiling(1 / Exchange.TotalSeconds));
        Assert.InRange(Busiest(later, TimeSpan.FromMinutes(1)), 1, 4 * day.Count / (24 * 60));
    }

    [Fact]
    public void No_host_is_asked_twice_within_two_seconds_or_more_often_than_its_feeds_are_worth()
    {
        foreach (var host in Day.Value.GroupBy(x => x.Host))
        {
            var times = host.Select(x => x.At).Order().ToList();

            Assert.All(times.Zip(times.Skip(1)), x => Assert.True(x.Second - x.First >= Exchange + Gap, $"{x.Second - x.First} apart"));
            Assert.InRange(times.Count, 1, Feeds / Hosts * (24 * 60 / 15));
        }
    }

    [Fact]
    public void News_is_found_within_minutes_and_no_due_poll_waits_a_minute_for_its_turn()
    {
        var settled = Day.Value.Skip(Feeds).Where(x => x.Host != QuietHost).ToList();

        Assert.InRange(settled.SelectMany(x => x.Waits).Average(), 1, 30);
        Assert.InRange(settled.Max(x => x.At - x.DueAt), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_host_that_wants_quiet_has_it_for_the_hour_and_its_feeds_come_back_one_by_one()
    {
        var visits = Day.Value.Where(x => x.Host == QuietHost).Select(x => x.At).Order().ToList();
        var told = visits.First(x => x + Exchange >= QuietFrom);

        var back = visits.Where(x => x > told).Take(Feeds / Hosts).ToList();

        Assert.All(back, x => Assert.True(x >= told + Exchange + TimeSpan.FromHours(1), $"asked at {x}"));
        Assert.True(back[^1] - back[0] > 4 * (Gap + Exchange), $"all back within {back[^1] - back[0]}");
    }

    /// <param name="Waits">Minutes that each item found had been waiting.</param>
    private sealed record Visit(DateTimeOffset At, DateTimeOffset DueAt, int Host, double[] Waits);

    private static List<Visit> Run()
    {
        var dice = new Random(7);
        var publishers = Enumerable.Range(0, Feeds).Select(_ => Publish(dice, perDay: Math.Exp((dice.NextDouble() * 8) - 3.5))).ToArray();
        var states = Enumerable.Repeat(Some.NewState with { NextPollAt = Some.Sunday }, Feeds).ToArray();
        var seen = new int[Feeds];
        var book = new PolitenessBook(Gap);
        var (visits, running, told) = (new List<Visit>(), 0, false);
        // What ends is looked at before what begins in the same instant.
        var events = new PriorityQueue<(int Feed, bool Ends), (DateTimeOffset, int)>(
            Enumerable.Range(0, Feeds).Select(feed => ((feed, false), (Some.Sunday, 1)))
        );
        while (events.TryDequeue(out var next, out var when) && when.Item1 < Some.Sunday.AddDays(1))
        {
            var ((feed, ends), now, host) = (next, when.Item1, next.Feed % Hosts);
            if (ends)
            {
                running--;
                book.Leave([$"{host}"], asked: true, now);
                if (host == QuietHost && now >= QuietFrom && !told)
                {
                    book.KeepQuiet($"{host}", now.AddHours(1), now);
                    told = true;
                }
                events.Enqueue((feed, false), (states[feed].NextPollAt, 1));
                continue;
            }
            switch (book.Ask($"{host}", [$"{host}"], forced: false, now))
            {
                case Verdict.Start when running < AtOnce:
                    running++;
                    book.Enter([$"{host}"]);
                    events.Enqueue((feed, true), (now + Exchange, 0));
                    var due = states[feed].NextPollAt;
                    states[feed] = Poll(feed, states[feed], publishers[feed], ref seen[feed], now, out var waits);
                    visits.Add(new Visit(now, due, host, waits));
                    break;
                case Verdict.NotBefore gap:
                    events.Enqueue((feed, false), (gap.At, 1));
                    break;
                case Verdict.Quiet quiet:
                    states[feed] = states[feed] with { NextPollAt = book.Resume($"{host}", quiet.Until, $"feed-{feed}") };
                    events.Enqueue((feed, false), (states[feed].NextPollAt, 1));
                    break;
                default:
                    events.Enqueue((feed, false), (now + TimeSpan.FromMilliseconds(50), 1));
                    break;
            }
        }
        return visits;
    }

    private static FeedState Poll(int feed, FeedState state, DateTimeOffset[] times, ref int seen, DateTimeOffset at, out double[] waits)
    {
        var from = seen;
        while (seen < times.Length && times[seen] <= at)
        {
            seen++;
        }

        var fresh = times[from..seen];
        waits = state.LastSuccessAt is null ? [] : [.. fresh.Select(time => (at - time).TotalMinutes)];

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

    private static int Busiest(IEnumerable<Visit> visits, TimeSpan slot) =>
        visits.CountBy(visit => visit.At.Ticks / slot.Ticks).Max(count => count.Value);
}
