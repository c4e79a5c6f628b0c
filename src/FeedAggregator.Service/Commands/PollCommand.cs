using System.CommandLine;
using FeedAggregator.Configuration;
using FeedAggregator.Service.Control;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary><c>poll</c>: the worker without the web.</summary>
internal static class PollCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static Command Build(Func<ParseResult, Invocation> place)
    {
        var names = new Argument<string[]>("FEED")
        {
            Description = "Ids, names or addresses of feeds; without them, all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var once = new Option<bool>("--once") { Description = "Poll each feed once, due or not, and end." };
        var force = new Option<bool>("--force")
        {
            Description = "Ask even a host that wants quiet (Retry-After), and a feed that is gone (410).",
        };
        var json = new Option<bool>("--json") { Description = "One JSON line for each poll." };
        var verb = new Verb(
            "poll",
            "Poll feeds now and show how each fares; without --once or FEED it goes on until stopped.",
            "poll --once",
            "poll bbc-world",
            "poll bbc-world --force",
            "poll --once --json"
        )
        {
            names,
            once,
            force,
            json,
        };
        verb.AsksService = true;
        verb.SetAction(
            (parsed, ct) =>
            {
                var (wanted, goOn) = (parsed.GetValue(names)!, !parsed.GetValue(once) && parsed.GetValue(names)!.Length == 0);
                var (insists, asJson) = (parsed.GetValue(force), parsed.GetValue(json));
                return Opening.WithAppAsync(
                    place(parsed),
                    (app, ct) => goOn ? GoOnAsync(app, asJson, ct) : OnceAsync(app, wanted, insists, asJson, ct),
                    ct,
                    adjust: Opening.LogErrorsOnly
                );
            }
        );
        return verb;
    }

    private static async Task<int> OnceAsync(WebApplication app, string[] wanted, bool force, bool json, CancellationToken ct)
    {
        if (!await Opening.LoadFeedsAsync(app, ct))
        {
            return ExitCodes.BadUsage;
        }
        var catalogue = app.Services.GetRequiredService<FeedsCatalogue>();
        if (!FeedNames.AreKnown(wanted, catalogue.Feeds))
        {
            return ExitCodes.BadUsage;
        }
        var refresh = app.Services.GetRequiredService<RefreshDueFeeds>();
        var feeds = catalogue.Feeds.Where(x => wanted.Length == 0 ? x.Enabled : wanted.Any(x.IsCalled)).Select(x => x.Id).ToList();
        await using var display = PollDisplay.Start(refresh, feeds, json);
        await refresh.RunNowAsync(feeds, force, ct);
        var refused = wanted.Length > 0 && display.Deferred > 0;
        if (refused && !force)
        {
            await Console.Error.WriteLineAsync("what was not asked can be asked all the same with --force");
        }
        return display.Failed > 0 || refused ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static async Task<int> GoOnAsync(WebApplication app, bool json, CancellationToken ct)
    {
        if (HostedVerb.Current is not null)
        {
            await Console.Error.WriteLineAsync("The service is running and polls all feeds when they are due; name feeds, or give --once.");
            return ExitCodes.BadUsage;
        }
        if (!await Opening.LoadFeedsAsync(app, ct))
        {
            return ExitCodes.BadUsage;
        }
        var catalogue = app.Services.GetRequiredService<FeedsCatalogue>();
        var refresh = app.Services.GetRequiredService<RefreshDueFeeds>();
        await using var display = PollDisplay.Start(refresh, feeds: null, json);
        using var timer = new PeriodicTimer(Look, app.Services.GetRequiredService<TimeProvider>());
        try
        {
            do
            {
                Opening.Report((await catalogue.ReloadAsync(ct))?.Problems ?? []);
                await refresh.StartDueAsync(ct);
            } while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping is how this verb ends.
        }
        await refresh.DrainAsync();
        return ExitCodes.Ok;
    }
}
