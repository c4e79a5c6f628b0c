namespace FeedAggregator.Benchmarks.Schedule;

/// <summary>What a policy did to a set of feeds while it was measured.</summary>
internal sealed record Outcome(long Requests, int Missed, IReadOnlyList<double> DelayMinutes)
{
    public double Mean => DelayMinutes.Count == 0 ? 0 : DelayMinutes.Average();

    public double Percentile(double share)
    {
        var sorted = DelayMinutes.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}

internal static class Replay
{
    public static Outcome Run(IReadOnlyList<Publisher> publishers, Func<Publisher, IPolicy> policy)
    {
        var requests = 0L;
        var missed = 0;
        var delays = new List<double>();
        foreach (var publisher in publishers)
        {
            var (more, lost) = Run(publisher, policy(publisher), delays);
            requests += more;
            missed += lost;
        }

        return new Outcome(requests, missed, delays);
    }

    private static (long Requests, int Missed) Run(Publisher publisher, IPolicy policy, List<double> delays)
    {
        var times = publisher.Times;
        var (requests, missed, seen, shown) = (0L, 0, 0, 0);
        var at = publisher.From;
        for (var first = true; at < publisher.To; first = false)
        {
            while (shown < times.Length && times[shown] <= at)
            {
                shown++;
            }

            var oldest = Math.Max(0, shown - publisher.Window);
            var fresh = Math.Max(seen, oldest);
            if (!first)
            {
                missed += Enumerable.Range(seen, fresh - seen).Count(item => times[item] >= publisher.MeasureFrom);
                for (var item = fresh; item < shown; item++)
                {
                    if (times[item] >= publisher.MeasureFrom)
                    {
                        delays.Add((at - times[item]).TotalMinutes);
                    }
                }
            }

            requests += at >= publisher.MeasureFrom ? 1 : 0;
            var reached = first || oldest < seen || oldest == 0;
            var view = new PollView(at, times.AsMemory(oldest, shown - oldest), times.AsMemory(fresh, shown - fresh), reached, first);
            seen = shown;
            at += policy.Next(view);
        }

        // What was published after the last poll would be found by the next one; it is as old as the end of the measure makes it.
        for (var item = seen; item < times.Length && times[item] < publisher.To; item++)
        {
            if (times[item] >= publisher.MeasureFrom)
            {
                delays.Add((publisher.To - times[item]).TotalMinutes);
            }
        }

        return (requests, missed);
    }
}
