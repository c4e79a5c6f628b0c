using System.Text;

namespace FeedAggregator.Feeds;

/// <summary>Spreads feeds in time by a hash of their id: the same after every restart and on every node.</summary>
internal static class Jitter
{
    public const double Share = 0.1;

    /// <returns>At least 0, below 1, evenly over ids.</returns>
    public static double Of(string feedId)
    {
        // FNV-1a, 64 bits, then a final mix: ids that differ in their last character only must not stay neighbours.
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(feedId))
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        return ((hash ^ (hash >> 33)) >> 11) / (double)(1UL << 53);
    }

    /// <returns>Between nothing and <paramref name="over"/>.</returns>
    public static TimeSpan Spread(string feedId, TimeSpan over) => over * Of(feedId);
}
