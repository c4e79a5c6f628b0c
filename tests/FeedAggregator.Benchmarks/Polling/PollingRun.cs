using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Benchmarks.Polling;

/// <summary>
/// <c>polling [--feeds 2000] [--service PROGRAM]</c>: what <c>feedaggregator poll --once</c> costs beside <see cref="BarePoller"/>, each in a process of its own, in CPU seconds.
/// Linux only. A published, compiled-ahead program (<c>dotnet publish -c Release -r linux-x64</c>) is what operators run; without one, the build's own is measured.
/// </summary>
internal static class PollingRun
{
    private static readonly (string Name, bool Later, bool WithValidators)[] Scenarios =
    [
        ("cold", false, true),
        ("304", false, true),
        ("churn", true, true),
        ("no validators", true, false),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["bare", var store, var list])
            return await BarePoller.RunAsync(store, list);
        var feeds = new MadeFeeds(int.Parse(After(args, "--feeds") ?? "2000", CultureInfo.InvariantCulture));
        var folder = Directory.CreateTempSubdirectory("feedaggregator-polling-").FullName;
        await using var publisher = await MadePublisher.StartAsync(feeds);
        var addresses = publisher.Addresses().ToList();
        await File.WriteAllLinesAsync(Path.Combine(folder, "addresses"), addresses);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "feeds.yaml"),
            $"version: 1\nfeeds:\n{string.Concat(addresses.Select(x => $"  - url: {x}\n"))}"
        );
        Console.WriteLine(
            $"{feeds.First.Count} feeds of {MadeFeeds.Items} items, {feeds.First.Sum(x => (long)x.Length) / 1e6:N0} MB as gzip; CPU seconds\n"
        );
        Console.WriteLine($"{"", -14} {"bare", 8} {"service", 8} {"times", 6}");
        foreach (var (name, later, withValidators) in Scenarios)
        {
            (publisher.Later, publisher.WithValidators) = (later, withValidators);
            var (bare, _) = Measure(
                Environment.ProcessPath!,
                ["polling", "bare", Path.Combine(folder, "bare.db"), Path.Combine(folder, "addresses")]
            );
            var (service, said) = Measure(
                After(args, "--service") ?? Path.Combine(AppContext.BaseDirectory, "feedaggregator"),
                [
                    "poll",
                    "--once",
                    "--config",
                    folder,
                    "--data",
                    folder,
                    "--Polling:MinHostGap=0s",
                    "--Polling:AllowedPrivateNetworks:0=127.0.0.0/8",
                ]
            );
            Console.WriteLine($"{name, -14} {bare, 8:F2} {service, 8:F2} {service / bare, 6:F1}   {said}");
        }
        var exit = Check(feeds, Path.Combine(folder, "feedaggregator.db"));
        Directory.Delete(folder, recursive: true);
        return exit;
    }

    /// <summary>Nothing may be missing or doubled, and copies of a wire story should have met.</summary>
    private static int Check(MadeFeeds feeds, string path)
    {
        using var store = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        store.Open();
        using var command = store.CreateCommand();
        command.CommandText = "select link, story from items";
        using var row = command.ExecuteReader();
        var items = new List<(string Link, long Story)>();
        while (row.Read())
            items.Add((row.GetString(0), row.GetInt64(1)));
        var expected = (feeds.First.Count * MadeFeeds.Items) + feeds.Added;
        var joined = Pairs(items.GroupBy(x => x.Story));
        var copies = items.Where(x => feeds.Wire.ContainsKey(x.Link)).ToList();
        var together = Pairs(copies.GroupBy(x => (x.Story, feeds.Wire[x.Link])));
        var wanted = Pairs(copies.GroupBy(x => feeds.Wire[x.Link]));
        Console.WriteLine(
            $"\n{items.Count:N0} items stored of {expected:N0}; pairs of copies found {(double)together / wanted:P1}, pairs joined rightly {(double)together / joined:P1}"
        );
        return items.Count == expected && items.Distinct().Count() == expected ? 0 : 1;
    }

    private static long Pairs<T, TKey>(IEnumerable<IGrouping<TKey, T>> groups) => groups.Sum(x => x.LongCount() * (x.LongCount() - 1) / 2);

    private static (double Seconds, string LastLine) Measure(string program, string[] arguments)
    {
        var before = ChildSeconds();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var last = "";
        while (process.StandardOutput.ReadLine() is { } line)
            last = line;
        process.WaitForExit();
        return process.ExitCode == 0
            ? (ChildSeconds() - before, last)
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {last}");
    }

    /// <summary>User and system time of all children that have ended (getrusage(2), RUSAGE_CHILDREN).</summary>
    private static double ChildSeconds()
    {
        var usage = new long[18];
        return GetResourceUsage(-1, usage) == 0
            ? usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6)
            : throw new PlatformNotSupportedException("The CPU time of processes that ended is asked of Linux.");
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetResourceUsage(int who, [Out] long[] usage);

    private static string? After(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
