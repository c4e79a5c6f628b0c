using System.CommandLine;
using System.Net.Sockets;
using FeedAggregator.Configuration;
using FeedAggregator.Service.Control;
using FeedAggregator.Service.Hosting;
using FeedAggregator.Service.Measuring;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;
using Microsoft.AspNetCore.Connections;

namespace FeedAggregator.Service.Commands;

/// <summary><c>run</c>: the service.</summary>
internal static class RunCommand
{
    public static Command Build(Func<ParseResult, Invocation> place)
    {
        var windowsService = new Option<bool>("--windows-service")
        {
            Description = "Started by the Windows service control manager; folders are taken from the program's own.",
        };
        var run = new Verb(
            "run",
            "Poll, store and serve until stopped (the default).",
            "run",
            "run --config /etc/feedaggregator --data /var/lib/feedaggregator --urls http://127.0.0.1:8080",
            "run --Polling:TotalTimeout=20s"
        )
        {
            windowsService,
        };
        run.SetAction(
            (parsed, ct) => parsed.GetValue(windowsService) ? RunAsWindowsServiceAsync(parsed, place, ct) : RunAsync(place(parsed), ct)
        );
        return run;
    }

    public static Task<int> RunAsync(Invocation invocation, CancellationToken ct, Action<WebApplicationBuilder>? adjust = null) =>
        Opening.WithAppAsync(
            invocation,
            async (app, ct) => await Opening.LoadFeedsAsync(app, ct) ? await ServeVerbsAsync(app, ct) : ExitCodes.BadUsage,
            ct,
            adjust: adjust
        );

    /// <summary>Serves, and runs verbs for the command line on this machine meanwhile.</summary>
    private static async Task<int> ServeVerbsAsync(WebApplication app, CancellationToken ct)
    {
        IDisposable? control = null;
        try
        {
            return await ServeAsync(
                app,
                ct,
                async listening =>
                {
                    control = ControlFile.Offer(app, listening);
                    await AnnounceAsync(app, listening);
                }
            );
        }
        finally
        {
            control?.Dispose();
        }
    }

    /// <summary>Says where to look and how much there is to do; from here on the logbook tells what was done.</summary>
    private static async Task AnnounceAsync(WebApplication app, Uri listening)
    {
        var catalogue = app.Services.GetRequiredService<FeedsCatalogue>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var polled = (await app.Services.GetRequiredService<IFeedStore>().ListAsync(CancellationToken.None))
            .Where(x => x.IsPolled)
            .ToList();
        var due = polled.Where(x => x.State.NextPollAt <= now).Select(x => x.Feed.Id).ToList();
        app.Services.GetRequiredService<Logbook>().Open(due, now);
        var next =
            due.Count > 0 || polled.Count == 0
                ? $"{due.Count} of them due now"
                : $"the next at {polled.Min(x => x.State.NextPollAt).UtcDateTime:u}";
        await Console.Out.WriteLineAsync(
            $"Polling {Counted.Of(catalogue.Feeds.Count(x => x.Enabled), "feed")} of {catalogue.Path}, {next}; "
                + $"digests at {new Uri(listening, "/digest")}, how the feeds fare at {new Uri(listening, "/feeds")}; stop with Ctrl+C."
        );
    }

    private static async Task<int> RunAsWindowsServiceAsync(ParseResult parsed, Func<ParseResult, Invocation> place, CancellationToken ct)
    {
        if (await ServiceManagers.ConnectWindowsAsync() is not { } attach)
        {
            await Console.Error.WriteLineAsync(
                "--windows-service is for the Windows service control manager, which did not start this process; leave it out"
            );
            return ExitCodes.BadUsage;
        }
        return await RunAsync(place(parsed), ct, attach);
    }

    /// <summary>Starts the host, prints where it listens and waits until it is stopped.</summary>
    public static async Task<int> ServeAsync(WebApplication app, CancellationToken ct, Func<Uri, Task>? started = null)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception taken) when (Cause(taken) is { } cause)
        {
            await Console.Error.WriteLineAsync(
                $"{string.Join(", ", app.Services.GetRequiredService<WebOptions>().Urls)}: {cause.Message}; choose another address with --urls"
            );
            return ExitCodes.AddressInUse;
        }
        if (started is not null)
        {
            await started(
                new Uri(
                    app.Urls.First()
                        .Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal)
                        .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
                )
            );
        }
        await app.WaitForShutdownAsync(ct);
        return ExitCodes.Ok;
    }

    /// <summary>Why the address cannot be listened on; null when it is something else. Kestrel wraps only some of the reasons.</summary>
    private static Exception? Cause(Exception exception) =>
        exception switch
        {
            SocketException refused => refused,
            IOException { InnerException: AddressInUseException or SocketException } taken => taken.InnerException,
            _ => null,
        };
}
