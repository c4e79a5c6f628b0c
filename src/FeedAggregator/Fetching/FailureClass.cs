namespace FeedAggregator.Fetching;

/// <summary>Why a poll brought nothing. The same names stand in the store, the API, the logs and the metrics: see <see cref="FailureClassNames"/>.</summary>
public enum FailureClass
{
    Timeout,
    TooLarge,
    Decompression,
    TooManyRedirects,
    BlockedAddress,
    BadScheme,
    NotAFeed,
    ParseError,
    Gone,
    RateLimited,
    Http4xx,
    Http5xx,
    Connection,
    Tls,
    Dns,
    Truncated,
}

public static class FailureClassNames
{
    /// <summary>The public name, such as <c>too-large</c> or <c>http-4xx</c>.</summary>
    public static string Name(this FailureClass failure) =>
        failure switch
        {
            FailureClass.Timeout => "timeout",
            FailureClass.TooLarge => "too-large",
            FailureClass.Decompression => "decompression",
            FailureClass.TooManyRedirects => "too-many-redirects",
            FailureClass.BlockedAddress => "blocked-address",
            FailureClass.BadScheme => "bad-scheme",
            FailureClass.NotAFeed => "not-a-feed",
            FailureClass.ParseError => "parse-error",
            FailureClass.Gone => "gone",
            FailureClass.RateLimited => "rate-limited",
            FailureClass.Http4xx => "http-4xx",
            FailureClass.Http5xx => "http-5xx",
            FailureClass.Connection => "connection",
            FailureClass.Tls => "tls",
            FailureClass.Dns => "dns",
            FailureClass.Truncated => "truncated",
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
        };
}
