using System.CommandLine;
using System.Globalization;
using FeedAggregator.Configuration;
using FeedAggregator.Digests;
using FeedAggregator.Service.Api;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary><c>digests</c>: the digests and their editions.</summary>
internal static class DigestsCommands
{
    public static Command Build(Func<ParseResult, Invocation> place) =>
        new Verb("digests", "The digests and their editions.", "digests list", "digests preview morning")
        {
            List(place),
            Preview(place),
            Publish(place),
        };

    private static Verb List(Func<ParseResult, Invocation> place)
    {
        var json = new Option<bool>("--json") { Description = "For programs; times in UTC." };
        var verb = new Verb(
            "list",
            "All digests, their last edition and when the next is due, in each digest's time zone. Works beside a running service.",
            "digests list",
            "digests list --json"
        )
        {
            json,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var (invocation, asJson) = (place(parsed), parsed.GetValue(json));
                return Opening.WithAppAsync(invocation, (app, ct) => ListAsync(app, invocation, asJson, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> ListAsync(WebApplication app, Invocation invocation, bool json, CancellationToken ct)
    {
        var file = await FeedsCatalogue.CheckAsync(invocation.FeedsFile, ct);
        if (!Opening.Report(file.Problems))
        {
            return ExitCodes.BadUsage;
        }
        var editions = app.Services.GetRequiredService<IEditionStore>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var rows = new List<DigestRow>();
        foreach (var digest in file.Digests)
        {
            var last = await editions.ListAsync(digest.Name, null, 1, withSkipped: false, ct);
            rows.Add(DigestRow.Of(digest, last.Count > 0 ? last[0] : null, now));
        }
        if (json)
        {
            Listing.WriteJson(rows);
            return ExitCodes.Ok;
        }
        var list = new Listing("name", "edition", "published", "next", "title");
        foreach (var row in rows)
        {
            var zone = ZoneOf(app, row.TimeZone);
            list.Add(row.Name, $"{row.Edition}", Moment(row.PublishedAt, zone), Moment(row.NextAt, zone) ?? "no schedule", row.Title);
        }
        list.Write($"there is no digest in {invocation.FeedsFile}; describe one under \"digests:\"");
        return ExitCodes.Ok;
    }

    /// <summary>A digest is told in the zone of its schedule; one without, in the zone of the pages.</summary>
    private static TimeZoneInfo ZoneOf(WebApplication app, string? name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name ?? app.Services.GetRequiredService<WebOptions>().TimeZone, out var zone)
            ? zone
            : TimeZoneInfo.Utc;

    private static string? Moment(DateTimeOffset? instant, TimeZoneInfo zone) =>
        instant is { } at ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture) : null;

    private static Verb Preview(Func<ParseResult, Invocation> place)
    {
        var json = new Option<bool>("--json") { Description = "For programs, as /digests/NAME/preview.json." };
        var verb = Named(
            place,
            ("preview", "What the next edition would hold, and why each story is in or out."),
            (app, digest, parsed, ct) => PreviewAsync(app, digest, parsed.GetValue(json), ct),
            "digests preview morning",
            "digests preview morning --json"
        );
        verb.Add(json);
        return verb;
    }

    private static Verb Publish(Func<ParseResult, Invocation> place) =>
        Named(
            place,
            ("publish", "Publish an edition now, due or not; what has not settled yet is taken too."),
            (app, digest, _, ct) => PublishAsync(app, digest, ct),
            "digests publish morning"
        );

    private static Verb Named(
        Func<ParseResult, Invocation> place,
        (string Name, string Description) called,
        Func<WebApplication, DigestDefinition, ParseResult, CancellationToken, Task<int>> run,
        params string[] examples
    )
    {
        var digest = new Argument<string>("NAME") { Description = "A digest of feeds.yaml." };
        var verb = new Verb(called.Name, called.Description, examples) { digest };
        verb.AsksService = true;
        verb.SetAction(
            (parsed, ct) =>
            {
                var wanted = parsed.GetValue(digest)!;
                return Opening.WithAppAsync(
                    place(parsed),
                    (app, ct) => WithDigestAsync(app, wanted, (app, digest, ct) => run(app, digest, parsed, ct), ct),
                    ct
                );
            }
        );
        return verb;
    }

    private static async Task<int> WithDigestAsync(
        WebApplication app,
        string wanted,
        Func<WebApplication, DigestDefinition, CancellationToken, Task<int>> run,
        CancellationToken ct
    )
    {
        if (!await Opening.LoadFeedsAsync(app, ct))
        {
            return ExitCodes.BadUsage;
        }
        var digests = app.Services.GetRequiredService<FeedsCatalogue>().Digests;
        if (digests.FirstOrDefault(x => x.Name == wanted) is { } digest)
        {
            return await run(app, digest, ct);
        }
        await Console.Error.WriteLineAsync($"there is no digest \"{wanted}\"; {Spelling.Hint(wanted, digests.Select(x => x.Name))}");
        return ExitCodes.BadUsage;
    }

    private static async Task<int> PreviewAsync(WebApplication app, DigestDefinition digest, bool json, CancellationToken ct)
    {
        var preview = await app.Services.GetRequiredService<PublishDigest>().PreviewAsync(digest, ct);
        if (json)
        {
            Listing.WriteJson(PreviewAnswer.Of(preview));
            return ExitCodes.Ok;
        }
        var zone = ZoneOf(app, digest.Schedule?.TimeZone);
        Console.WriteLine(
            $"{digest.DisplayTitle}: due {Moment(preview.Window.DueAt, zone)}, news from {Moment(preview.Window.From, zone)}; {Told(preview)}"
        );
        foreach (var verdict in preview.Verdicts)
        {
            var place = verdict.Outcome == StoryOutcome.In ? "in " : "out";
            Console.WriteLine($"{place}  {Listing.OneLine(verdict.Story.Lead.Title)}\n     {Listing.OneLine(verdict.Why)}");
        }
        return ExitCodes.Ok;
    }

    private static string Told(EditionPreview preview)
    {
        var told = preview.Verdicts.Count(x => x.Outcome == StoryOutcome.In);
        return $"{Counted.Stories(told)} in, {preview.Verdicts.Count - told} left out";
    }

    private static async Task<int> PublishAsync(WebApplication app, DigestDefinition digest, CancellationToken ct)
    {
        var receipt = await app.Services.GetRequiredService<PublishDigest>().RunNowAsync(digest, ct);
        Console.WriteLine(
            receipt.Number is { } number ? $"{digest.Name}: edition {number} published, {Waiting(receipt.Deliveries)} to be sent"
            : receipt.ItemsAreGone ? $"{digest.Name}: what it would show is being purged (Store:KeepFor, Store:KeepPerFeed); try again"
            : receipt.Refused ? $"{digest.Name}: another node has just published"
            : $"{digest.Name}: nothing new to tell; skipped. What was in a feed when it was first polled is backlog, which no edition sends; 'digests preview {digest.Name}' says why each story is left out"
        );
        return receipt.Refused ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static string Waiting(int deliveries) => $"{Counted.Deliveries(deliveries)} {(deliveries == 1 ? "waits" : "wait")}";
}

/// <summary>A digest for programs; the names of its fields are a contract.</summary>
/// <param name="Edition">The number of the last one; null where none was published.</param>
/// <param name="TimeZone">Of the schedule; null where there is none, and no <paramref name="NextAt"/> either.</param>
internal sealed record DigestRow(
    string Name,
    string Title,
    int? Edition,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? NextAt,
    string? TimeZone
)
{
    public static DigestRow Of(DigestDefinition digest, EditionSummary? last, DateTimeOffset now)
    {
        var next = digest.Schedule is { } schedule ? EditionSchedule.Of(schedule).NextAfter(now) : null;
        return new DigestRow(
            digest.Name,
            digest.DisplayTitle,
            last?.Number,
            last?.FrozenAt.ToUniversalTime(),
            next?.ToUniversalTime(),
            digest.Schedule?.TimeZone
        );
    }
}
