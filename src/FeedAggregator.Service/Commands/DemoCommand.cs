using System.CommandLine;
using System.Diagnostics;
using FeedAggregator.Configuration;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Service.Demo;
using FeedAggregator.Service.Pages;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary><c>demo</c>: the real service, polling made-up news sites that it serves on loopback itself.</summary>
internal static class DemoCommand
{
    /// <summary>Either names the screen of whoever runs it (X.Org, Wayland).</summary>
    private static readonly string[] Screens = ["DISPLAY", "WAYLAND_DISPLAY"];

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
            var clock = new DemoClock(App.Clock);
            await using var publisher = await DemoPublisher.StartAsync(Path.Combine(AppContext.BaseDirectory, "seeds", "demo"), clock, ct);
            await using var mail = DemoMailServer.Start(Show);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "feeds.yaml"), publisher.FeedsYaml, ct);
            var demo = invocation with
            {
                Config = folder.FullName,
                Data = folder.FullName,
                Overrides = Settings(invocation.Overrides, mail.Port),
            };
            Console.WriteLine(
                $"{Counted.Of(publisher.Outlets.Count, "feed")} of made-up news sites on loopback; polling them as if they were real, first as of {DemoClock.Past.TotalHours} hours ago.\n"
            );
            clock.PutBack();
            return await Opening.WithAppAsync(
                demo,
                (app, ct) => PollAsync(app, clock, quiet, once, ct),
                ct,
                adjust: builder =>
                {
                    Opening.LogErrorsOnly(builder);
                    builder.Services.AddSingleton<TimeProvider>(clock);
                }
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> PollAsync(WebApplication app, DemoClock clock, bool quiet, bool once, CancellationToken ct)
    {
        if (!await Opening.LoadFeedsAsync(app, ct))
        {
            return ExitCodes.BadUsage;
        }
        var rounds = new DemoRounds(app);
        return await RunCommand.ServeAsync(
            app,
            ct,
            async listening =>
            {
                await rounds.First.WaitAsync(ct);
                Console.WriteLine($"\n{DemoClock.Past.TotalHours} hours later:\n");
                clock.PutRight();
                await rounds.AgainAsync(ct);
                var edition = await PublishAsync(app, ct);
                await PrintDigestAsync(app, ct);
                if (once)
                {
                    app.Lifetime.StopApplication();
                    return;
                }
                Console.WriteLine(
                    $"""

                    The news now         {new Uri(listening, "/digest")}
                    An edition of it     {new Uri(listening, edition)}, to which the next five minutes may bring another
                    The same by mail     {new Uri(listening, "/subscribe")}; mails are not sent, but shown here
                    How the feeds fare   {new Uri(listening, "/feeds")}

                    The sites go on publishing; stop with Ctrl+C.

                    """
                );
                if (!quiet)
                {
                    Open(new Uri(listening, "/digest"));
                }
            }
        );
    }

    /// <summary>An edition of all that was published meanwhile, as an admin would have one by hand.</summary>
    /// <returns>Its path.</returns>
    private static async Task<string> PublishAsync(WebApplication app, CancellationToken ct)
    {
        var digest = app.Services.GetRequiredService<FeedsCatalogue>().Digests.First(x => x.Schedule is not null);
        FreezeReceipt receipt;
        do
        {
            // Refused when the schedule was quicker, which has nothing settled to tell yet.
            receipt = await app.Services.GetRequiredService<PublishDigest>().RunNowAsync(digest, ct);
        } while (receipt.Refused);
        if (receipt.Number is not { } number)
        {
            return $"/digests/{digest.Name}";
        }
        Console.WriteLine($"\nEdition {number} of \"{digest.DisplayTitle}\" is published.");
        return EditionFrames.Path(digest.Name, number);
    }

    private static void Show(DemoMail mail) => Console.WriteLine($"✉ {mail.To}: {mail.Subject}  {mail.Link}");

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
    private static Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> given, int mailPort)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Polling:AllowedPrivateNetworks"] = "127.0.0.0/8",
            ["Polling:MinHostGap"] = "0s",
            ["Web:SiteName"] = "FeedAggregator demo",
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = $"{mailPort}",
            ["Mail:From"] = "digest@demo.example",
        };
        foreach (var (key, value) in given)
        {
            settings[key] = value;
        }
        return settings;
    }

    /// <summary>Opens the page where there is a screen: without one, Linux would show it in a text browser, into the middle of what is printed here.</summary>
    private static void Open(Uri page)
    {
        if (OperatingSystem.IsLinux() && !Screens.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
            return;
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
}
