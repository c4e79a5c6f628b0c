using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FeedAggregator.Configuration;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Service.Pages;
using Microsoft.Net.Http.Headers;

namespace FeedAggregator.Service.Api;

/// <summary>Digests over HTTP: <c>/digest</c> of whatever is asked for, and <c>/digests/{name}</c> as the admin defined them.</summary>
internal static class DigestEndpoints
{
    private const string Name = "digest";

    public static void Map(WebApplication app)
    {
        foreach (var extension in DigestForm.All.Select(x => x.Extension))
        {
            app.MapGet(
                    $"/digest{extension}",
                    (HttpContext context, ReadDigest read, SiteFrame site, TimeProvider clock) => AdHocAsync(context, read, site, clock)
                )
                .WithName($"digest{extension}")
                .WithSummary("The news of the last 24 hours, or since when you ask, of all feeds or those you name, one story once.")
                .WithTags("digests");
        }
        app.MapGet("/digests/{name}", NamedAsync)
            .WithSummary("A digest as its admin defined it, as a page, JSON, Atom, JSON Feed or Markdown.")
            .WithTags("digests");
    }

    private static async Task<IResult> AdHocAsync(HttpContext context, ReadDigest read, SiteFrame site, TimeProvider clock)
    {
        var parameters = new Parameters(context.Request.Query, clock.GetUtcNow());
        var since = parameters.Since("since");
        var text = parameters.Text("q");
        _ = parameters.Whole(SiteFrame.PageParameter, 1, 500);
        var words = ReaderLanguage.Of(context);
        var digest = new DigestDefinition
        {
            Name = Name,
            Title = words.LatestNews,
            Language = words.Tag,
            Tags = parameters.Names("tag"),
            Feeds = parameters.Names("feed"),
            MaxStories = parameters.Whole("limit", 1, 500) ?? 50,
            Order = DigestOrder.Newest,
        };
        if (parameters.Problem() is { } problem)
        {
            return problem;
        }
        var view = await read.RunAsync(digest, since, text, context.RequestAborted);
        return Answer(context, view, site.Frame(context, $"/{Name}", words), DigestForm.Split(context.Request.Path.Value!).Form);
    }

    private static async Task<IResult> NamedAsync(
        string name,
        HttpContext context,
        FeedsCatalogue catalogue,
        ReadDigest read,
        EditionFrames frames,
        TimeProvider clock
    )
    {
        var (wanted, form) = DigestForm.Split(name);
        if (catalogue.Digests.FirstOrDefault(x => x.Name == wanted) is not { } digest)
        {
            return NoSuchDigest(context, wanted, catalogue);
        }
        var parameters = new Parameters(context.Request.Query, clock.GetUtcNow());
        var since = parameters.Since("since");
        var text = parameters.Text("q");
        _ = parameters.Whole(SiteFrame.PageParameter, 1, 500);
        digest = digest with { MaxStories = parameters.Whole("limit", 1, 500) ?? digest.MaxStories };
        if (parameters.Problem() is { } problem)
        {
            return problem;
        }
        var view = await read.RunAsync(digest, since, text, context.RequestAborted);
        return Answer(context, view, await frames.OfDigestAsync(context, digest, context.RequestAborted), form);
    }

    internal static IResult NoSuchDigest(HttpContext context, string wanted, FeedsCatalogue catalogue)
    {
        var words = ReaderLanguage.Of(context);
        var hint = Spelling.Hint(wanted, catalogue.Digests.Select(x => x.Name));
        // The hint is in English: to other readers the list of digests, one click away, says as much.
        var sentence = words.NoSuchDigest(wanted) + (words.Tag == "en" ? $" {char.ToUpperInvariant(hint[0])}{hint[1..]}" : "");
        return Results.Problem(sentence, statusCode: 404, title: "No such digest");
    }

    internal static IResult Answer(
        HttpContext context,
        DigestView view,
        PageFrame frame,
        DigestForm? form,
        string caching = "public, max-age=30"
    )
    {
        if ((form ?? DigestForm.Accepted(context.Request.Headers.Accept)) is not { } chosen)
        {
            var types = string.Join(", ", DigestForm.All.Select(x => x.MediaType));
            return Results.Problem($"A digest can be had as {types}.", statusCode: 406, title: "None of the accepted media types");
        }
        if (form is null)
        {
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        }
        context.Response.Headers.CacheControl = caching;
        var bytes = Encoding.UTF8.GetBytes(chosen.Render(view, frame));
        return Results.Bytes(
            bytes,
            $"{chosen.MediaType}; charset=utf-8",
            entityTag: Tag(view, chosen, frame),
            // A page ages while its stories stay: it has no date by which a browser could keep it.
            lastModified: view.IsEmpty || Age(chosen, frame) is not null ? null : view.UpdatedAt
        );
    }

    /// <summary>The minute that the page's times ("2 hours ago") are told at; null for forms and frames without such times.</summary>
    private static long? Age(DigestForm form, PageFrame frame) => form == DigestForm.Html ? frame.Now?.ToUnixTimeSeconds() / 60 : null;

    /// <summary>Weak: within a minute two pages may be written differently.</summary>
    internal static EntityTagHeaderValue Tag(DigestView view, DigestForm form, PageFrame frame)
    {
        var essence = new StringBuilder(
            $"{form.MediaType} {view.Language} {frame.BaseUrl}{frame.HtmlUrl} {view.Title} {view.Omitted} {frame.Archive.Count} {frame.NextEditionAt?.UtcTicks} {Age(form, frame)}"
        );
        foreach (var item in view.Stories.SelectMany(x => x.AlsoIn.Prepend(x.Lead).Concat(x.Related)))
        {
            essence.Append(CultureInfo.InvariantCulture, $" {item.Id}@{(item.ChangedAt ?? item.SeenAt).UtcTicks}/{item.FeedName}");
        }
        return TagOf(Encoding.UTF8.GetBytes(essence.ToString()), isWeak: true);
    }

    internal static EntityTagHeaderValue TagOf(byte[] essence, bool isWeak) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(essence).AsSpan(0, 12))}\"", isWeak);
}
