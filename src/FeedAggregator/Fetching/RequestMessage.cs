using System.Net;
using System.Text;

namespace FeedAggregator.Fetching;

/// <summary>Writes one hop's request. Everything a feed gave stays with the feed's own origin.</summary>
internal static class RequestMessage
{
    public static readonly HttpRequestOptionsKey<IReadOnlyList<IPAddress>> CheckedAddresses = new("checked-addresses");

    private const string Accept =
        "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.5, */*;q=0.3";

    private const string AcceptPage = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";

    // Fields the exchange itself decides; a feed's settings cannot break it.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host",
        "Connection",
        "Keep-Alive",
        "Transfer-Encoding",
        "TE",
        "Trailer",
        "Upgrade",
        "Expect",
        "Content-Length",
        "Content-Type",
        "Accept-Encoding",
        "Range",
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "If-Unmodified-Since",
        "If-Range",
        "A-IM",
        "Proxy-Authorization",
        "Proxy-Connection",
    };

    /// <param name="addresses">The only ones to dial; null when the proxy dials.</param>
    /// <exception cref="RefusalException">A header value names a secret that cannot be had.</exception>
    public static HttpRequestMessage Write(Walk walk, FetchOptions options, IReadOnlyList<IPAddress>? addresses)
    {
        var message = new HttpRequestMessage(walk.Request.Form is null ? HttpMethod.Get : HttpMethod.Post, walk.Url)
        {
            Content = walk.Request.Form is { } form ? new FormUrlEncodedContent(form) : null,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (addresses is not null)
            message.Options.Set(CheckedAddresses, addresses);
        Set(message, "User-Agent", options.FullUserAgent);
        Set(message, "Accept", walk.Request.Page ? AcceptPage : Accept);
        Set(message, "Accept-Encoding", "gzip, deflate, br");
        if (walk.SendsValidators)
            AddValidators(message, walk.Request.Validators);
        if (UrlRules.SameOrigin(walk.Url, walk.Request.Url))
            AddOwn(message, walk.Request);
        return message;
    }

    private static void AddValidators(HttpRequestMessage message, Validators validators)
    {
        if (validators.ETag is { } etag)
        {
            Set(message, "If-None-Match", etag);
            // RFC 3229: only the entries that are new since that version, where the server can.
            Set(message, "A-IM", "feed");
        }
        if (validators.LastModified is { } lastModified)
            Set(message, "If-Modified-Since", lastModified);
    }

    private static void AddOwn(HttpRequestMessage message, FetchRequest request)
    {
        if (request.Url.UserInfo is { Length: > 0 } user)
            Set(message, "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user))));
        foreach (var (name, value) in request.Headers.Where(header => !Reserved.Contains(header.Key)))
            Set(message, name, HeaderSecrets.Resolve(name, value));
    }

    // Without validation: an odd validator goes back as it came.
    private static void Set(HttpRequestMessage message, string name, string value)
    {
        message.Headers.Remove(name);
        message.Headers.TryAddWithoutValidation(name, value);
    }
}
