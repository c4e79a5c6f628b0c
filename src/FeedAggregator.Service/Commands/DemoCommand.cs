using System.CommandLine;
using System.Diagnostics;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Service.Demo;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Commands;

/// <summary><c>demo</c>: the real service, polling made-up news sites that it serves on loopback itself.</summary>
internal static class DemoCommand
{
    private const int StoriesShown = 5;

    public static Command Build(Func<ParseResult, Invocation> place)
    {
        var quiet = new Option<bool>("--no-browser") { Description = "Do not open the digest in a browser." };
        var once = new Option<bool>("--once") { Description = "Poll each site once, print the digest and end." };
        var verb = new Verb(
            "demo",
            "See it work, without a network: made-up news sites, the real service.",
            "demo",
            "demo --no-browser --urls http://127.0.0.1:9090",
            "demo --once"
        )
        {
            quiet,
            once,
        };
        verb.SetAction((parsed, ct) => RunAsync(place(parsed), parsed.GetValue(quiet), parsed.GetValue(once), ct));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, bool quiet, bool once, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("feedaggregator-demo-");
        try
        {
            await using var publisher = await DemoPublisher.StartAsync(
                Path.Combine(AppContext.BaseDirectory, "seeds", "demo"),
                App.Clock,
                ct
            );
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "feeds.yaml"), publisher.FeedsYaml, ct);
            var demo = invocation with { Config = folder.FullName, Data = folder.FullName, Overrides = Settings(invocation.Overrides) };
            Console.WriteLine(
                $"{Counted.Of(publisher.Outlets.Count, "feed")} of made-up news sites on loopback; polling them as if they were real.\n"
            );
            return await Opening.WithAppAsync(
                demo,
                (app, ct) => PollAsync(app, publisher, quiet, once, ct),
                ct,
                adjust: Opening.LogErrorsOnly
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> PollAsync(WebApplication app, DemoPublisher publisher, bool quiet, bool once, CancellationToken ct)
    {
        if (!await Opening.LoadFeedsAsync(app, ct))
        {
            return ExitCodes.BadUsage;
        }
        var round = new FirstRound(publisher.Outlets.Count);
        app.Services.GetRequiredService<RefreshDueFeeds>().Polled += round.Show;
        return await RunCommand.ServeAsync(
            app,
            ct,
            async listening =>
            {
                await round.Ended.WaitAsync(ct);
                await PrintDigestAsync(app, ct);
                if (once)
                {
                    app.Lifetime.StopApplication();
                    return;
                }
                Console.WriteLine(
                    $"\nThe digest: {new Uri(listening, "/digest")}   how the feeds fare: {new Uri(listening, "/feeds")}\nThe sites go on publishing; stop with Ctrl+C.\n"
                );
                if (!quiet)
                {
                    Open(new Uri(listening, "/digest"));
                }
            }
        );
    }

    private static async Task PrintDigestAsync(WebApplication app, CancellationToken ct)
    {
        var digest = new DigestDefinition
        {
            Name = "digest",
            Title = "Latest news",
            MaxStories = StoriesShown,
        };
        var view = await app.Services.GetRequiredService<ReadDigest>().RunAsync(digest, null, null, ct);
        Console.WriteLine($"\n{DigestText.Plain(view, TimeZoneInfo.Utc)}");
    }

    /// <summary>Whatever the command line says counts; the rest is set for sites on loopback and a person who waits.</summary>
    private static Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> given)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Polling:AllowedPrivateNetworks"] = "127.0.0.0/8",
            ["Polling:MinHostGap"] = "0s",
            ["Web:SiteName"] = "FeedAggregator demo",
        };
        foreach (var (key, value) in given)
        {
            settings[key] = value;
        }
        return settings;
    }

    private static void Open(Uri page)
    {
        try
        {
            using var _ = Process.Start(new ProcessStartInfo(page.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception nothing)
            when (nothing is System.ComponentModel.Win32Exception or PlatformNotSupportedException or FileNotFoundException)
        {
            Console.WriteLine("(no browser was found to open it)");
        }
    }

    /// <summary>Prints polls until every site was polled once.</summary>
    private sealed class FirstRound(int feeds)
    {
        private readonly HashSet<string> _seen = [];
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void Show(PollReport report)
        {
            lock (_seen)
            {
                if (_seen.Add(report.Feed.Id) || report.Receipt.Added + report.Receipt.Updated > 0)
                {
                    Console.WriteLine(PollDisplay.Line(report));
                }
                if (_seen.Count == feeds)
                {
                    _ended.TrySetResult();
                }
            }
        }
    }
}
