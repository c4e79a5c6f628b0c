using BenchmarkDotNet.Running;

namespace FeedAggregator.Benchmarks;

internal static class EntryPoint
{
    /// <summary>The first word names a quality run; without one of ours, BenchmarkDotNet reads the arguments.</summary>
    private static void Main(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "schedule":
                Schedule.ScheduleRun.Run(args[1..]);
                break;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(EntryPoint).Assembly).Run(args);
                break;
        }
    }
}
