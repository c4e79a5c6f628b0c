namespace FeedAggregator.Feeds;

/// <summary>The rate at which a feed's items are expected from an instant on: the week's habit, and the latest mood as it fades.</summary>
internal sealed class Forecast(DateTimeOffset from, double[] hourly, double brief, double lasting)
{
    private static readonly double[] BriefFading = Fading(Activity.ShortLife);
    private static readonly double[] LastingFading = Fading(Activity.LongLife);

    private readonly double _start = HourProfile.HourOf(from) + ((double)(from.UtcTicks % TimeSpan.TicksPerHour) / TimeSpan.TicksPerHour);

    /// <summary>Items a day, averaged over a week.</summary>
    public double PerDay => hourly.Sum() / 7 * lasting;

    /// <summary>Writes the items an hour expected in each step of <see cref="PollPlacement.Grid"/>; all are positive.</summary>
    public void Fill(Span<double> rates)
    {
        var grid = PollPlacement.Grid;
        for (var step = 0; step < rates.Length; step++)
        {
            var hour = (int)(_start + ((grid[step] + grid[step + 1]) / 2)) % HourProfile.Hours;
            rates[step] = hourly[hour] * (1 + ((brief - 1) * BriefFading[step])) * (1 + ((lasting - 1) * LastingFading[step]));
        }
    }

    private static double[] Fading(TimeSpan life) =>
        [.. PollPlacement.Grid.Zip(PollPlacement.Grid.Skip(1), (from, to) => Math.Exp(-(from + to) / 2 / life.TotalHours))];
}
