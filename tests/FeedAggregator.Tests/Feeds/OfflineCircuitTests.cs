using FeedAggregator.Feeds;
using FeedAggregator.Fetching;

namespace FeedAggregator.Tests.Feeds;

public sealed class OfflineCircuitTests
{
    [Fact]
    public void Five_hosts_in_a_row_that_cannot_be_reached_mean_that_we_are_offline()
    {
        var four = Fail(new OfflineCircuit(), hosts: 4);

        var five = Fail(new OfflineCircuit(), hosts: 5);
        var back = five.Observe("host-9", FailureClass.Http5xx, Some.Sunday.AddSeconds(60));

        Assert.False(four.Offline);
        Assert.True(five.Offline);
        Assert.False(back.Offline);
    }

    [Fact]
    public void One_host_that_fails_again_and_again_is_its_own_fault()
    {
        var circuit = Enumerable
            .Range(0, 50)
            .Aggregate(
                new OfflineCircuit(),
                (known, second) => known.Observe("Host", FailureClass.Connection, Some.Sunday.AddSeconds(second))
            );

        Assert.False(circuit.Offline);
    }

    [Fact]
    public void Failures_that_trickle_in_over_an_hour_are_the_hosts_own()
    {
        var circuit = Enumerable
            .Range(0, 20)
            .Aggregate(
                new OfflineCircuit(),
                (known, step) => known.Observe($"host-{step}", FailureClass.Dns, Some.Sunday.AddMinutes(3 * step))
            );

        Assert.False(circuit.Offline);
    }

    [Fact]
    public void A_timeout_proves_nothing_either_way()
    {
        var timeouts = Enumerable
            .Range(0, 20)
            .Aggregate(new OfflineCircuit(), (known, step) => known.Observe($"host-{step}", FailureClass.Timeout, Some.Sunday));

        var still = Fail(new OfflineCircuit(), hosts: 5).Observe("slow", FailureClass.Timeout, Some.Sunday.AddSeconds(9));

        Assert.False(timeouts.Offline);
        Assert.True(still.Offline);
    }

    [Fact]
    public void An_installation_with_few_hosts_needs_fewer_of_them()
    {
        var circuit = Fail(new OfflineCircuit { Hosts = 3 }, hosts: 3);

        Assert.True(circuit.Offline);
    }

    [Theory]
    [InlineData("a.example", 2)]
    [InlineData("a.example a.example b.example", 2)]
    [InlineData("a.example B.example b.example c.example", 3)]
    [InlineData("a.example b.example c.example d.example e.example f.example", 5)]
    public void As_many_hosts_must_fail_as_are_polled_at_most_five_and_at_least_two(string hosts, int expected)
    {
        var feeds = hosts.Split(' ').Select((host, i) => Some.Feed($"f{i}") with { Url = $"https://{host}/{i}" });

        var needed = OfflineCircuit.HostsFor([.. feeds, Some.Feed("off") with { Url = "https://off.example/", Enabled = false }]);

        Assert.Equal(expected, needed);
    }

    private static OfflineCircuit Fail(OfflineCircuit circuit, int hosts) =>
        Enumerable
            .Range(0, hosts)
            .Aggregate(circuit, (known, host) => known.Observe($"host-{host}", FailureClass.Dns, Some.Sunday.AddSeconds(host)));
}
