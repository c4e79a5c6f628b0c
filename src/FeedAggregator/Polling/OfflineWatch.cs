using FeedAggregator.Feeds;
using FeedAggregator.Fetching;

namespace FeedAggregator.Polling;

/// <summary>Holds this node's <see cref="OfflineCircuit"/>. Thread-safe.</summary>
/// <param name="polled">The feeds of the admin's file as it is now; another list after each edit.</param>
public sealed class OfflineWatch(Func<IReadOnlyList<Feed>> polled)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<Feed>? _counted;
    private OfflineCircuit _circuit = new();

    /// <returns>True when the exchange failed because we are offline.</returns>
    internal bool Observe(FetchResult fetched, DateTimeOffset now)
    {
        var failure = (fetched as FetchResult.Failed)?.Class;
        lock (_gate)
        {
            if (polled() is var feeds && !ReferenceEquals(feeds, _counted))
            {
                (_counted, _circuit) = (feeds, _circuit with { Hosts = OfflineCircuit.HostsFor(feeds) });
            }
            _circuit = _circuit.Observe(fetched.Facts.FinalUrl.Host, failure, now);
            return _circuit.Offline && failure is (FailureClass.Dns or FailureClass.Connection);
        }
    }
}
