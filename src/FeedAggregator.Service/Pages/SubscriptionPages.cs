using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FeedAggregator.Configuration;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Languages;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Pages;

/// <summary>
/// How readers subscribe, confirm, change and leave, in the language of the digest it is about. What changes something is a POST; whoever holds a signed link may do it.
/// </summary>
internal sealed class SubscriptionPages(
    SiteFrame site,
    FeedsCatalogue catalogue,
    ISubscriptionStore store,
    SubscriptionDesk desk,
    WebOptions web
)
{
    private const int MostTags = 40;
    private static readonly Dictionary<string, WishProblem> NoProblems = [];
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
            .MapGet("/subscriptions/manage", (HttpContext x, SubscriptionPages p) => p.ManageAsync(x))
            .WithSummary("Shows a mailbox's subscriptions.");
        pages
            .MapPost("/subscriptions/manage", (HttpContext x, SubscriptionPages p) => p.ChangeAsync(x))
            .WithSummary("Changes, ends or erases them.");
        pages
            .MapGet("/subscriptions/data", (HttpContext x, SubscriptionPages p) => p.ExportAsync(x))
            .WithSummary("What is stored about a mailbox.");
        pages.MapGet("/unsubscribe", (HttpContext x, SubscriptionPages p) => p.AskToLeaveAsync(x)).WithSummary("Asks to unsubscribe.");
        pages
            .MapPost("/unsubscribe", (HttpContext x, SubscriptionPages p) => p.LeaveAsync(x))
            .WithSummary("Unsubscribes (RFC 8058 one-click).");
    }

    private IReadOnlyList<DigestDefinition> Offered => [.. catalogue.Digests.Where(x => x.Schedule is not null)];

    private IResult ShowForm(HttpContext context)
    {
        var wanted = Digest(context.Request.Query["digest"]);
        var words = ReaderLanguage.Of(context, wanted);
        if (!desk.MailIsOn || Offered.Count == 0)
        {
            var body = SubscriptionForms.Message(null, words.NoMailTitle, words.NoMailText, "/digests", words.AllDigests);
            return Page(context, words, 404, words.Subscribe, body);
        }
        var zone = (wanted ?? Offered[0]).Schedule?.TimeZone ?? web.TimeZone;
        return Form(context, words, 200, new TypedWish("", wanted?.Name ?? "", "", zone, "", ""), NoProblems);
    }

    private async Task<IResult> SubscribeAsync(HttpContext context)
    {
        if (!desk.MailIsOn || await context.ReadFormAsync() is not { } form)
        {
            var plain = ReaderLanguage.Of(context);
            var body = SubscriptionForms.Message(null, plain.FormTitle, plain.FormText, "/subscribe", plain.TheForm);
            return Page(context, plain, 400, plain.Subscribe, body);
        }
        var typed = TypedWish.Of(form, web.TimeZone);
        var digest = Digest(typed.Digest);
        var words = ReaderLanguage.Of(context, digest);
        var (verdict, problems) = await desk.SignUpAsync(
            typed.Mailbox,
            typed.Digest,
            typed.ToWish(),
            Offered,
            SignUpLimits.NetworkOf(context.Visitor()),
            context.RequestAborted
        );
        if (problems.Count > 0)
        {
            return Form(context, words, 422, typed, problems);
        }
        var (status, title, text) =
            verdict == SignUpVerdict.Refuse
                ? (429, words.TooManyTitle, words.TooManyText)
                : (202, words.CheckMailTitle, words.CheckMailText);
        return Page(context, words, status, title, SubscriptionForms.Message(digest?.DisplayTitle, title, text));
    }

    private IResult AskToConfirm(HttpContext context)
    {
        var digest = Digest(context.Request.Query["digest"]);
        var words = ReaderLanguage.Of(context, digest);
        if (ConfirmationToken.HashOf(context.Token()) is null)
        {
            return BadLink(context, words);
        }
        var action = $"/subscriptions/confirm?digest={digest?.Name}&token={context.Token()}";
        var body = SubscriptionForms.Ask(digest?.DisplayTitle, words.ConfirmTitle, words.ConfirmText, action, words.Confirm);
        return Page(context, words, 200, words.ConfirmTitle, body);
    }

    private async Task<IResult> ConfirmAsync(HttpContext context)
    {
        if (await desk.ConfirmAsync(context.Token(), context.RequestAborted) is not { } reader)
        {
            return BadLink(context, ReaderLanguage.Of(context, Digest(context.Request.Query["digest"])));
        }
        var words = WordsOf(context, reader);
        var text = words.ConfirmedText(TitleOf(reader), reader.Target);
        var manage = $"/subscriptions/manage?token={desk.ManageToken(reader.Id)}";
        var body = SubscriptionForms.Message(TitleOf(reader), words.ConfirmedTitle, text, manage, words.Manage);
        return Page(context, words, 200, words.ConfirmedTitle, body);
    }

    private async Task<IResult> ManageAsync(
        HttpContext context,
        Func<FrameLanguage, string>? message = null,
        (long Id, TypedWish Typed, IReadOnlyDictionary<string, WishProblem> Problems)? refused = null
    )
    {
        if (await desk.ReaderAsync(context.Token(), context.RequestAborted) is not { } reader)
        {
            return BadLink(context, ReaderLanguage.Of(context));
        }
        var all = (await store.OfTargetAsync(reader.Target, context.RequestAborted))
            .Where(x => x.Status == SubscriptionStatus.Active)
            .Select(x => new Managed(x, TitleOf(x), TagsOf(Digest(x.Digest))))
            .ToList();
        var words = WordsOf(context, reader);
        var body = Forms(context, words).Manage(all, context.Token(), message?.Invoke(words), refused);
        return Page(context, words, refused is null ? 200 : 422, words.YourSubscriptions, body);
    }

    private async Task<IResult> ChangeAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        if (await desk.ReaderAsync(context.Token(), ct) is not { } reader || await context.ReadFormAsync() is not { } form)
        {
            return BadLink(context, ReaderLanguage.Of(context));
        }
        _ = long.TryParse(form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        switch (form["do"].ToString())
        {
            case "erase":
                var words = WordsOf(context, reader);
                await desk.EraseAsync(reader, ct);
                return Page(context, words, 200, words.ErasedTitle, SubscriptionForms.Message(null, words.ErasedTitle, words.ErasedText));
            case "leave":
                await desk.LeaveAsync(reader, id, ct);
                return await ManageAsync(context, x => x.LeftOne);
            default:
                var typed = TypedWish.Of(form, web.TimeZone);
                var problems = await desk.ChangeAsync(reader, id, typed.ToWish(), ct);
                return problems.Count == 0
                    ? await ManageAsync(context, x => x.Saved)
                    : await ManageAsync(context, refused: (id, typed, problems));
        }
    }

    private async Task<IResult> ExportAsync(HttpContext context)
    {
        if (await desk.ReaderAsync(context.Token(), context.RequestAborted) is not { } reader)
        {
            return BadLink(context, ReaderLanguage.Of(context));
        }
        Private(context);
        context.Response.Headers.ContentDisposition = "attachment; filename=subscriptions.json";
        return Results.Json(await desk.ExportAsync(reader.Target, context.RequestAborted), Readable);
    }

    private async Task<IResult> AskToLeaveAsync(HttpContext context)
    {
        // The link of somebody who was erased is still a good one.
        var reader = await desk.LeaverAsync(context.Token(), context.RequestAborted);
        var words = WordsOf(context, reader);
        if (desk.Links.Read(LinkPurpose.Unsubscribe, context.Token()) is null)
        {
            return BadLink(context, words);
        }
        var action = $"/unsubscribe?token={context.Token()}";
        var kicker = reader is null ? null : TitleOf(reader);
        var body = SubscriptionForms.Ask(kicker, words.Unsubscribe, words.LeaveText, action, words.Unsubscribe);
        return Page(context, words, 200, words.Unsubscribe, body);
    }

    private async Task<IResult> LeaveAsync(HttpContext context)
    {
        var reader = await desk.LeaverAsync(context.Token(), context.RequestAborted);
        var words = WordsOf(context, reader);
        if (!await desk.LeaveAsync(context.Token(), context.RequestAborted))
        {
            return BadLink(context, words);
        }
        var body = reader is null
            ? SubscriptionForms.Message(null, words.LeftTitle, words.LeftText)
            : SubscriptionForms.Message(
                TitleOf(reader),
                words.LeftTitle,
                words.LeftText,
                $"/subscribe?digest={reader.Digest}",
                words.SubscribeAgain
            );
        return Page(context, words, 200, words.LeftTitle, body);
    }

    private IResult Form(
        HttpContext context,
        FrameLanguage words,
        int status,
        TypedWish typed,
        IReadOnlyDictionary<string, WishProblem> problems
    ) =>
        Page(
            context,
            words,
            status,
            words.SubscribeByMail,
            Forms(context, words).Subscribe(Offered, TagsOf(Digest(typed.Digest)), typed, problems)
        );

    private SubscriptionForms Forms(HttpContext context, FrameLanguage words) => new(words, site.Unnamed(context, words).Now!.Value);

    private IResult BadLink(HttpContext context, FrameLanguage words) =>
        Page(
            context,
            words,
            400,
            words.BadLinkTitle,
            SubscriptionForms.Message(null, words.BadLinkTitle, words.BadLinkText, "/subscribe", words.SubscribeAgain)
        );

    private IResult Page(HttpContext context, FrameLanguage words, int status, string title, Html body)
    {
        Private(context);
        return Results.Content(
            PageShell.Page(site.Unnamed(context, words), words, title, words.SubscriptionsText, body),
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

    private DigestDefinition? Digest(string? name) => catalogue.Digests.FirstOrDefault(x => x.Name == name);

    private FrameLanguage WordsOf(HttpContext context, Subscription? reader) =>
        ReaderLanguage.Of(context, reader is null ? null : Digest(reader.Digest));

    private string TitleOf(Subscription reader) => Digest(reader.Digest)?.DisplayTitle ?? reader.Digest;

    /// <summary>The tags of the feeds a digest is made of; of all feeds while none is chosen.</summary>
    private IReadOnlyList<string> TagsOf(DigestDefinition? digest) =>
        [
            .. catalogue
                .Feeds.Where(x => digest is null || digest.Takes(x.Id, x.Tags))
                .SelectMany(x => x.Tags)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Take(MostTags),
        ];
}
