using System.Diagnostics;
using System.Globalization;

namespace FeedAggregator.Benchmarks.Parsing;

/// <summary>Megabytes per CPU second of one thread, side by side in one run: what the bars are stated in.</summary>
internal static class ParsingThroughput
{
    private const double CpuSecondsEach = 1;

    // The platform's reader comes compiled and is compiled once more, with what was learnt, only after a while.
    private const int WarmUps = 3;
    private const int Repeats = 3;

    public static void Run(IReadOnlyList<byte[]> documents)
    {
        var bytes = documents.Sum(d => (long)d.Length);
        Console.WriteLine(Line($"{documents.Count} documents, {bytes / 1e6:0.00} MB"));
        (string Name, Func<byte[], int> Work)[] all =
        [
            ("bare XmlReader", Workloads.BareXmlReader),
            ("parse", Workloads.Parse),
            ("parse and clean", Workloads.ParseAndClean),
        ];
        for (var repeat = 0; repeat < WarmUps; repeat++)
        {
            foreach (var (_, work) in all)
                Measure(documents, work);
        }
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            double baseline = 0;
            foreach (var (name, work) in all)
            {
                var (rounds, cpuSeconds, allocated) = Measure(documents, work);
                var speed = bytes * rounds / 1e6 / cpuSeconds;
                baseline = baseline == 0 ? speed : baseline;
                Console.WriteLine(
                    Line(
                        $"  {name, -16} {speed, 7:0.0} MB per CPU s  {speed / baseline, 5:0.00} x  allocates {(double)allocated / rounds / bytes:0.00} x its bytes"
                    )
                );
            }
        }
    }

    private static (int Rounds, double CpuSeconds, long Allocated) Measure(IReadOnlyList<byte[]> documents, Func<byte[], int> work)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var rounds = 0;
        double spent = 0;
        // CPU time, not the wall's: a busy machine must not end a measurement before the code is compiled as it will stay.
        for (; spent < CpuSecondsEach; rounds++)
        {
            foreach (var document in documents)
                work(document);
            process.Refresh();
            spent = (process.TotalProcessorTime - cpu).TotalSeconds;
        }
        return (rounds, spent, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
