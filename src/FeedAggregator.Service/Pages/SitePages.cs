using System.Reflection;
using FeedAggregator.Configuration;
using FeedAggregator.Pushing;
using FeedAggregator.Service.Api;
using FeedAggregator.Storage;
using Microsoft.Net.Http.Headers;

namespace FeedAggregator.Service.Pages;

/// <summary>The pages around the digests.</summary>
internal static class SitePages
{
    private const int PollsShown = 20;
    private const int ItemsShown = 10;

    private static readonly byte[] Stylesheet = Resource("site.css");

    public static void Map(WebApplication app)
    {
        app.MapGet("/", () => Results.Redirect("/digest")).ExcludeFromDescription();
        app.MapGet("/assets/site.css", (HttpContext context) => Style(context)).ExcludeFromDescription();
        app.MapGet(
                "/digests",
                async (HttpContext context, EditionFrames frames, FeedsCatalogue catalogue, CancellationToken ct) =>
                    Page(await frames.ListAsync(context, catalogue.Digests, ct))
            )
            .ExcludeFromDescription();
        app.MapGet("/feeds", FeedsAsync).ExcludeFromDescription();
        app.MapGet("/feeds/{id}", FeedAsync).ExcludeFromDescription();
        app.MapGet("/favicon.ico", () => Results.NoContent()).ExcludeFromDescription();
    }

    private static async Task<IResult> FeedsAsync(
        HttpContext context,
        SiteFrame site,
        IFeedStore feeds,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var parameters = new Parameters(context.Request.Query, clock.GetUtcNow());
        var filter = new FeedFilter(
            parameters.Text("q") ?? "",
            parameters.Text("state") == "trouble",
            parameters.Whole("page", 1, 1_000_000) ?? 1
        );
        if (parameters.Problem() is { } problem)
        {
            return problem;
        }
        var words = ReaderLanguage.Of(context);
        var page = new FeedsPage(words, clock.GetUtcNow());
        return Page(page.Render(site.Plain(context, "/feeds", words), await feeds.ListAsync(ct), filter));
    }

    private static async Task<IResult> FeedAsync(string id, HttpContext context, SiteFrame site, IStore store, CancellationToken ct)
    {
        var words = ReaderLanguage.Of(context);
        if (await store.Feeds.FindAsync(id, ct) is not { } feed)
        {
            return Results.Problem(words.NoSuchFeed(id), statusCode: 404, title: "No such feed");
        }
        var frame = site.Plain(context, $"/feeds/{id}", words) with { JsonUrl = $"/api/v1/feeds/{id}" };
        var polls = await store.Feeds.RecentPollsAsync(id, PollsShown, ct);
        var items = await store.Items.SelectAsync(new ItemQuery { Feeds = [id], Limit = ItemsShown }, ct);
        var push = PushAnswer.Of(await store.Hubs.ListAsync(feed.Key, ct), frame.Now!.Value)?.Sentence;
        return Page(new FeedPage(words, frame.Now!.Value) { Push = push }.Render(frame, feed, polls, items));
    }

    private static IResult Page(string html) => Results.Content(html, "text/html; charset=utf-8");

    private static IResult Style(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=3600";
        var version = typeof(SitePages).Module.ModuleVersionId;
        return Results.Bytes(Stylesheet, "text/css; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{version:N}\""));
    }

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"FeedAggregator.Service.Pages.Assets.{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
