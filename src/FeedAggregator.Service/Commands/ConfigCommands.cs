using System.CommandLine;
using FeedAggregator.Configuration;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Commands;

/// <summary><c>config</c>: is what the admin wrote right?</summary>
internal static class ConfigCommands
{
    public static Command Build(Func<ParseResult, Invocation> place)
    {
        var check = new Verb(
            "check",
            "Check both files, change nothing, and print all errors with file and line.",
            "config check",
            "config check --config /etc/feedaggregator"
        );
        check.SetAction((parsed, ct) => CheckAsync(place(parsed), ct));
        return new Verb("config", "The configuration.", "config check") { check };
    }

    private static async Task<int> CheckAsync(Invocation invocation, CancellationToken ct)
    {
        var settings = AppSettings.Load(invocation);
        var file = await FeedsCatalogue.CheckAsync(invocation.FeedsFile, ct);
        if (!Opening.Report([.. settings.Problems, .. file.Problems]))
        {
            return ExitCodes.BadUsage;
        }
        Console.WriteLine(
            $"{invocation.FeedsFile}: {Counted.Of(file.Feeds.Count, "feed")}, {Counted.Of(file.Digests.Count, "digest")}; {invocation.SettingsFile}: no errors"
        );
        return ExitCodes.Ok;
    }
}
