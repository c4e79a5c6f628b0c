using FeedAggregator.Feeds;
using FeedAggregator.Fetching;

namespace FeedAggregator;

/// <summary>Holds this node's <see cref="OfflineCircuit"/>. Thread-safe.</summary>
public sealed class OfflineWatch
{
    private readonly Lock _gate = new();
    private OfflineCircuit _circuit = new();

    /// <returns>True when the exchange failed because we are offline.</returns>
    internal bool Observe(FetchResult fetched, DateTimeOffset now)
    {
        var failure = (fetched as FetchResult.Failed)?.Class;
        lock (_gate)
        {
            _circuit = _circuit.Observe(fetched.Facts.FinalUrl.Host, failure, now);
            return _circuit.Offline && failure is (FailureClass.Dns or FailureClass.Connection);
        }
    }
}
