namespace FeedAggregator.Benchmarks.Schedule;

/// <summary>
/// Feeds made by dice (with a fixed seed) after the rhythms news has: day and night, working days and weekends, bursts, batches, the clock,
/// machines, holidays and death. Publishers live in time zones of their own, and summer time ends while they are watched.
/// </summary>
internal static class GeneratedPublishers
{
    private static readonly DateTimeOffset Start = new(2026, 9, 21, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset From = Start.AddDays(14);
    private static readonly DateTimeOffset MeasureFrom = From.AddDays(21);
    private static readonly DateTimeOffset End = MeasureFrom.AddDays(14);
    private static readonly string[] Zones =
    [
        "Europe/Berlin",
        "Europe/London",
        "America/New_York",
        "America/Los_Angeles",
        "Asia/Tokyo",
        "Asia/Kolkata",
    ];

    /// <summary>How busy each hour of a local day is in a newsroom, relative to the busiest.</summary>
    private static readonly double[] NewsDay =
    [
        .08,
        .05,
        .04,
        .04,
        .08,
        .25,
        .5,
        .75,
        .9,
        1,
        1,
        .95,
        .9,
        .9,
        .95,
        .95,
        .9,
        .85,
        .7,
        .55,
        .45,
        .35,
        .25,
        .15,
    ];

    private static readonly double[] BlogDay =
    [
        .1,
        .05,
        .03,
        .02,
        .02,
        .05,
        .2,
        .5,
        .8,
        1,
        1,
        .9,
        .7,
        .8,
        .9,
        .9,
        .8,
        .6,
        .5,
        .5,
        .6,
        .6,
        .4,
        .2,
    ];

    public static List<Publisher> Make(int count, int seed)
    {
        var dice = new Random(seed);
        var made = new List<Publisher>(count);
        for (var i = 0; i < count; i++)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[dice.Next(Zones.Length)]);
            var (kind, times) = (i % 20) switch
            {
                < 6 => ("newsroom", Poisson(dice, zone, LogNormal(dice, 20, 1.2), NewsDay, weekend: .2 + (.6 * dice.NextDouble()))),
                < 11 => ("blog", Poisson(dice, zone, LogNormal(dice, .4, 1.1), BlogDay, weekend: .1 + (.9 * dice.NextDouble()))),
                < 13 => ("burst", Bursts(dice, Poisson(dice, zone, LogNormal(dice, 4, .8), NewsDay, weekend: .5))),
                < 14 => ("batch", Batches(dice, zone)),
                < 16 => ("clock", ByTheClock(dice, zone)),
                < 17 => ("machine", Poisson(dice, zone, LogNormal(dice, 60, .8), null, weekend: 1)),
                < 18 => ("holiday", Holiday(dice, Poisson(dice, zone, LogNormal(dice, 6, .8), NewsDay, weekend: .4))),
                < 19 => ("dying", Dying(dice, Poisson(dice, zone, LogNormal(dice, 5, 1), NewsDay, weekend: .5))),
                _ => ("dead", [.. Poisson(dice, zone, 1, BlogDay, weekend: .5).Select(time => time.AddDays(-60 - dice.Next(300))).Order()]),
            };
            made.Add(
                new Publisher(
                    $"{kind}-{i}",
                    kind,
                    [.. times],
                    dice.Next(3) switch
                    {
                        0 => 10,
                        1 => 20,
                        _ => 50,
                    },
                    From,
                    MeasureFrom,
                    End
                )
            );
        }

        return made;
    }

    private static double LogNormal(Random dice, double median, double sigma) => median * Math.Exp(sigma * Normal(dice));

    private static double Normal(Random dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());

    private static double Exponential(Random dice) => -Math.Log(1 - dice.NextDouble());

    /// <summary>Thinning: candidates at the highest rate, each kept with the share of it that holds at its local hour.</summary>
    private static List<DateTimeOffset> Poisson(Random dice, TimeZoneInfo zone, double perDay, double[]? day, double weekend)
    {
        var shape = day ?? [.. Enumerable.Repeat(1.0, 24)];
        var peakPerHour = perDay / shape.Sum();
        var times = new List<DateTimeOffset>();
        for (var at = Start; ; )
        {
            at += TimeSpan.FromHours(Exponential(dice) / peakPerHour);
            if (at >= End)
            {
                return times;
            }

            var local = TimeZoneInfo.ConvertTime(at, zone);
            var busy = shape[local.Hour] * (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? weekend : 1);
            if (dice.NextDouble() < busy)
            {
                times.Add(at);
            }
        }
    }

    /// <summary>Now and then an item sets off others within hours, and those still others.</summary>
    private static List<DateTimeOffset> Bursts(Random dice, List<DateTimeOffset> seeds)
    {
        var all = new Queue<DateTimeOffset>(seeds);
        var times = new List<DateTimeOffset>();
        while (all.TryDequeue(out var time))
        {
            times.Add(time);
            for (var more = dice.NextDouble() < .12 ? 5 : 0; more > 0; more--)
            {
                var child = time + TimeSpan.FromHours(2 * Exponential(dice));
                if (child < End)
                {
                    all.Enqueue(child);
                }
            }
        }

        times.Sort();
        return times;
    }

    /// <summary>An editor who queues pieces and lets them go together, once to four times a working day.</summary>
    private static List<DateTimeOffset> Batches(Random dice, TimeZoneInfo zone) =>
        [
            .. Poisson(dice, zone, 1 + (3 * dice.NextDouble()), NewsDay, weekend: .1)
                .SelectMany(time => Enumerable.Range(0, 2 + dice.Next(8)).Select(place => time.AddSeconds(place * dice.Next(1, 90))))
                .Order(),
        ];

    /// <summary>Every hour, every day or every week at the same local minute, give or take a few.</summary>
    private static List<DateTimeOffset> ByTheClock(Random dice, TimeZoneInfo zone)
    {
        var everyHours = dice.Next(4) switch
        {
            0 => 1,
            1 => 24,
            2 => 24,
            _ => 168,
        };
        var first = new DateTime(2026, 9, 21, 0, 0, 0, DateTimeKind.Unspecified).AddMinutes(dice.Next(everyHours * 60));
        var slack = 1 + dice.Next(10);
        var times = new List<DateTimeOffset>();
        for (var local = first; local < End.UtcDateTime; local = local.AddHours(everyHours))
        {
            var utc = new DateTimeOffset(local - zone.GetUtcOffset(local), TimeSpan.Zero);
            times.Add(utc + TimeSpan.FromMinutes(slack * Math.Abs(Normal(dice))));
        }

        times.Sort();
        return times;
    }

    private static List<DateTimeOffset> Holiday(Random dice, List<DateTimeOffset> times)
    {
        var away = From + TimeSpan.FromDays(dice.Next(0, 28));
        var back = away + TimeSpan.FromDays(dice.Next(5, 12));
        return [.. times.Where(time => time < away || time > back)];
    }

    private static List<DateTimeOffset> Dying(Random dice, List<DateTimeOffset> times)
    {
        var end = From + TimeSpan.FromDays(dice.Next(0, 35));
        return [.. times.Where(time => time < end)];
    }
}
