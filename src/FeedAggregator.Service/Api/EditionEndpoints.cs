using System.Globalization;
using System.Text;
using FeedAggregator.Configuration;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Languages;
using FeedAggregator.Service.Pages;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Api;

/// <summary>Published editions at their permanent addresses, the feed of them, and a look at the next one.</summary>
internal static class EditionEndpoints
{
    private const int InFeed = 20;

    /// <summary>An edition never changes; the newest one only gets a link to the next.</summary>
    private const string Frozen = "public, max-age=31536000, immutable";
    private const string Newest = "public, max-age=60";

    public static void Map(WebApplication app)
    {
        var digests = app.MapGroup("/digests/{name}").WithTags("digests");
        digests.MapGet("/{edition}", OneAsync).WithSummary("A published edition, as a page, JSON, Atom, JSON Feed or Markdown.");
        digests.MapGet("/editions.atom", FeedAsync).WithSummary("The editions of a digest as an Atom feed, one entry an edition.");
        digests.MapGet("/editions.json", FeedAsync).WithSummary("The editions of a digest as JSON Feed 1.1, one item an edition.");
        digests.MapGet("/preview", PreviewAsync).WithSummary("What the next edition would hold.");
        digests.MapGet("/preview.json", ExplainAsync).WithSummary("Every story the next edition looks at, and why it is in or out.");
    }

    private static async Task<IResult> OneAsync(
        string name,
        string edition,
        HttpContext context,
        FeedsCatalogue catalogue,
        IEditionStore editions,
        EditionFrames frames,
        CancellationToken ct
    )
    {
        var (wanted, form) = DigestForm.Split(edition);
        if (
            !int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await editions.FindAsync(name, number, ct) is not { } found
        )
        {
            var words = ReaderLanguage.Of(context);
            var latest = await editions.LatestAsync(name, ct);
            return Results.Problem(
                latest is null ? words.NoEditionYet(name) : words.NoSuchEdition(wanted, name, latest.Summary.Number!.Value),
                statusCode: 404,
                title: "No such edition"
            );
        }
        // An edition stays where it is, also when its digest is no longer in the file.
        var schedule = catalogue.Digests.FirstOrDefault(x => x.Name == name)?.Schedule;
        var view = EditionDocument.Read(found.Document);
        var frame = await frames.OfEditionAsync(context, found.Summary, schedule, view.Language, ct);
        return DigestEndpoints.Answer(context, view, frame, form, frame.Next is null ? Newest : Frozen);
    }

    private static async Task<IResult> FeedAsync(
        string name,
        HttpContext context,
        FeedsCatalogue catalogue,
        IEditionStore editions,
        SiteFrame site,
        CancellationToken ct
    )
    {
        if (catalogue.Digests.FirstOrDefault(x => x.Name == name) is not { } digest)
        {
            return DigestEndpoints.NoSuchDigest(context, name, catalogue);
        }
        var published = new List<PublishedEdition>();
        foreach (var summary in await editions.ListAsync(name, null, InFeed, withSkipped: false, ct))
        {
            var edition = (await editions.FindAsync(name, summary.Number!.Value, ct))!;
            published.Add(new PublishedEdition(summary.Number.Value, summary.FrozenAt, EditionDocument.Read(edition.Document)));
        }
        var path = $"/digests/{name}";
        var frame = site.Plain(context, path, FrameLanguage.For(digest.Language)) with
        {
            HtmlUrl = path,
            AtomUrl = path + "/editions.atom",
            JsonFeedUrl = path + "/editions.json",
        };
        var atom = context.Request.Path.Value!.EndsWith(".atom", StringComparison.OrdinalIgnoreCase);
        context.Response.Headers.CacheControl = Newest;
        var bytes = Encoding.UTF8.GetBytes(
            atom
                ? DigestAtom.Editions(digest, published, frame, DateTimeOffset.UnixEpoch)
                : DigestJsonFeed.Editions(digest, published, frame)
        );
        return Results.Bytes(
            bytes,
            atom ? "application/atom+xml; charset=utf-8" : "application/feed+json; charset=utf-8",
            entityTag: DigestEndpoints.TagOf(bytes, isWeak: false),
            lastModified: published.Count > 0 ? published[0].FrozenAt : null
        );
    }

    private static async Task<IResult> PreviewAsync(
        string name,
        HttpContext context,
        FeedsCatalogue catalogue,
        PublishDigest publish,
        EditionFrames frames,
        CancellationToken ct
    )
    {
        if (catalogue.Digests.FirstOrDefault(x => x.Name == name) is not { } digest)
        {
            return DigestEndpoints.NoSuchDigest(context, name, catalogue);
        }
        var preview = await publish.PreviewAsync(digest, ct);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Content(DigestHtml.Page(preview.View, frames.OfPreview(context, digest, preview)), "text/html; charset=utf-8");
    }

    private static async Task<IResult> ExplainAsync(
        string name,
        HttpContext context,
        FeedsCatalogue catalogue,
        PublishDigest publish,
        CancellationToken ct
    )
    {
        if (catalogue.Digests.FirstOrDefault(x => x.Name == name) is not { } digest)
        {
            return DigestEndpoints.NoSuchDigest(context, name, catalogue);
        }
        return Results.Ok(PreviewAnswer.Of(await publish.PreviewAsync(digest, ct)));
    }
}

/// <summary>The next edition as the API explains it.</summary>
internal sealed record PreviewAnswer(
    string Digest,
    DateTimeOffset DueAt,
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<StoryAnswer> Stories
)
{
    public static PreviewAnswer Of(EditionPreview preview) =>
        new(
            preview.View.Name,
            preview.Window.DueAt,
            preview.Window.From,
            preview.Window.To,
            [
                .. preview.Verdicts.Select(x => new StoryAnswer(
                    x.Story.Id,
                    x.Story.Lead.Title,
                    x.Story.Lead.FeedName,
                    x.Story.Lead.Link,
                    x.Story.Lead.NewsAt,
                    x.Story.Outlets,
                    x.Outcome == StoryOutcome.In ? x.Story.Rank : null,
                    x.Story.Score,
                    x.Outcome == StoryOutcome.In,
                    x.Why
                )),
            ]
        );
}

/// <param name="Rank">From 1; null when it is out.</param>
internal sealed record StoryAnswer(
    long Id,
    string Title,
    string Outlet,
    string? Link,
    DateTimeOffset NewsAt,
    int Outlets,
    int? Rank,
    double Score,
    bool In,
    string Why
);
