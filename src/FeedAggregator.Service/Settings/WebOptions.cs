using FeedAggregator.Mailing;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Settings;

/// <summary>The section <c>Web</c>: where the service listens and what it calls itself.</summary>
public sealed record WebOptions
{
    /// <summary>Addresses to listen on. Port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>The address readers know, where it differs from the one listened on (behind a proxy); permanent addresses are made of it.</summary>
    public Uri? PublicUrl { get; init; }

    public string SiteName { get; init; } = "FeedAggregator";

    /// <summary>The zone of the times on pages: an IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What readers are told of us away from a request: in mails and webhooks.</summary>
    public SiteAddress Site(SignedLinks links) =>
        new(
            PublicUrl?.AbsoluteUri.TrimEnd('/')
                ?? Urls[0]
                    .TrimEnd('/')
                    .Replace("://*", "://localhost", StringComparison.Ordinal)
                    .Replace("://+", "://localhost", StringComparison.Ordinal),
            SiteName,
            links
        );

    public IEnumerable<string> Problems()
    {
        foreach (var url in Urls.Where(x => !IsListenable(x)))
        {
            yield return $"Urls: \"{url}\" must be an address to listen on, such as http://127.0.0.1:8080 or http://*:8080";
        }
        if (PublicUrl is { } given && given.Scheme != Uri.UriSchemeHttp && given.Scheme != Uri.UriSchemeHttps)
        {
            yield return $"PublicUrl: \"{PublicUrl}\" must start with http:// or https://";
        }
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return $"TimeZone: \"{TimeZone}\" is not known here; use an IANA name such as Asia/Jakarta, or UTC";
        }
    }

    private static bool IsListenable(string url) =>
        Uri.TryCreate(
            url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal),
            UriKind.Absolute,
            out var address
        ) && (address.Scheme is "http" or "https");
}
