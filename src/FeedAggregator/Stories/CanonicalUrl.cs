namespace FeedAggregator.Stories;

/// <summary>One spelling for the addresses of one page.</summary>
public static class CanonicalUrl
{
    /// <summary>The canonical spelling, or null when <paramref name="url"/> is not an absolute http(s) address. Idempotent.</summary>
    public static string? Of(string url) =>
        Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? $"https://{uri.IdnHost}{uri.PathAndQuery}"
            : null;
}
