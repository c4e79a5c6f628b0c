namespace FeedAggregator.Digests.Rendering;

/// <summary>Addresses of strangers, before they are written where a reader may click or a browser loads.</summary>
public static class WebLink
{
    /// <summary>The address, escaped for a URI, when it is absolute http or https; null otherwise. Never <c>javascript:</c> and the like.</summary>
    public static string? OrNull(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Host.Length > 0
            ? uri.AbsoluteUri
            : null;

    /// <summary>Joins our base address and a path; a path that is already absolute stays.</summary>
    public static string Absolute(string baseUrl, string path) =>
        path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? path
            : $"{baseUrl.TrimEnd('/')}/{path.TrimStart('/')}";
}
