using System.Net;
using System.Net.Sockets;

namespace FeedAggregator.Subscriptions;

/// <summary>How often strangers may make us write to a mailbox.</summary>
/// <param name="PerMailboxAndDay">Sign-ups that are answered by mail. At least 1.</param>
/// <param name="PerNetworkAndHour">Sign-ups taken from one network. At least 1.</param>
public sealed record SignUpLimits(int PerMailboxAndDay, int PerNetworkAndHour)
{
    /// <summary>The network a request came from: /24 of IPv4, /56 of IPv6, what one customer usually has.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        var kept = plain.AddressFamily == AddressFamily.InterNetwork ? 3 : 7;
        bytes.AsSpan(kept).Clear();
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }

    /// <summary>What to do about a sign-up.</summary>
    /// <param name="ofNetwork">Earlier ones from the network within the hour.</param>
    /// <param name="ofMailbox">Earlier ones for the mailbox within the day.</param>
    public SignUpVerdict Judge(long ofNetwork, long ofMailbox, bool suppressed) =>
        ofNetwork >= PerNetworkAndHour ? SignUpVerdict.Refuse
        : suppressed || ofMailbox >= PerMailboxAndDay ? SignUpVerdict.Ignore
        : SignUpVerdict.Take;
}

public enum SignUpVerdict
{
    Take,

    /// <summary>The answer is the same as for one that is taken: a stranger learns nothing about the mailbox.</summary>
    Ignore,

    /// <summary>Too many from one network; whatever the mailbox is.</summary>
    Refuse,
}
