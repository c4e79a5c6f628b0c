using System.Globalization;

namespace FeedAggregator.Service.Pages;

/// <summary>The zones a form offers: one or two cities for each clock people live by, in the order of their clocks.</summary>
internal static class ZoneChoice
{
    private static readonly string[] Zones =
    [
        "UTC",
        "Africa/Cairo",
        "Africa/Johannesburg",
        "Africa/Lagos",
        "Africa/Nairobi",
        "America/Argentina/Buenos_Aires",
        "America/Bogota",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
        "America/Mexico_City",
        "America/New_York",
        "America/Sao_Paulo",
        "America/Toronto",
        "Asia/Bangkok",
        "Asia/Dhaka",
        "Asia/Dubai",
        "Asia/Hong_Kong",
        "Asia/Jakarta",
        "Asia/Jayapura",
        "Asia/Karachi",
        "Asia/Kolkata",
        "Asia/Makassar",
        "Asia/Manila",
        "Asia/Seoul",
        "Asia/Shanghai",
        "Asia/Singapore",
        "Asia/Tehran",
        "Asia/Tokyo",
        "Australia/Sydney",
        "Europe/Berlin",
        "Europe/Istanbul",
        "Europe/London",
        "Europe/Madrid",
        "Europe/Moscow",
        "Europe/Paris",
        "Pacific/Auckland",
    ];

    /// <param name="chosen">Offered too, whatever it is.</param>
    /// <returns>IANA name, and how a list shows it: <c>UTC+07:00 Jakarta</c>.</returns>
    public static IEnumerable<(string Name, string Shown)> Offer(string chosen, DateTimeOffset now) =>
        Zones
            .Append(chosen)
            .Distinct()
            .Select(x => (Name: x, Zone: TimeZoneInfo.TryFindSystemTimeZoneById(x, out var zone) ? zone : null))
            .OrderBy(x => x.Zone?.GetUtcOffset(now))
            .ThenBy(x => x.Name, StringComparer.Ordinal)
            .Select(x => (x.Name, x.Zone is { } zone ? Shown(x.Name, zone.GetUtcOffset(now)) : x.Name));

    private static string Shown(string name, TimeSpan offset)
    {
        var city = name[(name.LastIndexOf('/') + 1)..].Replace('_', ' ');
        var sign = offset < TimeSpan.Zero ? '−' : '+';
        return name == "UTC" ? name : string.Create(CultureInfo.InvariantCulture, $"UTC{sign}{offset.Duration():hh\\:mm} {city}");
    }
}
