using System.Diagnostics;
using System.Globalization;
using FeedAggregator.Service.Commands;
using FeedAggregator.Stories;

namespace FeedAggregator.Benchmarks.Stories;

/// <summary>What matching costs, in CPU time of this process, as the window grows.</summary>
internal static class SpeedRun
{
    private const int Probes = 4_000;

    internal static void Run(string file)
    {
        using var input = File.OpenRead(file);
        var items = EvaluateStories.Read(input).ToList();
        Preparation(items);
        var prints = items.Select(x => StoryFingerprint.Of(x.Title, x.Text, x.Url)).ToList();
        Console.WriteLine(
            FormattableString.Invariant(
                $"stored bytes per item: mean {prints.Average(x => x.ToBytes().Length):F0}, largest {prints.Max(x => x.ToBytes().Length)}, bound {StoryFingerprint.MaxBytes}"
            )
        );
        foreach (var size in new[] { 5_000, 50_000, 200_000 })
        {
            Window(items, size);
        }
    }

    /// <summary>
    /// How the price of placing an item grows with the window: a small window and a large one take turns, so that what else the machine does weighs on both.
    /// </summary>
    internal static void Flatness(string file)
    {
        const int Turn = 250;
        using var input = File.OpenRead(file);
        var items = EvaluateStories.Read(input).ToList();
        int[] sizes = [5_000, 50_000, 200_000];
        var varied = Variations(items, sizes[^1] + Probes);
        var arrived = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var windows = sizes.Select(size => Filled(varied, size, arrived)).ToArray();
        var spent = new TimeSpan[sizes.Length];
        for (var from = 0; from < Probes; from += Turn)
        {
            for (var w = 0; w < windows.Length; w++)
            {
                var start = Environment.CpuUsage.TotalTime;
                for (var i = from; i < from + Turn; i++)
                {
                    _ = windows[w].Place(sizes[^1] + i, i % 500, varied[sizes[^1] + i], arrived);
                }
                spent[w] += from == 0 ? TimeSpan.Zero : Environment.CpuUsage.TotalTime - start;
            }
        }
        for (var w = 0; w < windows.Length; w++)
        {
            Console.WriteLine(
                FormattableString.Invariant(
                    $"window of {sizes[w]}: {spent[w].TotalMicroseconds / (Probes - Turn):F1} us each, {(Probes - Turn) / spent[w].TotalSeconds:F0} placed per CPU s, {spent[w] / spent[0]:F2} of the smallest; {windows[w].Touches / Probes} items touched each"
                )
            );
        }
        Links(windows[1], varied, sizes[^1], arrived);
    }

    /// <summary>As the service places: with the links of a story that begins.</summary>
    private static void Links(StoryWindow window, List<StoryFingerprint> prints, int first, DateTimeOffset arrived)
    {
        var start = Environment.CpuUsage.TotalTime;
        for (var i = first; i < first + Probes; i++)
        {
            window.Forget(i);
            _ = window.Place(i, i % 500, prints[i], arrived);
            _ = window.Related(i, 4);
        }
        var spent = Environment.CpuUsage.TotalTime - start;
        Console.WriteLine(
            FormattableString.Invariant(
                $"taken out of the second window, placed again and linked: {spent.TotalMicroseconds / Probes:F0} us each"
            )
        );
    }

    private static StoryWindow Filled(List<StoryFingerprint> prints, int size, DateTimeOffset arrived)
    {
        var window = new StoryWindow();
        for (var i = 0; i < size; i++)
        {
            window.Admit(i, i, i % 500, prints[i], arrived);
        }
        return window;
    }

    private static void Preparation(List<StreamItem> items)
    {
        var rounds = 0;
        var (start, count) = (Cpu(), 0);
        while (Cpu() - start < TimeSpan.FromSeconds(rounds == 0 ? 1 : 3))
        {
            if (rounds++ == 1)
            {
                (start, count) = (Cpu(), 0);
            }
            foreach (var item in items)
            {
                _ = StoryFingerprint.Of(item.Title, item.Text, item.Url).Units;
                count++;
            }
        }
        Console.WriteLine(FormattableString.Invariant($"fingerprints: {count / (Cpu() - start).TotalSeconds:F0} items per CPU s"));
    }

    private static void Window(List<StreamItem> items, int size)
    {
        var varied = Variations(items, size + Probes);
        var window = new StoryWindow();
        var arrived = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        GC.Collect();
        var before = GC.GetTotalMemory(true);
        var start = Cpu();
        for (var i = 0; i < size; i++)
        {
            window.Admit(i, i, i % 500, varied[i], arrived);
        }
        var rebuilt = Cpu() - start;
        var memory = GC.GetTotalMemory(true) - before;
        start = Cpu();
        for (var i = size; i < size + Probes; i++)
        {
            _ = window.Place(i, i % 500, varied[i], arrived);
        }
        var placed = Cpu() - start;
        Console.WriteLine(
            FormattableString.Invariant(
                $"window of {size}: {Probes / placed.TotalSeconds:F0} placed per CPU s ({placed.TotalMicroseconds / Probes:F0} us each), rebuilt in {rebuilt.TotalSeconds:F2} CPU s, index {memory / 1e6:F0} MB"
            )
        );
    }

    /// <summary>As many items as asked for, of real length and wording: each takes its sentences from three items of the stream.</summary>
    private static List<StoryFingerprint> Variations(List<StreamItem> items, int count)
    {
        var random = new Random(7);
        var sentences = items.Select(x => x.Text.Split('.', '。')).ToList();
        var prints = new List<StoryFingerprint>(count);
        for (var i = 0; i < count; i++)
        {
            var sources = Enumerable.Range(0, 3).Select(_ => random.Next(items.Count)).ToArray();
            var parts = sources.SelectMany(x =>
                sentences[x].OrderBy(_ => random.Next()).Take(1 + (sentences[x].Length / 3)).Select(y => Vary(y, random))
            );
            var title = Vary(items[sources[0]].Title, random);
            prints.Add(
                StoryFingerprint.Of(title, string.Join(". ", parts), "https://site.example/" + i.ToString(CultureInfo.InvariantCulture))
            );
        }
        return prints;
    }

    /// <summary>One word in six replaced by a made-up one of a large vocabulary.</summary>
    private static string Vary(string text, Random random) =>
        string.Join(
            ' ',
            text.Split(' ').Select(x => random.Next(6) == 0 ? "w" + random.Next(200_000).ToString(CultureInfo.InvariantCulture) : x)
        );

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
