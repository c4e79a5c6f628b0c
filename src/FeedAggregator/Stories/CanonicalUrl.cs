namespace FeedAggregator.Stories;

/// <summary>One spelling for the addresses of one page.</summary>
public static class CanonicalUrl
{
    /// <summary>The canonical spelling, or null when <paramref name="url"/> is not an absolute http(s) address. Idempotent.</summary>
    public static string? Of(string url) =>
        Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? $"https://{uri.IdnHost}{uri.PathAndQuery}"
            : null;

    /// <summary>Whether a canonical address can name one page: a site's front page holds another text every hour.</summary>
    internal static bool NamesAPage(string canonical)
    {
        var path = canonical.AsSpan(canonical.IndexOf("//", StringComparison.Ordinal) + 2);
        var slash = path.IndexOf('/');
        return slash >= 0 && slash < path.Length - 1;
    }
}
