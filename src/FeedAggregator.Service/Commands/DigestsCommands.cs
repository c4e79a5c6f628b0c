using System.CommandLine;
using FeedAggregator.Configuration;
using FeedAggregator.Digests;
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
            Named(place, "preview", "What the next edition would hold, and why each story is in or out.", PreviewAsync),
            Named(place, "publish", "Publish an edition now, due or not; what has not settled yet is taken too.", PublishAsync),
        };

    private static Verb List(Func<ParseResult, Invocation> place)
    {
        var verb = new Verb("list", "All digests, their last edition and when the next is due.", "digests list");
        verb.SetAction(
            (parsed, ct) =>
            {
                var invocation = place(parsed);
                return Opening.WithAppAsync(invocation, (app, ct) => ListAsync(app, invocation, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> ListAsync(WebApplication app, Invocation invocation, CancellationToken ct)
    {
        var editions = app.Services.GetRequiredService<IEditionStore>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var digest in (await FeedsCatalogue.CheckAsync(invocation.FeedsFile, ct)).Digests)
        {
            var last = await editions.ListAsync(digest.Name, null, 1, withSkipped: false, ct);
            var next = digest.Schedule is { } schedule ? EditionSchedule.Of(schedule).NextAfter(now) : null;
            var edition = last.Count > 0 ? $"edition {last[0].Number} of {last[0].FrozenAt:u}" : "no edition";
            Console.WriteLine(
                $"{digest.Name}\t{edition}\t{(next is { } at ? $"next {at.UtcDateTime:u}" : "no schedule")}\t{digest.DisplayTitle}"
            );
        }
        return ExitCodes.Ok;
    }

    private static Verb Named(
        Func<ParseResult, Invocation> place,
        string name,
        string description,
        Func<WebApplication, DigestDefinition, CancellationToken, Task<int>> run
    )
    {
        var digest = new Argument<string>("NAME") { Description = "A digest of feeds.yaml." };
        var verb = new Verb(name, description, $"digests {name} morning") { digest };
        verb.AsksService = true;
        verb.SetAction(
            (parsed, ct) =>
            {
                var wanted = parsed.GetValue(digest)!;
                return Opening.WithAppAsync(place(parsed), (app, ct) => WithDigestAsync(app, wanted, run, ct), ct);
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

    private static async Task<int> PreviewAsync(WebApplication app, DigestDefinition digest, CancellationToken ct)
    {
        var preview = await app.Services.GetRequiredService<PublishDigest>().PreviewAsync(digest, ct);
        Console.WriteLine(
            $"{digest.DisplayTitle}: due {preview.Window.DueAt.UtcDateTime:u}, news from {preview.Window.From.UtcDateTime:u}"
        );
        foreach (var verdict in preview.Verdicts)
        {
            Console.WriteLine($"{(verdict.Outcome == StoryOutcome.In ? "in " : "out")}  {verdict.Story.Lead.Title}\n     {verdict.Why}");
        }
        return ExitCodes.Ok;
    }

    private static async Task<int> PublishAsync(WebApplication app, DigestDefinition digest, CancellationToken ct)
    {
        var receipt = await app.Services.GetRequiredService<PublishDigest>().RunNowAsync(digest, ct);
        Console.WriteLine(
            receipt.Number is { } number ? $"{digest.Name}: edition {number} published, {receipt.Deliveries} deliveries wait to be sent"
            : receipt.ItemsAreGone ? $"{digest.Name}: what it would show is being purged (Store:KeepFor, Store:KeepPerFeed); try again"
            : receipt.Refused ? $"{digest.Name}: another node has just published"
            : $"{digest.Name}: nothing new to tell; skipped. What was in a feed when it was first polled is backlog, which no edition sends; 'digests preview {digest.Name}' says why each story is left out"
        );
        return receipt.Refused ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
