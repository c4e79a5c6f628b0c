namespace FeedAggregator.Feeds;

/// <summary>When a feed publishes, learned from the items its polls have brought.</summary>
public sealed record PublishingRhythm
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(14);

    /// <summary>Publishing is known from this instant on.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What is counted in <see cref="Count"/>, is counted at this instant.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The newest item's publication.</summary>
    public DateTimeOffset? LastItemAt { get; init; }

    /// <summary>Items, each halved every two weeks.</summary>
    public double Count { get; init; }

    /// <summary>Items a day.</summary>
    public double PerDay
    {
        get
        {
            var life = HalfLife.TotalDays / Math.Log(2);
            var days = life * (1 - Math.Exp(-Math.Max(0, (At - Since).TotalDays) / life));
            return (Count + 0.5) / (days + 0.5);
        }
    }

    internal static PublishingRhythm Observe(PublishingRhythm? known, IReadOnlyList<DateTimeOffset> times, DateTimeOffset now)
    {
        var oldest = times.Count == 0 ? now : times.Min();
        var rhythm = known ?? new PublishingRhythm { Since = oldest, At = now };
        var at = now > rhythm.At ? now : rhythm.At;
        var decay = Math.Pow(0.5, (at - rhythm.At) / HalfLife);
        var newest = times.Count == 0 ? rhythm.LastItemAt : times.Max();
        return rhythm with
        {
            At = at,
            Count = (rhythm.Count * decay) + times.Sum(time => Math.Pow(0.5, Math.Max(0, (at - time) / HalfLife))),
            LastItemAt = rhythm.LastItemAt > newest ? rhythm.LastItemAt : newest,
        };
    }
}
