namespace FeedAggregator.Fetching;

/// <summary>How one request of a walk ended: with a result, or with the next address.</summary>
internal sealed record Hop
{
    public FetchResult? Result { get; init; }
    public Uri? Next { get; init; }
    public bool Permanent { get; init; }

    /// <summary>The connection broke; worth one more try.</summary>
    public bool Broken { get; init; }

    /// <summary>Says something about the health of the host, for its circuit breaker.</summary>
    public bool HostFailed => Result is FetchResult.Failed { Class: FailureClass.Connection or FailureClass.Timeout or FailureClass.Tls };

    public static Hop Done(FetchResult result) => new() { Result = result };
}
