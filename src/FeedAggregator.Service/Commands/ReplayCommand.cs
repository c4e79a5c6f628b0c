using System.CommandLine;
using FeedAggregator.Configuration;
using FeedAggregator.Feeds;
using FeedAggregator.Service.Control;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Commands;

/// <summary><c>feeds replay</c>: after a change of program or settings, what the last documents say now.</summary>
internal static class ReplayCommand
{
    public static Verb Build(Func<ParseResult, Invocation> place)
    {
        var names = new Argument<string[]>("FEED") { Description = "Ids or addresses of feeds.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All feeds of the feeds file." };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Say what would change and store nothing. Works beside a running service.",
        };
        var verb = new Verb(
            "replay",
            "Read the last document of feeds again, without asking the publisher, and store what this program and its settings make of it now. "
                + "Items keep their dates and are not new again; entries that were overlooked join the backlog.",
            "feeds replay bbc-world",
            "feeds replay --all --dry-run"
        )
        {
            names,
            all,
            dryRun,
        };
        verb.AsksService = true;
        verb.Validators.Add(given =>
        {
            if (given.GetValue(all) == (given.GetValue(names) ?? []).Length > 0)
            {
                given.AddError("Name the feeds to read again, or give --all.");
            }
        });
        verb.SetAction(
            (parsed, ct) =>
            {
                var (wanted, dry) = (parsed.GetValue(names)!, parsed.GetValue(dryRun));
                return Opening.WithAppAsync(
                    place(parsed),
                    (app, ct) => RunAsync(app, wanted, dry, ct),
                    ct,
                    readOnly: dry,
                    adjust: Opening.LogErrorsOnly
                );
            }
        );
        return verb;
    }

    private static async Task<int> RunAsync(WebApplication app, string[] wanted, bool dryRun, CancellationToken ct)
    {
        if (await FeedsAsync(app, dryRun, ct) is not { } all)
        {
            return ExitCodes.BadUsage;
        }
        var feeds = all.Where(x => wanted.Length == 0 || wanted.Any(x.IsCalled)).ToList();
        if (!FeedNames.AreKnown(wanted, all))
        {
            return ExitCodes.BadUsage;
        }
        var replay = app.Services.GetRequiredService<ReplayFeed>();
        var display = new ReplayDisplay(feeds.Count, dryRun);
        foreach (var feed in feeds)
        {
            display.Show(await (dryRun ? replay.PreviewAsync(feed, ct) : replay.RunAsync(feed, ct)));
        }
        display.Close();
        return display.Failed > 0 || (wanted.Length > 0 && display.Empty > 0) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    /// <summary>With the settings the file gives them now; a dry run takes them over nowhere.</summary>
    /// <returns>Null when the file has errors, which were printed.</returns>
    private static async Task<IReadOnlyList<Feed>?> FeedsAsync(WebApplication app, bool dryRun, CancellationToken ct)
    {
        var catalogue = app.Services.GetRequiredService<FeedsCatalogue>();
        if (!dryRun)
        {
            return await Opening.LoadFeedsAsync(app, ct) ? catalogue.Feeds : null;
        }
        var file = await FeedsCatalogue.CheckAsync(catalogue.Path, ct);
        return Opening.Report(file.Problems) ? file.Feeds : null;
    }
}

/// <summary>A line for each feed that changes, how far it has come, and what it comes to.</summary>
internal sealed class ReplayDisplay(int total, bool dryRun)
{
    private readonly bool _counts = total > 1 && HostedVerb.Current is null && !Console.IsErrorRedirected;
    private int _read;
    private int _updated;
    private int _added;

    public int Failed { get; private set; }

    /// <summary>Of which nothing is kept that could be read.</summary>
    public int Empty { get; private set; }

    public void Show(ReplayReport report)
    {
        (_read, _updated, _added) = (_read + 1, _updated + report.Updated, _added + report.Added);
        if (report.Problem is { } problem)
        {
            (Failed, Empty) = report.HasNothing ? (Failed, Empty + 1) : (Failed + 1, Empty);
            Line($"{(report.HasNothing ? "–" : "✗")} {report.Feed.Id}: {problem}");
        }
        else if (report.Updated + report.Added > 0)
        {
            Line(
                $"✓ {report.Feed.Id}: {Counted.Of(report.Entries, "entry", "entries")}, {report.Updated} read otherwise{Parts(report)}, {report.Added} overlooked before"
            );
        }
        if (_counts)
        {
            Console.Error.Write($"\r{_read} of {total} feeds");
        }
    }

    public void Close()
    {
        var would = dryRun ? "would be " : "";
        var without = Empty > 0 ? $", {Empty} with nothing to read" : "";
        Line(
            $"{Counted.Of(_read - Empty - Failed, "feed")} read again: {Counted.Of(_updated, "item")} {would}updated, {_added} {would}added; {Failed} could not be read{without}"
        );
    }

    private static string Parts(ReplayReport report) =>
        report.Parts.Count == 0
            ? ""
            : $" ({string.Join(", ", report.Parts.OrderByDescending(x => x.Value).Select(x => $"{x.Key} {x.Value}"))})";

    private void Line(string line)
    {
        if (_counts)
        {
            Console.Error.Write("\r                              \r");
        }
        Console.WriteLine(line);
    }
}
