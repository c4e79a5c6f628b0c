using System.Net;
using FeedAggregator.Fetching;

namespace FeedAggregator.Tests.Fetching;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:80ff:fffe")]
    [InlineData("2001:20::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void What_is_not_on_the_public_Internet_is_never_dialled(string address)
    {
        var guard = new AddressGuard(new FetchOptions());

        var kind = guard.Judge("news.example.org", IPAddress.Parse(address));

        Assert.Equal(AddressKind.Forbidden, kind);
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.1")]
    [InlineData("169.253.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.1")]
    [InlineData("192.169.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:93.184.216.34")]
    [InlineData("2001:200::1")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    public void The_neighbours_of_special_networks_are_public(string address)
    {
        var guard = new AddressGuard(new FetchOptions());

        var kind = guard.Judge("news.example.org", IPAddress.Parse(address));

        Assert.Equal(AddressKind.Public, kind);
    }

    [Fact]
    public void One_forbidden_address_among_public_ones_condemns_the_name()
    {
        var guard = new AddressGuard(new FetchOptions());

        var refusal = guard.Check("mixed.example.org", [IPAddress.Parse("93.184.216.34"), IPAddress.Parse("10.0.0.5")], fromOutside: false);

        Assert.Equal(FailureClass.BlockedAddress, refusal?.Class);
        Assert.Contains("mixed.example.org leads to 10.0.0.5, a private address", refusal?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bridge.lan", "192.168.1.9", true)]
    [InlineData("BRIDGE.lan", "fd12::1", true)]
    [InlineData("bridge.lan", "127.0.0.1", true)]
    [InlineData("bridge.lan", "169.254.169.254", false)]
    [InlineData("bridge.lan", "fd00:ec2::254", false)]
    [InlineData("bridge.lan", "224.0.0.1", false)]
    [InlineData("other.lan", "192.168.1.9", false)]
    public void An_allowed_host_may_lie_on_the_LAN_but_nowhere_stranger(string host, string address, bool allowed)
    {
        var guard = new AddressGuard(new FetchOptions { AllowedPrivateHosts = ["bridge.lan"] });

        var kind = guard.Judge(host, IPAddress.Parse(address));

        Assert.Equal(allowed ? AddressKind.Allowed : AddressKind.Forbidden, kind);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("127.0.0.2", false)]
    public void An_allowed_network_opens_exactly_its_addresses(string address, bool allowed)
    {
        var guard = new AddressGuard(new FetchOptions { AllowedPrivateNetworks = ["127.0.0.1/32"] });

        var kind = guard.Judge("any.example.org", IPAddress.Parse(address));

        Assert.Equal(allowed ? AddressKind.Allowed : AddressKind.Forbidden, kind);
    }

    [Fact]
    public void What_is_allowed_for_a_feed_is_not_allowed_for_a_strangers_redirect()
    {
        var guard = new AddressGuard(new FetchOptions { AllowedPrivateNetworks = ["192.168.0.0/16"] });

        var direct = guard.Check("192.168.1.9", [IPAddress.Parse("192.168.1.9")], fromOutside: false);
        var redirected = guard.Check("192.168.1.9", [IPAddress.Parse("192.168.1.9")], fromOutside: true);

        Assert.Null(direct);
        Assert.Equal(FailureClass.BlockedAddress, redirected?.Class);
    }
}
