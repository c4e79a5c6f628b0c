using System.Globalization;

namespace FeedAggregator.Parsing.Values;

/// <summary>Numbers as feeds write them; null for what is none.</summary>
internal static class Numbers
{
    private const NumberStyles Digits = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    public static int? Integer(string? text) =>
        int.TryParse(text, Digits | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static long? Length(string? text) =>
        long.TryParse(text, Digits | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>"ss", "mm:ss" or "hh:mm:ss" (Apple podcasts, itunes:duration), fractions cut off.</summary>
    public static int? DurationSeconds(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40)
            return null;
        long total = 0;
        var parts = text.Split(':');
        if (parts.Length > 3)
            return null;
        foreach (var part in parts)
        {
            var style = Digits | NumberStyles.AllowDecimalPoint;
            if (!double.TryParse(part, style, CultureInfo.InvariantCulture, out var value) || value > int.MaxValue)
                return null;
            total = total * 60 + (long)value;
        }
        return total <= int.MaxValue ? (int)total : null;
    }

    /// <summary>Apple's words exactly as its specification has them: "YES" or " yes " says nothing there either.</summary>
    public static bool? Explicit(string? text) =>
        text switch
        {
            "true" or "yes" => true,
            "false" or "no" or "clean" => false,
            _ => null,
        };

    /// <summary>Minutes between updates: a period's length (RSS 1.0 Syndication module; a month is 30 days) over how often it is updated in it.</summary>
    public static int? UpdatePeriod(string? period, int? frequency)
    {
        int? minutes = period?.Trim().ToLowerInvariant() switch
        {
            "hourly" => 60,
            "daily" => 24 * 60,
            "weekly" => 7 * 24 * 60,
            "monthly" => 30 * 24 * 60,
            "yearly" => 365 * 24 * 60,
            _ => null,
        };
        return minutes is { } m ? Math.Max(1, m / Math.Max(1, frequency ?? 1)) : null;
    }
}
