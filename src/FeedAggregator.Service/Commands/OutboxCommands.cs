using System.CommandLine;
using FeedAggregator.Delivery;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary><c>outbox</c>: what was sent, what waits and what was given up.</summary>
internal static class OutboxCommands
{
    private static readonly Dictionary<string, DeliveryState> States = Enum.GetValues<DeliveryState>().ToDictionary(x => x.Name());

    public static Command Build(Func<ParseResult, Invocation> place) =>
        new Verb("outbox", "What was sent, what waits and what was given up.", "outbox list --state given-up")
        {
            List(place),
            Retry(place),
        };

    private static Verb List(Func<ParseResult, Invocation> place)
    {
        var state = new Option<string?>("--state")
        {
            Description = "Only these; without it, all.",
            HelpName = string.Join('|', States.Keys),
        };
        state.AcceptOnlyFromAmong([.. States.Keys]);
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many, newest first.",
            HelpName = "N",
            DefaultValueFactory = _ => 50,
        };
        var json = new Option<bool>("--json") { Description = "For programs: each delivery, whole." };
        var verb = new Verb(
            "list",
            "Deliveries, newest first. Works beside a running service.",
            "outbox list",
            "outbox list --state given-up",
            "outbox list --limit 1000 --json"
        )
        {
            state,
            limit,
            json,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var wanted = parsed.GetValue(state) is { } name ? States[name] : (DeliveryState?)null;
                var (most, asJson) = (Math.Clamp(parsed.GetValue(limit), 1, 100_000), parsed.GetValue(json));
                return Opening.WithAppAsync(place(parsed), (app, ct) => ListAsync(app, wanted, most, asJson, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> ListAsync(WebApplication app, DeliveryState? state, int limit, bool json, CancellationToken ct)
    {
        var outbox = app.Services.GetRequiredService<IOutbox>();
        var found = await outbox.ListAsync(state, limit, ct);
        if (json)
        {
            Listing.WriteJson(found);
            return ExitCodes.Ok;
        }
        var list = new Listing("id", "state", "when", "attempts", "what", "to", "answer");
        foreach (var x in found)
        {
            var what = x.Edition is { } edition ? $"{x.Digest}/{edition}" : $"{x.Kind} {x.Digest}".ToLowerInvariant();
            var when = (x.EndedAt ?? x.DueAt).UtcDateTime;
            list.Add($"{x.Id}", Told(x.State), $"{when:u}", $"{x.Attempts}", what, x.Target, x.Text);
        }
        list.Write(state is { } only ? $"nothing in the outbox is {Told(only)}" : "the outbox is empty: nothing was to be sent yet");
        var counts = await outbox.CountAsync(ct);
        // Beside the rows, not one of them.
        await Console.Error.WriteLineAsync(string.Join(", ", States.Values.Select(x => $"{counts.GetValueOrDefault(x)} {Told(x)}")));
        return ExitCodes.Ok;
    }

    private static string Told(DeliveryState state) => state.Name().Replace('-', ' ');

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
        Console.WriteLine($"{Counted.Deliveries(count)} {(count == 1 ? "is" : "are")} due again");
        var others = ids.Length - count;
        if (others > 0)
            await Console.Error.WriteLineAsync(
                $"{others} {(others == 1 ? "was not given up, or is" : "were not given up, or are")} not there; see outbox list"
            );
        return ids.Length > count ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
