using System.Buffers.Binary;

namespace FeedAggregator.Feeds;

/// <summary>
/// When a feed publishes, learned from the items its polls have brought: how many in each hour of the week (UTC), older ones counting less, and
/// whether it has lately been livelier or quieter than that. Hours are UTC, so that no change to summer time can upset the reckoning; a publisher
/// who does change is an hour off until the new weeks outweigh the old.
/// </summary>
public sealed record PublishingRhythm
{
    /// <summary>The feed's publishing is known from this instant on.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What is known is known up to this instant.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>An item published at this instant counts 1; one published a <see cref="HalfLife"/> later counts 2: so old counts need no touching.</summary>
    public required DateTimeOffset Epoch { get; init; }

    /// <summary>Base64 of 168 half-precision numbers: what was counted in each hour of the week, from Sunday 00:00 UTC.</summary>
    public string Hours { get; init; } = "";

    /// <summary>The newest item's publication.</summary>
    public DateTimeOffset? LastItemAt { get; init; }

    /// <summary>The longest pause between two items, slowly forgotten.</summary>
    public TimeSpan LongestPause { get; init; }

    /// <summary>Of the last hours: items published and items that were to be expected, both fading.</summary>
    public Activity Short { get; init; }

    /// <summary>Of the last days, likewise.</summary>
    public Activity Long { get; init; }

    internal static readonly TimeSpan HalfLife = TimeSpan.FromDays(28);

    /// <summary>What the feed is known to do after these items; for one polled for the first time, they are the whole backlog.</summary>
    internal static PublishingRhythm Observe(PublishingRhythm? known, IReadOnlyList<DateTimeOffset> times, DateTimeOffset now) =>
        known is null ? Seed(times, now) : known.Learn(times, now);

    /// <summary>Items an hour in each hour of the week, as expected at <see cref="At"/> from the weeks before.</summary>
    internal double[] Expected() => HourProfile.Rates(Read(), (Epoch - At) / HalfLife, Since, At);

    /// <summary>Items a day by habit alone, whatever the mood.</summary>
    internal double HabitPerDay => Expected().Sum() / 7;

    /// <summary>What to expect from <paramref name="now"/> on.</summary>
    internal Forecast From(DateTimeOffset now) => new(now, Expected(), Short.Factor(Activity.ShortPrior), Long.Factor(Activity.LongPrior));

    private static PublishingRhythm Seed(IReadOnlyList<DateTimeOffset> times, DateTimeOffset now)
    {
        var sorted = times.Where(time => time <= now).OrderDescending().ToArray();
        // An old item that is pinned, or the last of a long archive, says nothing of the present pace.
        var kept = sorted.Length < 10 ? sorted : sorted[..(sorted.Length - (sorted.Length / 10))];
        var fresh = new PublishingRhythm
        {
            Since = kept.Length == 0 ? now : kept[^1],
            At = now,
            Epoch = now,
        };
        return fresh.Count(kept, now);
    }

    private PublishingRhythm Learn(IReadOnlyList<DateTimeOffset> times, DateTimeOffset now)
    {
        if (now < At)
        {
            return PutBack(now).Count(times, now);
        }

        var expected = ExpectedBetween(At, now);
        return (
            this with
            {
                At = now,
                Short = Short.Later(now - At, Activity.ShortLife, times.Count, expected * Long.Factor(Activity.LongPrior)),
                Long = Long.Later(now - At, Activity.LongLife, times.Count, expected),
            }
        ).Count(times, now);
    }

    /// <summary>The clock was put back: counts are relative to <see cref="Epoch"/> and stay true, but nothing may be known from the future.</summary>
    private PublishingRhythm PutBack(DateTimeOffset now) =>
        this with
        {
            At = now,
            Since = Since < now ? Since : now,
            LastItemAt = LastItemAt > now ? now : LastItemAt,
            Short = default,
            Long = default,
        };

    private PublishingRhythm Count(IReadOnlyList<DateTimeOffset> times, DateTimeOffset at)
    {
        if (times.Count == 0)
        {
            return this;
        }

        var rebased = at - Epoch > HalfLife ? at : Epoch;
        var scale = Math.Pow(2, (Epoch - rebased) / HalfLife);
        var counts = Read();
        for (var hour = 0; hour < counts.Length && scale < 1; hour++)
        {
            counts[hour] *= scale;
        }

        var last = LastItemAt;
        var pause = LongestPause * Math.Pow(0.5, (at - (LastItemAt ?? at)) / (4 * HalfLife));
        foreach (var time in times.Order())
        {
            counts[HourProfile.HourOf(time)] += Math.Pow(2, Math.Min(0, (time - at) / HalfLife) + ((at - rebased) / HalfLife));
            pause = last is { } before && time - before > pause ? time - before : pause;
            last = time > last || last is null ? time : last;
        }

        return this with
        {
            Epoch = rebased,
            Hours = Write(counts),
            LastItemAt = last,
            LongestPause = pause,
        };
    }

    private double ExpectedBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var span = to - from < 3 * Activity.LongLife ? to - from : 3 * Activity.LongLife;
        var rates = Expected();
        var sum = 0.0;
        for (var at = to - span; at < to; )
        {
            var next = at.AddTicks(TimeSpan.TicksPerHour - (at.UtcTicks % TimeSpan.TicksPerHour));
            next = next < to ? next : to;
            sum += rates[HourProfile.HourOf(at)] * (next - at).TotalHours;
            at = next;
        }

        return sum;
    }

    private double[] Read()
    {
        var counts = new double[HourProfile.Hours];
        Span<byte> bytes = stackalloc byte[2 * HourProfile.Hours];
        if (Convert.TryFromBase64String(Hours, bytes, out var length) && length == bytes.Length)
        {
            for (var hour = 0; hour < counts.Length; hour++)
            {
                counts[hour] = (double)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * hour)..]);
            }
        }

        return counts;
    }

    private static string Write(double[] counts)
    {
        Span<byte> bytes = stackalloc byte[2 * HourProfile.Hours];
        for (var hour = 0; hour < counts.Length; hour++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes[(2 * hour)..], (Half)Math.Min(counts[hour], 60_000));
        }

        return Convert.ToBase64String(bytes);
    }
}
