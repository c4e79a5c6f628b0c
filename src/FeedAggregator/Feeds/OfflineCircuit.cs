using System.Collections.Immutable;
using FeedAggregator.Fetching;

namespace FeedAggregator.Feeds;

/// <summary>
/// Tells "we are offline" from "their server is down": when one host after another cannot be reached and none answers in between,
/// the fault is on our side and counts against no feed. A value: each observation gives the next one.
/// </summary>
public sealed record OfflineCircuit
{
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private ImmutableDictionary<string, DateTimeOffset> Unreachable { get; init; } =
        ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.OrdinalIgnoreCase);

    /// <summary>So many different hosts in a row, within <see cref="Memory"/>, mean that we are offline. At least 2; an installation
    /// that watches fewer than five hosts lowers it to their number.</summary>
    public int Hosts { get; init; } = 5;

    /// <summary>True: the last failures count against no feed.</summary>
    public bool Offline => Unreachable.Count >= Math.Max(2, Hosts);

    /// <param name="failure">How the exchange failed, or null. Any answer of a server, even an error, shows that we are online.</param>
    public OfflineCircuit Observe(string host, FailureClass? failure, DateTimeOffset now)
    {
        if (failure is not (FailureClass.Dns or FailureClass.Connection or FailureClass.Timeout))
        {
            return Unreachable.IsEmpty ? this : this with { Unreachable = Unreachable.Clear() };
        }

        if (failure is FailureClass.Timeout)
        {
            return this;
        }

        var old = Unreachable.Where(seen => (now - seen.Value).Duration() > Memory).Select(seen => seen.Key);
        return this with { Unreachable = Unreachable.RemoveRange(old).SetItem(host, now) };
    }
}
