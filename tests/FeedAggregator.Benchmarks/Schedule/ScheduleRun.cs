using System.Globalization;

namespace FeedAggregator.Benchmarks.Schedule;

/// <summary>
/// How long news waits to be found, by policy, at the same number of requests: <c>schedule [FOLDER-OF-FEEDS]</c>.
/// Each policy learns only from what its own polls saw, and is measured on a later time than it learned from.
/// </summary>
internal static class ScheduleRun
{
    private const int Seed = 20261122;
    private const int Feeds = 160;

    public static void Run(string[] args)
    {
        var quick = args.Contains("--quick");
        var folder = args.FirstOrDefault(arg => !arg.StartsWith('-'));
        var generated = GeneratedPublishers.Make(quick ? 100 : Feeds, Seed);
        var real = folder is null ? [] : FeedFolder.Read(folder);
        foreach (var minutes in quick ? [60] : new[] { 30, 60, 120 })
        {
            Table("generated rhythms", generated, minutes, floorMinutes: 5);
            Table("real sequences", real, minutes, floorMinutes: 5);
        }

        Table("generated rhythms", generated, fixedMinutes: 60, floorMinutes: 15);
    }

    private static void Table(string title, List<Publisher> publishers, int fixedMinutes, int floorMinutes)
    {
        if (publishers.Count == 0)
        {
            return;
        }

        var bounds = new Bounds(TimeSpan.FromMinutes(floorMinutes), TimeSpan.FromHours(24));
        var budget = Replay.Run(publishers, Policies.Fixed(bounds).At(fixedMinutes)).Requests;
        Print($"{title}: {publishers.Count} feeds, {budget} requests (one every {fixedMinutes} min and feed), floor {floorMinutes} min");
        Print($"{"policy", -26}{"knob", 9}{"requests", 10}{"mean min", 10}{"p95 min", 10}{"missed", 8}");
        var means = new Dictionary<string, double>();
        foreach (var family in Policies.All(bounds))
        {
            var (knob, outcome) = Calibration.Fit(family, publishers, budget, fixedMinutes);
            means[family.Name] = outcome.Mean;
            Print(
                $"{family.Name, -26}{knob, 9:0.####}{outcome.Requests, 10}{outcome.Mean, 10:0.0}{outcome.Percentile(.95), 10:0}{outcome.Missed, 8}"
            );
        }

        var ours = means["FeedAggregator"];
        var peer = means.Where(mean => mean.Key is not ("FeedAggregator" or "fixed interval")).Min(mean => mean.Value);
        Print($"ours / fixed {ours / means["fixed interval"]:0.00}; ours / best peer {ours / peer:0.00}\n");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
