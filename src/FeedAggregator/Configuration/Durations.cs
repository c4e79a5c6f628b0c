using System.Globalization;
using System.Text.RegularExpressions;

namespace FeedAggregator.Configuration;

/// <summary>Spans of time as people write them: <c>90s</c>, <c>15m</c>, <c>1h30m</c>, <c>7d</c>, or <c>hh:mm:ss</c>.</summary>
public static partial class Durations
{
    public const string Examples = "30s, 15m, 1h30m or 7d";

    public static bool TryParse(string text, out TimeSpan span)
    {
        text = text.Trim();
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span);
        }
        span = TimeSpan.Zero;
        var match = Parts().Match(text);
        if (!match.Success || match.Length == 0)
        {
            return false;
        }
        span = new TimeSpan(Number(match, "d"), Number(match, "h"), Number(match, "m"), Number(match, "s"));
        return true;
    }

    /// <summary>The shortest way to write it, such as <c>1h30m</c>.</summary>
    public static string Format(TimeSpan span)
    {
        var text = string.Concat(
            span.Days > 0 ? $"{span.Days}d" : "",
            span.Hours > 0 ? $"{span.Hours}h" : "",
            span.Minutes > 0 ? $"{span.Minutes}m" : "",
            span.Seconds > 0 ? $"{span.Seconds}s" : ""
        );
        return text.Length > 0 ? text : "0s";
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } part ? int.Parse(part.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:(?<d>\d{1,5})d)?(?:(?<h>\d{1,6})h)?(?:(?<m>\d{1,7})m)?(?:(?<s>\d{1,8})s)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
