using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using FeedAggregator.Configuration;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using Microsoft.AspNetCore.Http.Features;

namespace FeedAggregator.Service.Pages;

/// <summary>How readers subscribe, confirm, change and leave. What changes something is a POST; whoever holds a signed link may do it.</summary>
internal sealed class SubscriptionPages(
    SiteFrame site,
    FeedsCatalogue catalogue,
    ISubscriptionStore store,
    SubscriptionDesk desk,
    WebOptions web
)
{
    private const int MaxFormBytes = 32 * 1024;
    private static readonly Dictionary<string, string> NoProblems = [];
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Map(WebApplication app)
    {
        var pages = app.MapGroup("").WithTags("subscriptions");
        pages.MapGet("/subscribe", (HttpContext x, SubscriptionPages p) => p.ShowForm(x)).WithSummary("The form to subscribe by e-mail.");
        pages.MapPost("/subscribe", (HttpContext x, SubscriptionPages p) => p.SubscribeAsync(x)).WithSummary("Asks for a subscription.");
        pages.MapGet("/subscriptions/confirm", (HttpContext x, SubscriptionPages p) => p.AskToConfirm(x)).WithSummary("Asks to confirm.");
        pages.MapPost("/subscriptions/confirm", (HttpContext x, SubscriptionPages p) => p.ConfirmAsync(x)).WithSummary("Confirms.");
        pages
            .MapGet("/subscriptions/manage", (HttpContext x, SubscriptionPages p) => p.ManageAsync(x, null, NoProblems))
            .WithSummary("Shows a mailbox's subscriptions.");
        pages
            .MapPost("/subscriptions/manage", (HttpContext x, SubscriptionPages p) => p.ChangeAsync(x))
            .WithSummary("Changes, ends or erases them.");
        pages
            .MapGet("/subscriptions/data", (HttpContext x, SubscriptionPages p) => p.ExportAsync(x))
            .WithSummary("What is stored about a mailbox.");
        pages.MapGet("/unsubscribe", (HttpContext x, SubscriptionPages p) => p.AskToLeave(x)).WithSummary("Asks to unsubscribe.");
        pages
            .MapPost("/unsubscribe", (HttpContext x, SubscriptionPages p) => p.LeaveAsync(x))
            .WithSummary("Unsubscribes (RFC 8058 one-click).");
    }

    private IReadOnlyList<DigestDefinition> Offered => [.. catalogue.Digests.Where(x => x.Schedule is not null)];

    private IResult ShowForm(HttpContext context)
    {
        if (!desk.MailIsOn || Offered.Count == 0)
        {
            return Page(
                context,
                404,
                "Subscribe",
                SubscriptionForms.Message(
                    "No subscriptions by e-mail",
                    "This site sends no mail. Each digest is a feed too: subscribe to it in a feed reader.",
                    "/digests",
                    "All digests"
                )
            );
        }
        var wanted = context.Request.Query["digest"].ToString();
        return Form(context, 200, new TypedWish("", wanted, "", web.TimeZone, "", ""), NoProblems);
    }

    private async Task<IResult> SubscribeAsync(HttpContext context)
    {
        if (!desk.MailIsOn || await ReadFormAsync(context) is not { } form)
        {
            return Page(
                context,
                400,
                "Subscribe",
                SubscriptionForms.Message("That did not work", "The form could not be read. Please try again.", "/subscribe", "The form")
            );
        }
        var typed = TypedWish.Of(form, web.TimeZone);
        var (verdict, problems) = await desk.SignUpAsync(
            typed.Mailbox,
            typed.Digest,
            typed.ToWish(),
            Offered,
            SignUpLimits.NetworkOf(Visitor(context)),
            context.RequestAborted
        );
        if (problems.Count > 0)
        {
            return Form(context, 422, typed, problems);
        }
        return verdict == SignUpVerdict.Refuse
            ? Page(
                context,
                429,
                "Subscribe",
                SubscriptionForms.Message(
                    "Too many requests",
                    "Many subscriptions were asked for from your network. Please try again in an hour."
                )
            )
            : Page(
                context,
                202,
                "Subscribe",
                SubscriptionForms.Message(
                    "Look into your mailbox",
                    "If that address can be written to, a letter is on its way. Open the link in it within 48 hours to confirm."
                )
            );
    }

    private IResult AskToConfirm(HttpContext context) =>
        ConfirmationToken.HashOf(Token(context)) is null
            ? BadLink(context)
            : Page(
                context,
                200,
                "Confirm",
                SubscriptionForms.Ask(
                    "Confirm your subscription",
                    "One press of the button, and the next edition comes to you.",
                    $"/subscriptions/confirm?token={Token(context)}",
                    "Confirm"
                )
            );

    private async Task<IResult> ConfirmAsync(HttpContext context)
    {
        if (await desk.ConfirmAsync(Token(context), context.RequestAborted) is not { } reader)
        {
            return BadLink(context);
        }
        var manage = $"/subscriptions/manage?token={desk.ManageToken(reader.Id)}";
        return Page(
            context,
            200,
            "Confirmed",
            SubscriptionForms.Message(
                "You are subscribed",
                $"The next edition of “{TitleOf(reader.Digest)}” is sent to {reader.Target}.",
                manage,
                "Change or end it"
            )
        );
    }

    private async Task<IResult> ManageAsync(HttpContext context, string? message, IReadOnlyDictionary<string, string> problems)
    {
        if (await desk.ReaderAsync(Token(context), context.RequestAborted) is not { } reader)
        {
            return BadLink(context);
        }
        var all = (await store.OfTargetAsync(reader.Target, context.RequestAborted))
            .Where(x => x.Status == SubscriptionStatus.Active)
            .ToList();
        return Page(
            context,
            problems.Count == 0 ? 200 : 422,
            "Your subscriptions",
            SubscriptionForms.Manage(all, Token(context), TitleOf, message, problems)
        );
    }

    private async Task<IResult> ChangeAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        if (await desk.ReaderAsync(Token(context), ct) is not { } reader || await ReadFormAsync(context) is not { } form)
        {
            return BadLink(context);
        }
        _ = long.TryParse(form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        switch (form["do"].ToString())
        {
            case "erase":
                await desk.EraseAsync(reader, ct);
                return Page(
                    context,
                    200,
                    "Erased",
                    SubscriptionForms.Message("Erased", "Nothing is stored about this mailbox any more, and nothing more is sent to it.")
                );
            case "leave":
                await desk.LeaveAsync(reader, id, ct);
                return await ManageAsync(context, "You have left; nothing more of it is sent.", NoProblems);
            default:
                var problems = await desk.ChangeAsync(reader, id, TypedWish.Of(form, web.TimeZone).ToWish(), ct);
                return await ManageAsync(context, problems.Count == 0 ? "Saved." : null, problems);
        }
    }

    private async Task<IResult> ExportAsync(HttpContext context)
    {
        if (await desk.ReaderAsync(Token(context), context.RequestAborted) is not { } reader)
        {
            return BadLink(context);
        }
        Private(context);
        context.Response.Headers.ContentDisposition = "attachment; filename=subscriptions.json";
        return Results.Json(await desk.ExportAsync(reader.Target, context.RequestAborted), Readable);
    }

    private IResult AskToLeave(HttpContext context) =>
        desk.Links.Read(LinkPurpose.Unsubscribe, Token(context)) is null
            ? BadLink(context)
            : Page(
                context,
                200,
                "Unsubscribe",
                SubscriptionForms.Ask(
                    "Unsubscribe",
                    "One press of the button, and no further edition is sent to you.",
                    $"/unsubscribe?token={Token(context)}",
                    "Unsubscribe"
                )
            );

    private async Task<IResult> LeaveAsync(HttpContext context) =>
        await desk.LeaveAsync(Token(context), context.RequestAborted)
            ? Page(context, 200, "Unsubscribed", SubscriptionForms.Message("You have left", "No further edition is sent to you."))
            : BadLink(context);

    private IResult Form(HttpContext context, int status, TypedWish typed, IReadOnlyDictionary<string, string> problems) =>
        Page(context, status, "Subscribe", SubscriptionForms.Subscribe(Offered, typed, problems));

    private IResult BadLink(HttpContext context) =>
        Page(
            context,
            400,
            "Link not valid",
            SubscriptionForms.Message(
                "This link is not valid",
                "It is incomplete, was changed on its way, or has expired. Nothing was changed.",
                "/subscribe",
                "Subscribe again"
            )
        );

    private IResult Page(HttpContext context, int status, string title, Html body)
    {
        Private(context);
        var frame = site.Plain(context, context.Request.Path.Value!) with { HtmlUrl = context.Request.Path.Value! };
        return Results.Content(
            PageShell.Page(frame, "en", title, "Subscriptions by e-mail.", body),
            "text/html; charset=utf-8",
            statusCode: status
        );
    }

    /// <summary>These pages are one reader's: no cache and no search engine keeps them.</summary>
    private static void Private(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Robots-Tag"] = "noindex";
    }

    private static string Token(HttpContext context) => context.Request.Query["token"].ToString();

    private string TitleOf(string digest) => catalogue.Digests.FirstOrDefault(x => x.Name == digest)?.DisplayTitle ?? digest;

    /// <summary>Null for what is no form, or a huge one.</summary>
    private static async Task<IFormCollection?> ReadFormAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxFormBytes;
        }
        try
        {
            return context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        }
        catch (Exception bad) when (bad is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A proxy on this machine says whom it speaks for; anybody else could say anything.</summary>
    private static IPAddress? Visitor(HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress;
        var forwarded = context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        return peer is not null && IPAddress.IsLoopback(peer) && IPAddress.TryParse(forwarded, out var visitor) ? visitor : peer;
    }
}
