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
    private const int MostHosts = 5;

    private ImmutableDictionary<string, DateTimeOffset> Unreachable { get; init; } =
        ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.OrdinalIgnoreCase);

    /// <summary>So many different hosts in a row, within <see cref="Memory"/>, mean that we are offline: see <see cref="HostsFor"/>. At least 2.</summary>
    public int Hosts { get; init; } = MostHosts;

    /// <summary>True: the last failures count against no feed.</summary>
    public bool Offline => Unreachable.Count >= Math.Max(2, Hosts);

    /// <summary>Five hosts, or all that are polled where those are fewer. Of a single host nobody can tell whose fault it is: the circuit then never opens.</summary>
    public static int HostsFor(IEnumerable<Feed> feeds) =>
        Math.Clamp(
            feeds.Where(x => x.Enabled).Select(x => new Uri(x.Url).Host).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostHosts).Count(),
            2,
            MostHosts
        );

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
