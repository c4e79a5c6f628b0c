using System.Globalization;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;

namespace FeedAggregator.Benchmarks.Schedule;

/// <summary>What a policy sees at a poll: nothing but what the document shows and what it has seen before.</summary>
/// <param name="Document">Publication times in the document, the oldest first.</param>
/// <param name="New">Those not seen before.</param>
/// <param name="Reached">The document reaches back to the last item seen.</param>
internal readonly record struct PollView(
    DateTimeOffset Now,
    ReadOnlyMemory<DateTimeOffset> Document,
    ReadOnlyMemory<DateTimeOffset> New,
    bool Reached,
    bool First
);

/// <summary>Says when to poll one feed again. A new one for each feed.</summary>
internal interface IPolicy
{
    TimeSpan Next(PollView view);
}

/// <summary>A family of policies with one knob that trades requests for delay; a larger knob means fewer requests.</summary>
/// <param name="Hourly">A guess at the knob that makes one request an hour and feed.</param>
/// <param name="Elasticity">Half as many requests take a knob 2^elasticity as large, more or less.</param>
internal sealed record PolicyFamily(string Name, Func<double, Func<Publisher, IPolicy>> At, double Hourly, double Elasticity = 1.2);

/// <summary>The bounds every policy keeps, so that the formulas are compared and not their defaults.</summary>
internal sealed record Bounds(TimeSpan Floor, TimeSpan Ceiling)
{
    public TimeSpan Clamp(double minutes) => TimeSpan.FromMinutes(Math.Clamp(minutes, Floor.TotalMinutes, Ceiling.TotalMinutes));
}

internal static class Policies
{
    public static PolicyFamily Fixed(Bounds bounds) => new("fixed interval", knob => _ => new FixedInterval(bounds.Clamp(knob)), 60);

    public static IReadOnlyList<PolicyFamily> All(Bounds bounds) =>
        [
            Fixed(bounds),
            new("miniflux entry_frequency", knob => _ => new Miniflux(bounds, knob), 1),
            new("CommaFeed, empirical", knob => _ => new CommaFeed(bounds, knob), 1),
            new("NewsBlur, many readers", knob => publisher => new NewsBlur(bounds, knob, manyReaders: true, publisher.Name), 1),
            new("NewsBlur, one reader", knob => publisher => new NewsBlur(bounds, knob, manyReaders: false, publisher.Name), 1),
            new("FeedAggregator", knob => publisher => new Ours(bounds, knob, publisher.Name), NextPoll.PriceItemHours, Elasticity: 2),
        ];

    private sealed class FixedInterval(TimeSpan interval) : IPolicy
    {
        public TimeSpan Next(PollView view) => interval;
    }

    /// <summary>A week divided by the entries of the last week and a factor (SCHEDULER_ENTRY_FREQUENCY_FACTOR); the longest interval when there are none.</summary>
    private sealed class Miniflux(Bounds bounds, double stretch) : IPolicy
    {
        private readonly Queue<DateTimeOffset> _week = new();

        public TimeSpan Next(PollView view)
        {
            Memory.Keep(_week, view, TimeSpan.FromDays(7));
            return _week.Count == 0 ? bounds.Ceiling : bounds.Clamp(stretch * 7 * 24 * 60 / _week.Count);
        }
    }

    /// <summary>Half the mean time between the document's entries, at most a quarter of the longest interval; a quarter, a half and the whole of that
    /// after 7, 14 and 30 days without an entry. The knob stretches the outcome.</summary>
    private sealed class CommaFeed(Bounds bounds, double stretch) : IPolicy
    {
        public TimeSpan Next(PollView view)
        {
            const double longest = 4 * 60;
            var entries = view.Document.Span;
            if (entries.Length == 0)
            {
                return bounds.Clamp(stretch * longest);
            }

            var quietDays = Math.Floor((view.Now - entries[^1]).TotalDays);
            var mean = entries.Length < 2 ? longest : (entries[^1] - entries[0]).TotalMinutes / (entries.Length - 1);
            var minutes =
                quietDays >= 30 ? longest
                : quietDays >= 14 ? longest / 2
                : quietDays >= 7 ? longest / 4
                : Math.Clamp(mean / 2, 5, longest / 4);
            return bounds.Clamp(stretch * minutes);
        }
    }

    /// <summary>By stories a day over the last month and by readers: a step for one a day and more, falling in proportion below that, hours for none,
    /// longer with each month of silence; then up to a quarter more by chance. The knob stretches the outcome.</summary>
    private sealed class NewsBlur(Bounds bounds, double stretch, bool manyReaders, string name) : IPolicy
    {
        private readonly Queue<DateTimeOffset> _month = new();
        private readonly Random _dice = new(name.Aggregate(17, (hash, letter) => (hash * 31) + letter));

        public TimeSpan Next(PollView view)
        {
            Memory.Keep(_month, view, TimeSpan.FromDays(30));
            var perDay = _month.Count / 30.0;
            var quietMonths = view.Document.IsEmpty ? 1 : (view.Now - view.Document.Span[^1]).TotalDays / 30;
            var minutes =
                perDay >= 1 ? (manyReaders ? 15 : 60)
                : perDay > 0 ? (manyReaders ? 60 : 12 * 60) * (1 - perDay)
                : (manyReaders ? 6 : 12) * 60 * Math.Max(1, quietMonths);
            return bounds.Clamp(stretch * Math.Min(minutes, 12 * 60) * (1 + (_dice.NextDouble() / 4)));
        }
    }

    /// <summary>The product's own schedule, called as the product calls it.</summary>
    private sealed class Ours(Bounds bounds, double price, string name) : IPolicy
    {
        private static readonly FetchFacts Facts = new() { FinalUrl = new Uri("http://feed.example/"), Status = 200 };
        private readonly Feed _feed = new()
        {
            Id = name.ToLower(CultureInfo.InvariantCulture),
            Url = "http://feed.example/",
            Interval = bounds.Floor,
            MaxInterval = bounds.Ceiling,
        };

        private FeedState _state = new() { NextPollAt = DateTimeOffset.MinValue };

        public TimeSpan Next(PollView view)
        {
            _state = view is { New.IsEmpty: true, First: false }
                ? PollSchedule.Unchanged(_feed, _state, Facts, view.Now, price)
                : PollSchedule.Succeeded(_feed, _state, Facts, Found(view), view.Now, price);
            return _state.NextPollAt - view.Now;
        }

        private static PollFindings Found(PollView view) =>
            new()
            {
                NewItemTimes = view.New.ToArray(),
                ItemsNew = view.New.Length,
                ItemsSeen = view.Document.Length,
                WindowReachedLastSeen = view.Reached,
            };
    }

    private static class Memory
    {
        public static void Keep(Queue<DateTimeOffset> memory, PollView view, TimeSpan span)
        {
            foreach (var time in view.New.Span)
            {
                memory.Enqueue(time);
            }

            while (memory.TryPeek(out var oldest) && view.Now - oldest > span)
            {
                memory.Dequeue();
            }
        }
    }
}
