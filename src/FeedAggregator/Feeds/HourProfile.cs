namespace FeedAggregator.Feeds;

/// <summary>
/// Estimates a publishing rate for each hour of the week from counts. A feed has seldom published enough to fill 168 hours, so the week is built in
/// three steps, each moved from the one before only as far as its counts carry: one rate; a factor for each hour of the day and each day of the
/// week; a factor for each single hour.
/// </summary>
internal static class HourProfile
{
    public const int Hours = 7 * 24;

    // Gamma priors with mean 1, in items: how many make a factor half believed.
    private const double HourOfDayPrior = 1;
    private const double DayPrior = 2;
    private const double CellPrior = 4;

    // Items come in company, so ten of one morning are no ten witnesses: how many such hours or days make a factor half believed.
    private const double HourOfDayTimes = 1;
    private const double DayTimes = 0.5;
    private const double CellTimes = 2;

    // Before anything is known: about one item a day, believed like half an item, and fading like one.
    private const double FirstItems = 0.5;
    private const double FirstHours = 12;

    /// <summary>Once in a thousand years, in items an hour.</summary>
    private const double Least = 1e-7;

    private static readonly int[] HourOfDay = [.. Enumerable.Range(0, Hours).Select(hour => hour % 24)];
    private static readonly int[] Day = [.. Enumerable.Range(0, Hours).Select(hour => hour / 24)];
    private static readonly int[] Cell = [.. Enumerable.Range(0, Hours)];

    public static int HourOf(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return ((int)utc.DayOfWeek * 24) + utc.Hour;
    }

    /// <param name="counts">What was counted in each hour; scaled in place by 2^<paramref name="log2Scale"/>.</param>
    /// <returns>Items an hour; never 0.</returns>
    public static double[] Rates(double[] counts, double log2Scale, DateTimeOffset since, DateTimeOffset at)
    {
        Span<double> exposure = stackalloc double[Hours];
        Watched(exposure, since, at);
        var scale = Math.Pow(2, log2Scale);
        double items = FirstItems * Math.Pow(2, Math.Min(0, (since - at) / PublishingRhythm.HalfLife)),
            hours = FirstHours;
        for (var hour = 0; hour < Hours; hour++)
        {
            counts[hour] *= scale;
            items += counts[hour];
            hours += exposure[hour];
        }

        var rates = new double[Hours];
        Array.Fill(rates, Math.Max(Least, items / hours));
        Refine(rates, counts, exposure, HourOfDay, 24, HourOfDayPrior, HourOfDayTimes);
        Refine(rates, counts, exposure, Day, 7, DayPrior, DayTimes * 24);
        Refine(rates, counts, exposure, Cell, Hours, CellPrior, CellTimes);
        return rates;
    }

    private static void Refine(
        double[] rates,
        double[] counts,
        ReadOnlySpan<double> exposure,
        int[] groupOf,
        int groups,
        double prior,
        double hoursToBelieve
    )
    {
        Span<double> seen = stackalloc double[groups];
        Span<double> expected = stackalloc double[groups];
        Span<double> watched = stackalloc double[groups];
        for (var hour = 0; hour < Hours; hour++)
        {
            seen[groupOf[hour]] += counts[hour];
            expected[groupOf[hour]] += rates[hour] * exposure[hour];
            watched[groupOf[hour]] += exposure[hour];
        }

        for (var hour = 0; hour < Hours; hour++)
        {
            var group = groupOf[hour];
            var doubt = prior + (watched[group] > 0 ? hoursToBelieve * expected[group] / watched[group] : 0);
            rates[hour] *= (seen[group] + doubt) / (expected[group] + doubt);
        }
    }

    /// <summary>How often each hour of the week has been watched, fading like the counts.</summary>
    private static void Watched(Span<double> exposure, DateTimeOffset since, DateTimeOffset at)
    {
        var watched = Math.Max(0, (at - since).TotalHours);
        var perHour = Math.Pow(0.5, 1 / PublishingRhythm.HalfLife.TotalHours);
        var perWeek = Math.Pow(perHour, Hours);
        var whole = (int)Math.Min(1000, watched / Hours);
        var (fading, wholeWeeks) = (1.0, (1 - Math.Pow(perWeek, whole)) / (1 - perWeek));
        var oneMore = Math.Pow(perWeek, whole);
        var now = HourOf(at);
        var rest = watched - (whole * Hours);
        for (var ago = 0; ago < Hours; ago++)
        {
            var part = Math.Clamp(rest - ago, 0, 1);
            exposure[(now - ago + Hours) % Hours] = fading * (wholeWeeks + (oneMore * part));
            fading *= perHour;
        }
    }
}
