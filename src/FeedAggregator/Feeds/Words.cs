using System.Globalization;

namespace FeedAggregator.Feeds;

/// <summary>Times and numbers as an admin reads them.</summary>
internal static class Words
{
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Of(TimeSpan span) =>
        span.TotalMinutes < 1 ? Unit(span.TotalSeconds, "s")
        : span.TotalMinutes < 120 ? Unit(span.TotalMinutes, "min")
        : span.TotalHours < 48 ? Unit(span.TotalHours, "h")
        : Unit(span.TotalDays, "days");

    public static string Of(double number) =>
        number >= 10 ? number.ToString("0", CultureInfo.InvariantCulture) : number.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Times(int count, string noun) =>
        count == 1 ? noun : string.Create(CultureInfo.InvariantCulture, $"{count} {noun}s");

    private static string Unit(double number, string unit) => number.ToString("0.#", CultureInfo.InvariantCulture) + " " + unit;
}
