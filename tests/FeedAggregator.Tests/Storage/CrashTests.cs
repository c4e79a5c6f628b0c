using System.Diagnostics;
using FeedAggregator.Benchmarks.Storage;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Storage;

/// <summary>A few kills on every run; two hundred by <c>store crash</c> of the benchmarks.</summary>
public sealed class CrashTests
{
    [Theory, ClassData(typeof(Engines))]
    public async Task What_was_acknowledged_survives_being_killed_and_nothing_is_doubled(StoreEngine engine)
    {
        using var database = new TestDatabase(engine);

        var polls = await CrashDriver.RunAsync(database.Options, kills: 5, seed: 20261122, Child, TestContext.Current.CancellationToken);

        Assert.True(polls > 5);
    }

    /// <summary>The process that is killed: this program again, told to run only this.</summary>
    [Fact(Explicit = true)]
    public Task Stores_polls_until_it_is_killed() => CrashDriver.ChildAsync();

    private static ProcessStartInfo Child() =>
        new(
            Path.ChangeExtension(typeof(CrashTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null),
            ["-method", $"{typeof(CrashTests).FullName}.{nameof(Stores_polls_until_it_is_killed)}", "-explicit", "only", "-noColor"]
        );
}
