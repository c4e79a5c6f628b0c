using System.Globalization;

namespace FeedAggregator.Digests.Rendering;

/// <summary>Ids for feed readers: tag URIs (RFC 4151) under the host of the base address. They stay the same whatever the path, port or scheme.</summary>
internal static class AtomIds
{
    /// <summary>RFC 4151 asks for a date on which the name was ours; one for ever, so that ids do not change with the years.</summary>
    private const string Date = "2026";

    public static string Digest(PageFrame frame, string name) => $"tag:{Authority(frame)},{Date}:digest/{Uri.EscapeDataString(name)}";

    /// <param name="feed">Its address as a feed: what is asked for there is part of what it is, because two feeds must not have one id (RFC 4287 §4.2.6).</param>
    public static string Digest(PageFrame frame, string name, string? feed) =>
        Digest(frame, name) + (feed is not null && Uri.TryCreate(frame.Absolute(feed), UriKind.Absolute, out var url) ? QueryOf(url) : "");

    /// <summary>Brackets may stand in a query as browsers write it, and not in a tag URI.</summary>
    private static string QueryOf(Uri url) =>
        url.Query.Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);

    public static string Edition(PageFrame frame, string name, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Digest(frame, name)}/{number}");

    public static string Story(PageFrame frame, long id) =>
        string.Create(CultureInfo.InvariantCulture, $"tag:{Authority(frame)},{Date}:story/{id}");

    private static string Authority(PageFrame frame) =>
        Uri.TryCreate(frame.BaseUrl, UriKind.Absolute, out var uri) && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4
            ? uri.IdnHost.ToLowerInvariant()
            : "localhost";
}
