using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Control;

/// <summary>Settings a hosted verb asks for that the service does not work with.</summary>
internal static class OtherSettings
{
    /// <returns>Each as <c>--Section:Key=value</c>. Where the database is and where to listen found the service, and are not among them.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, string>? asked, AppSettings inForce) =>
        [
            .. (asked ?? new Dictionary<string, string>())
                .Where(x => !FindsTheService(x.Key) && ValueOf(x.Key, inForce.Given) != x.Value)
                .Select(x => $"--{x.Key}={x.Value}"),
        ];

    private static bool FindsTheService(string key) =>
        key.StartsWith("Store:", StringComparison.OrdinalIgnoreCase) || key.StartsWith("Web:Urls", StringComparison.OrdinalIgnoreCase);

    /// <summary>A list is given as one value with commas, or as one for each of its places.</summary>
    private static string? ValueOf(string key, IReadOnlyDictionary<string, string> given) =>
        given.TryGetValue(key, out var value) ? value
        : given.Where(x => x.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)).Select(x => x.Value).ToList()
            is { Count: > 0 } list
            ? string.Join(',', list)
        : null;
}
