using System.Reflection;
using FeedAggregator.Configuration;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Storage;
using Microsoft.Net.Http.Headers;

namespace FeedAggregator.Service.Pages;

/// <summary>The pages around the digests.</summary>
internal static class SitePages
{
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
        app.MapGet(
                "/feeds",
                async (HttpContext context, SiteFrame site, IFeedStore feeds, TimeProvider clock, CancellationToken ct) =>
                    Page(
                        FeedsPage.Render(
                            site.Plain(context, "/feeds", ReaderLanguage.Of(context)),
                            await feeds.ListAsync(ct),
                            clock.GetUtcNow()
                        )
                    )
            )
            .ExcludeFromDescription();
        app.MapGet("/favicon.ico", () => Results.NoContent()).ExcludeFromDescription();
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
