using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FeedAggregator.Configuration;
using FeedAggregator.Delivery;
using FeedAggregator.Languages;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Commands;

/// <summary><c>subscribers</c>: who gets which digest.</summary>
internal static class SubscribersCommands
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Build(Func<ParseResult, Invocation> place) =>
        new Verb("subscribers", "Who gets which digest.", "subscribers list")
        {
            List(place),
            Add(place),
            Target(place, "remove", "Forget a mailbox or webhook: its subscriptions and deliveries.", false, RemoveAsync),
            Target(place, "export", "All that is stored about a mailbox or webhook, as JSON.", true, ExportAsync),
        };

    private static Verb List(Func<ParseResult, Invocation> place)
    {
        var digest = new Argument<string?>("DIGEST") { Description = "Only of this digest.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "For programs." };
        var verb = new Verb(
            "list",
            "All subscriptions. Works beside a running service.",
            "subscribers list morning",
            "subscribers list --json"
        )
        {
            digest,
            json,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var (invocation, wanted, asJson) = (place(parsed), parsed.GetValue(digest), parsed.GetValue(json));
                return Opening.WithAppAsync(invocation, (app, ct) => ListAsync(app, invocation, wanted, asJson, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> ListAsync(WebApplication app, Invocation invocation, string? digest, bool json, CancellationToken ct)
    {
        var found = await app.Services.GetRequiredService<ISubscriptionStore>().ListAsync(digest, ct);
        // Readers of a digest that has left the file are still listed under its name.
        if (found.Count == 0 && digest is not null && !await IsKnownAsync(invocation, digest, ct))
        {
            return ExitCodes.BadUsage;
        }
        if (json)
        {
            Listing.WriteJson(found.Select(SubscriptionRow.Of));
            return ExitCodes.Ok;
        }
        var list = new Listing("id", "digest", "by", "state", "sent", "to");
        foreach (var x in found.Select(SubscriptionRow.Of))
        {
            var hour = x.Hour is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at:00}:00 {x.TimeZone}") : "at once";
            list.Add($"{x.Id}", x.Digest, x.Channel, x.Status, hour, x.Target);
        }
        list.Write("nobody has subscribed yet; add a reader with: feedaggregator subscribers add DIGEST ADDRESS");
        return ExitCodes.Ok;
    }

    private static async Task<bool> IsKnownAsync(Invocation invocation, string digest, CancellationToken ct)
    {
        var known = (await FeedsCatalogue.CheckAsync(invocation.FeedsFile, ct)).Digests.Select(x => x.Name).ToList();
        if (known.Contains(digest))
        {
            return true;
        }
        await Console.Error.WriteLineAsync($"there is no digest \"{digest}\"; {Spelling.Hint(digest, known)}");
        return false;
    }

    private static Verb Add(Func<ParseResult, Invocation> place)
    {
        var digest = new Argument<string>("DIGEST") { Description = "A digest of feeds.yaml." };
        var target = new Argument<string>("ADDRESS") { Description = "A mailbox, or the https address of a webhook." };
        var hour = new Option<int?>("--hour")
        {
            Description = "Send at this hour of the reader's day, 0 to 23; default: at once.",
            HelpName = "0-23",
        };
        var zone = new Option<string?>("--zone")
        {
            HelpName = "ZONE",
            Description = "The reader's time zone, such as Asia/Jakarta; default: the digest's.",
        };
        var verb = new Verb(
            "add",
            "Subscribe a mailbox or webhook, confirmed at once: only with its owner's consent.",
            "subscribers add morning reader@example.org --hour 7 --zone Asia/Jakarta",
            "subscribers add morning https://hooks.example.org/news"
        )
        {
            digest,
            target,
            hour,
            zone,
        };
        verb.AsksService = true;
        verb.SetAction(
            (parsed, ct) =>
            {
                var (at, where) = (parsed.GetValue(hour), parsed.GetValue(zone));
                var (name, address) = (parsed.GetValue(digest)!, parsed.GetValue(target)!);
                return Opening.WithAppAsync(place(parsed), (app, ct) => AddAsync(app, name, address, (at, where), ct), ct);
            }
        );
        return verb;
    }

    private static async Task<int> AddAsync(
        WebApplication app,
        string digest,
        string address,
        (int? Hour, string? Zone) given,
        CancellationToken ct
    )
    {
        if (!await Opening.LoadFeedsAsync(app, ct))
        {
            return ExitCodes.BadUsage;
        }
        var digests = app.Services.GetRequiredService<FeedsCatalogue>().Digests;
        var known = digests.Select(x => x.Name).ToList();
        var zone = given.Zone ?? digests.FirstOrDefault(x => x.Name == digest)?.Schedule?.TimeZone;
        var wish = new SubscriptionWish { Hour = given.Hour, TimeZone = zone ?? app.Services.GetRequiredService<WebOptions>().TimeZone };
        var isWebhook =
            address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        var mailbox = isWebhook ? null : Mailbox.Parse(address, out _, app.Services.GetRequiredService<MailOptions>().Utf8Mailboxes);
        var problems = wish.Problems().Select(Told).ToList();
        if (!known.Contains(digest))
        {
            problems.Add($"there is no digest \"{digest}\"; {Spelling.Hint(digest, known)}");
        }
        if (isWebhook ? !Uri.TryCreate(address, UriKind.Absolute, out _) : mailbox is null)
        {
            problems.Add(
                $"\"{address}\" is neither a mailbox such as reader@example.org nor an address such as https://hooks.example.org/news"
            );
        }
        if (problems.Count > 0)
        {
            problems.ForEach(Console.Error.WriteLine);
            return ExitCodes.BadUsage;
        }
        var channel = isWebhook ? SubscriptionChannel.Webhook : SubscriptionChannel.Mail;
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var store = app.Services.GetRequiredService<ISubscriptionStore>();
        var added = await store.AddAsync(digest, channel, mailbox?.ToString() ?? address, wish, now, ct);
        Console.WriteLine($"subscription {added.Id}: {added.Digest} for {added.Target}");
        if (!isWebhook && !app.Services.GetRequiredService<MailOptions>().IsOn)
        {
            await Console.Error.WriteLineAsync(
                "no mail goes out before Mail:Host and Mail:From are set; try them with: feedaggregator mail test ADDRESS"
            );
        }
        if (isWebhook)
        {
            Console.WriteLine(
                $"posts are signed with {app.Services.GetRequiredService<SignedLinks>().WebhookSecret(added.Id)} (standardwebhooks.com)"
            );
        }
        return ExitCodes.Ok;
    }

    /// <summary>As options and their bounds; the reader's words speak of a form.</summary>
    private static string Told(WishProblem problem) =>
        problem.Fault switch
        {
            WishFault.HourUnknown => "--hour: must be 0 to 23",
            WishFault.ZoneUnknown => $"--zone: \"{problem.Shown}\" is not known here; use an IANA name such as Asia/Jakarta, or UTC",
            _ => $"{problem.Field}: {problem.In(FrameLanguage.For("en"))}",
        };

    private static Verb Target(
        Func<ParseResult, Invocation> place,
        string name,
        string description,
        bool readOnly,
        Func<WebApplication, string, CancellationToken, Task<int>> run
    )
    {
        var target = new Argument<string>("ADDRESS") { Description = "A mailbox, or the address of a webhook." };
        var verb = new Verb(name, description, $"subscribers {name} reader@example.org") { target };
        verb.AsksService = !readOnly;
        verb.SetAction(
            (parsed, ct) =>
            {
                var address = parsed.GetValue(target)!;
                return Opening.WithAppAsync(place(parsed), (app, ct) => run(app, address, ct), ct, readOnly);
            }
        );
        return verb;
    }

    private static async Task<int> RemoveAsync(WebApplication app, string address, CancellationToken ct)
    {
        var count = await app.Services.GetRequiredService<ISubscriptionStore>().EraseAsync(address, ct);
        if (count == 0)
        {
            await Console.Error.WriteLineAsync($"{address} has no subscription; see subscribers list");
            return ExitCodes.BadUsage;
        }
        Console.WriteLine($"{Counted.Of(count, "subscription")} removed");
        return ExitCodes.Ok;
    }

    private static async Task<int> ExportAsync(WebApplication app, string address, CancellationToken ct)
    {
        Console.WriteLine(
            JsonSerializer.Serialize(await app.Services.GetRequiredService<SubscriptionDesk>().ExportAsync(address, ct), Readable)
        );
        return ExitCodes.Ok;
    }
}

/// <summary>A subscription for programs; the names of its fields are a contract.</summary>
/// <param name="Hour">Of the reader's day, 0 to 23; null: at once.</param>
internal sealed record SubscriptionRow(long Id, string Digest, string Channel, string Status, int? Hour, string TimeZone, string Target)
{
    public static SubscriptionRow Of(Subscription x) =>
        new(
            x.Id,
            x.Digest,
            $"{x.Channel}".ToLowerInvariant(),
            $"{x.Status}".ToLowerInvariant(),
            x.Wish.Hour,
            x.Wish.TimeZone,
            // A webhook's address keeps its case: it is there to be copied.
            x.Target
        );
}
