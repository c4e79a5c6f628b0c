using System.Net;

namespace FeedAggregator.Fetching;

internal enum AddressKind
{
    /// <summary>Reached over the public Internet.</summary>
    Public,

    /// <summary>Not public, but the admin's allow-list names it.</summary>
    Allowed,

    /// <summary>Never dialled.</summary>
    Forbidden,
}

/// <summary>
/// Says which addresses may be dialled: by default only those the IANA special-purpose registries (RFC 6890) leave to the public Internet.
/// Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo) lead around a check of the outer form and are judged by what is inside or refused.
/// </summary>
internal sealed class AddressGuard(FetchOptions options)
{
    private static readonly (IPNetwork Network, string Name)[] Special =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "unspecified"),
        (IPNetwork.Parse("10.0.0.0/8"), "private"),
        (IPNetwork.Parse("100.64.0.0/10"), "shared (carrier-grade NAT)"),
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("168.63.129.16/32"), "cloud platform"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local or metadata"),
        (IPNetwork.Parse("172.16.0.0/12"), "private"),
        (IPNetwork.Parse("192.0.0.0/24"), "protocol assignment"),
        (IPNetwork.Parse("192.0.2.0/24"), "documentation"),
        (IPNetwork.Parse("192.31.196.0/24"), "AS112"),
        (IPNetwork.Parse("192.52.193.0/24"), "AMT"),
        (IPNetwork.Parse("192.88.99.0/24"), "6to4 relay"),
        (IPNetwork.Parse("192.168.0.0/16"), "private"),
        (IPNetwork.Parse("192.175.48.0/24"), "AS112"),
        (IPNetwork.Parse("198.18.0.0/15"), "benchmarking"),
        (IPNetwork.Parse("198.51.100.0/24"), "documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved or broadcast"),
        (IPNetwork.Parse("::1/128"), "loopback"),
        (IPNetwork.Parse("::/96"), "unspecified or IPv4-compatible"),
        (IPNetwork.Parse("64:ff9b::/96"), "NAT64"),
        (IPNetwork.Parse("64:ff9b:1::/48"), "NAT64"),
        (IPNetwork.Parse("2001::/23"), "Teredo or protocol assignment"),
        (IPNetwork.Parse("2001:db8::/32"), "documentation"),
        (IPNetwork.Parse("2002::/16"), "6to4"),
        (IPNetwork.Parse("3fff::/20"), "documentation"),
        (IPNetwork.Parse("fc00::/7"), "unique local"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("fec0::/10"), "site-local"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
    ];

    // What a LAN bridge may lie on. A host name alone never opens metadata, multicast or tunnelled addresses.
    private static readonly IPNetwork[] Lan =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
    ];

    private static readonly string[] InsideNames =
    [
        ".localhost",
        ".local",
        ".internal",
        ".home.arpa",
        ".lan",
        ".intranet",
        ".corp",
        ".home",
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPAddress AwsMetadata = IPAddress.Parse("fd00:ec2::254");

    private readonly IPNetwork[] _networks = [.. options.AllowedPrivateNetworks.Select(IPNetwork.Parse)];
    private readonly HashSet<string> _hosts = new(options.AllowedPrivateHosts, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is special about an address, such as "loopback"; null for a public one.</summary>
    public static string? SpecialUse(IPAddress address)
    {
        var plain = Plain(address);
        foreach (var (network, name) in Special)
        {
            if (network.Contains(plain))
                return name;
        }
        return plain.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(plain) ? "reserved" : null;
    }

    public AddressKind Judge(string host, IPAddress address)
    {
        if (SpecialUse(address) is null)
            return AddressKind.Public;
        var plain = Plain(address);
        var allowed = _networks.Any(network => network.Contains(plain)) || (_hosts.Contains(host) && IsLan(plain));
        return allowed ? AddressKind.Allowed : AddressKind.Forbidden;
    }

    /// <summary>
    /// One forbidden address condemns the name, and so does one that leads from outside into an allow-listed network: a name that answers with both
    /// a public and a private address is how rebinding looks.
    /// </summary>
    /// <param name="fromOutside">The fetch began at a public address, and a stranger's redirect leads here: allow-lists do not count.</param>
    public Refusal? Check(string host, IReadOnlyList<IPAddress> addresses, bool fromOutside)
    {
        foreach (var address in addresses)
        {
            var kind = Judge(host, address);
            if (kind == AddressKind.Public || (kind == AddressKind.Allowed && !fromOutside))
                continue;
            return new Refusal(
                FailureClass.BlockedAddress,
                $"{host} leads to {address}, a {SpecialUse(address)} address; if this feed is meant to be on your own network, "
                    + (fromOutside ? "subscribe to it directly." : "add the host to AllowedPrivateHosts.")
            );
        }
        return null;
    }

    /// <summary>For a name that only a proxy resolves: refuses those that never name a public host (RFC 6761, 6762, 8375; single words; ICANN's <c>internal</c>).</summary>
    public Refusal? CheckName(string host, bool fromOutside)
    {
        var name = host.TrimEnd('.');
        var inside =
            !name.Contains('.', StringComparison.Ordinal) || InsideNames.Any(x => name.EndsWith(x, StringComparison.OrdinalIgnoreCase));
        return !inside || (IsAllowedName(host) && !fromOutside)
            ? null
            : new Refusal(
                FailureClass.BlockedAddress,
                $"{host} is a name of a private network; if this feed is meant to be on your own network, "
                    + (fromOutside ? "subscribe to it directly." : "add the host to AllowedPrivateHosts.")
            );
    }

    public bool IsAllowedName(string host) => _hosts.Contains(host);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool IsLan(IPAddress address) => !address.Equals(AwsMetadata) && Lan.Any(network => network.Contains(address));
}
