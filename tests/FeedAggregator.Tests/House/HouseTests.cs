using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.House;

/// <summary>What the house forbids, read from the assemblies. A project exists only where the compiler must forbid something; the rooms are guarded here.</summary>
public sealed class HouseTests
{
    private static readonly string Core = typeof(RefreshFeed).Assembly.Location;
    private static readonly string Engines = typeof(Stores).Assembly.Location;
    private static readonly string Service = typeof(WebOptions).Assembly.Location;

    /// <summary>Steps of the journeys: only the journeys join them.</summary>
    private static readonly string[] Steps = ["Fetching", "Parsing", "Cleaning", "Stories", "Digests", "Delivery", "Subscriptions"];

    /// <summary>What a room may name beside itself. The journeys, in the root and in the joiners, may name every room.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Fetching"] = [],
        ["Parsing"] = [],
        ["Cleaning"] = [],
        ["Stories"] = [],
        ["Feeds"] = ["Fetching"],
        ["Storage"] = ["Feeds", "Fetching", "Subscriptions"],
        ["Languages"] = [],
        ["Digests"] = ["Languages", "Storage"],
        ["Subscriptions"] = ["Storage"],
        ["Delivery"] = ["Storage"],
        ["Configuration"] = ["Feeds", "Digests", "Storage", "Fetching"],
    };

    /// <summary>What the journeys in the root are made of: they join rooms as those do, and no room but the root may name them.</summary>
    private static readonly string[] Joiners = ["Polling", "Pushing", "Mailing"];

    [Fact]
    public void Rooms_name_only_the_rooms_they_may()
    {
        var doors = References
            .BetweenNamespaces(Core)
            .Select(x => (From: Room(x.From), To: Room(x.To)))
            .Where(x => x.From != x.To && Allowed.ContainsKey(x.From))
            .Distinct();

        Assert.Equal([], doors.Where(x => !Allowed[x.From].Contains(x.To)));
    }

    [Fact]
    public void The_steps_of_a_journey_do_not_know_each_other()
    {
        var doors = References.BetweenNamespaces(Core).Select(x => (From: Room(x.From), To: Room(x.To)));

        Assert.Equal([], doors.Where(x => x.From != x.To && Steps.Contains(x.From) && Steps.Contains(x.To)));
    }

    [Fact]
    public void Every_room_is_named_in_the_rules()
    {
        var rooms = typeof(RefreshFeed).Assembly.GetTypes().Select(x => Room(x.Namespace ?? "")).Where(x => x.Length > 0).Distinct();

        Assert.Empty(rooms.Except(Allowed.Keys).Except(Joiners));
    }

    [Fact]
    public void The_guard_sees_through_method_bodies()
    {
        // RefreshFeed names the parser in a method body only.
        Assert.Contains(("FeedAggregator", "FeedAggregator.Parsing"), References.BetweenNamespaces(Core));
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Quartz")]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Npgsql")]
    [InlineData("System.CommandLine")]
    [InlineData("Spectre.Console")]
    [InlineData("FeedAggregator.Storage")]
    public void The_product_knows_no_web_no_scheduler_and_no_database_driver(string assembly) =>
        Assert.DoesNotContain(References.Assemblies(Core), x => x.StartsWith(assembly, StringComparison.Ordinal));

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Quartz")]
    [InlineData("feedaggregator")]
    public void The_engines_know_no_web_no_scheduler_and_no_service(string assembly) =>
        Assert.DoesNotContain(References.Assemblies(Engines), x => x.StartsWith(assembly, StringComparison.Ordinal));

    [Theory]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Npgsql")]
    [InlineData("AngleSharp")]
    [InlineData("Polly")]
    public void The_service_leaves_the_work_to_the_rooms(string assembly) =>
        Assert.DoesNotContain(References.Assemblies(Service), x => x.StartsWith(assembly, StringComparison.Ordinal));

    [Fact]
    public void The_engines_have_one_door()
    {
        var open = typeof(Stores).Assembly.GetExportedTypes().Select(x => x.Name);

        Assert.Equal(["Stores"], open);
    }

    private static string Room(string name) => name.Split('.') is ["FeedAggregator", var room, ..] ? room : "";
}
