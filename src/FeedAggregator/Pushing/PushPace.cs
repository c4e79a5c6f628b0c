namespace FeedAggregator.Pushing;

/// <summary>Bounds how often one hub may push one feed: 20 at once, then one in 3 s, so that none can keep us busy. Thread-safe.</summary>
public sealed class PushPace
{
    private const double Most = 20;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Left, DateTimeOffset At)> _buckets = [];

    /// <param name="id">Of a subscription that exists: strangers' guesses would fill the memory.</param>
    /// <returns>False: not now.</returns>
    internal bool Admits(string id, DateTimeOffset now)
    {
        lock (_gate)
        {
            var (left, at) = _buckets.GetValueOrDefault(id, (Most, now));
            // A clock that was put back refills nothing, and takes nothing.
            left = Math.Min(Most, left + Math.Max(0, (now - at) / Every));
            if (left < 1)
                return false;
            _buckets[id] = (left - 1, now);
            if (_buckets.Count > 1024)
                Forget(now);
            return true;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var id in _buckets.Where(x => now - x.Value.At > Every * Most).Select(x => x.Key).ToList())
            _buckets.Remove(id);
    }
}
