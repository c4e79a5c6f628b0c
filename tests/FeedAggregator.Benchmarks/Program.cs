using BenchmarkDotNet.Running;
using FeedAggregator.Benchmarks.Delivery;
using FeedAggregator.Benchmarks.Parsing;
using FeedAggregator.Benchmarks.Polling;
using FeedAggregator.Benchmarks.Schedule;
using FeedAggregator.Benchmarks.Storage;
using FeedAggregator.Benchmarks.Stories;

namespace FeedAggregator.Benchmarks;

internal static class EntryPoint
{
    /// <summary>The first word names a quality run; without one of ours, BenchmarkDotNet reads the arguments.</summary>
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["delivery", .. var rest]:
                return KillRun.RunAsync(rest).GetAwaiter().GetResult();
            case ["parsing", .. var rest]:
                return ParsingRuns.Run(rest);
            case ["polling", .. var rest]:
                return PollingRun.RunAsync(rest).GetAwaiter().GetResult();
            case ["schedule", .. var rest]:
                ScheduleRun.Run(rest);
                return 0;
            case ["stories", .. var rest]:
                return StoryRuns.Run(rest);
            case ["store", .. var rest]:
                return StoreRuns.RunAsync(rest).GetAwaiter().GetResult();
            default:
                BenchmarkSwitcher.FromAssembly(typeof(EntryPoint).Assembly).Run(args);
                return 0;
        }
    }
}
