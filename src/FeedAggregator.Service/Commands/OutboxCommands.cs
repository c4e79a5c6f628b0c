using System.CommandLine;
using FeedAggregator.Delivery;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary><c>outbox</c>: what was sent, what waits and what was given up.</summary>
internal static class OutboxCommands
{
    public static Command Build(Func<ParseResult, Invocation> place) =>
        new Verb("outbox", "What was sent, what waits and what was given up.", "outbox list --state givenup") { List(place), Retry(place) };

    private static Verb List(Func<ParseResult, Invocation> place)
    {
        var state = new Option<DeliveryState?>("--state") { Description = "waiting, sent, givenup or skipped; without it, all." };
        var limit = new Option<int>("--limit") { Description = "At most so many, newest first.", DefaultValueFactory = _ => 50 };
        var verb = new Verb(
            "list",
            "Deliveries, newest first. Works beside a running service.",
            "outbox list",
            "outbox list --state givenup"
        )
        {
            state,
            limit,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var (wanted, most) = (parsed.GetValue(state), Math.Clamp(parsed.GetValue(limit), 1, 100_000));
                return Opening.WithAppAsync(place(parsed), (app, ct) => ListAsync(app, wanted, most, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> ListAsync(WebApplication app, DeliveryState? state, int limit, CancellationToken ct)
    {
        var outbox = app.Services.GetRequiredService<IOutbox>();
        foreach (var x in await outbox.ListAsync(state, limit, ct))
        {
            var what = x.Edition is { } edition ? $"{x.Digest}/{edition}" : $"{x.Kind} {x.Digest}";
            var when = x.EndedAt ?? x.DueAt;
            Console.WriteLine($"{x.Id}\t{x.State}\t{when.UtcDateTime:u}\t{x.Attempts} attempts\t{what}\t{x.Target}\t{x.Text}".TrimEnd());
        }
        var counts = await outbox.CountAsync(ct);
        Console.WriteLine(
            string.Join(", ", Enum.GetValues<DeliveryState>().Select(x => $"{counts.GetValueOrDefault(x)} {x}".ToLowerInvariant()))
        );
        return ExitCodes.Ok;
    }

    private static Verb Retry(Func<ParseResult, Invocation> place)
    {
        var ids = new Argument<long[]>("ID")
        {
            Description = "Deliveries; without them, all that were given up.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = new Verb("retry", "Make given-up deliveries due again.", "outbox retry", "outbox retry 17 18") { ids };
        verb.AsksService = true;
        verb.SetAction(
            (parsed, ct) =>
            {
                var wanted = parsed.GetValue(ids)!;
                return Opening.WithAppAsync(place(parsed), (app, ct) => RetryAsync(app, wanted, ct), ct);
            }
        );
        return verb;
    }

    private static async Task<int> RetryAsync(WebApplication app, long[] ids, CancellationToken ct)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var count = await app.Services.GetRequiredService<IOutbox>().RetryAsync(ids, now, ct);
        Console.WriteLine($"{count} deliveries are due again");
        if (ids.Length > count)
            await Console.Error.WriteLineAsync($"{ids.Length - count} were not given up, or are not there; see outbox list");
        return ids.Length > count ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
