using System.Globalization;

namespace FeedAggregator.Fetching;

/// <summary>What an answer's header fields say about time. Pure; anything malformed says nothing.</summary>
internal static class Freshness
{
    private const string AscTime = "ddd MMM d HH:mm:ss yyyy";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Until when the document is fresh (RFC 9111 §4.2.1): max-age less Age, else Expires less Date; null when unknown, stale or forbidden to keep.</summary>
    /// <param name="field">Reads a response field, several lines joined by commas, or null.</param>
    public static DateTimeOffset? Until(Func<string, string?> field, DateTimeOffset now)
    {
        var control = Directives(field("Cache-Control"));
        if (control.ContainsKey("no-store") || control.ContainsKey("no-cache"))
            return null;
        var lifetime = control.TryGetValue("max-age", out var maxAge) ? Seconds(maxAge) : ExpiresAfter(field, now);
        var left = lifetime - (Seconds(field("Age")) ?? TimeSpan.Zero);
        return left > TimeSpan.Zero ? now + (left < Longest ? left.Value : Longest) : null;
    }

    /// <summary>The instant of a <c>Retry-After</c> field, seconds or a date (RFC 9110 §10.2.3), at most <paramref name="longest"/> away; null when absent, past or garbled.</summary>
    public static DateTimeOffset? RetryAfter(string? value, DateTimeOffset now, TimeSpan longest)
    {
        var wait = Seconds(value) ?? (Date(value) - now);
        if (wait is null || wait <= TimeSpan.Zero)
            return null;
        return now + (wait < longest ? wait.Value : longest);
    }

    private static TimeSpan? ExpiresAfter(Func<string, string?> field, DateTimeOffset now) =>
        Date(field("Expires")) - (Date(field("Date")) ?? now);

    private static Dictionary<string, string> Directives(string? cacheControl)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var directive in (cacheControl ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = directive.Split('=', 2, StringSplitOptions.TrimEntries);
            found.TryAdd(parts[0], parts.Length > 1 ? parts[1].Trim('"') : "");
        }
        return found;
    }

    private static TimeSpan? Seconds(string? value)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text) || !text.All(char.IsAsciiDigit))
            return null;
        return text.Length > 10 ? TimeSpan.FromDays(36500) : TimeSpan.FromSeconds(long.Parse(text, CultureInfo.InvariantCulture));
    }

    // All forms of RFC 9110 §5.6.7 have a time of day. Without one it is no date but a number such as "12.5", which would pass for the fifth of December.
    private static DateTimeOffset? Date(string? value)
    {
        const DateTimeStyles Lenient = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (value is null || !value.Contains(':', StringComparison.Ordinal))
            return null;
        var known =
            DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, Lenient, out var date)
            || DateTimeOffset.TryParseExact(value, AscTime, CultureInfo.InvariantCulture, Lenient, out date);
        return known && date.Year > 1970 ? date : null;
    }
}
