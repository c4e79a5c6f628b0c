using FeedAggregator.Digests.Rendering;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Pages;

/// <summary>What stands around every page of the site.</summary>
internal sealed class SiteFrame(WebOptions web, TimeProvider clock)
{
    private static readonly (string Url, string Title)[] Places = [("/digest", "Latest"), ("/digests", "Digests"), ("/feeds", "Feeds")];

    /// <param name="path">The page without extension, such as <c>/digests/morning</c>; its other forms have the same query.</param>
    public PageFrame Frame(HttpContext context, string path) =>
        Plain(context, path) with
        {
            AtomUrl = path + ".atom" + context.Request.QueryString,
            JsonUrl = path + ".json" + context.Request.QueryString,
            JsonFeedUrl = path + ".feed.json" + context.Request.QueryString,
            MarkdownUrl = path + ".md" + context.Request.QueryString,
        };

    /// <summary>A page without other forms.</summary>
    public PageFrame Plain(HttpContext context, string path) =>
        new()
        {
            BaseUrl = BaseUrl(context.Request),
            HtmlUrl = path + context.Request.QueryString,
            SiteName = web.SiteName,
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById(web.TimeZone),
            Now = clock.GetUtcNow(),
            Navigation = [.. Places.Select(x => new PageLink(x.Url, x.Title, x.Url == path))],
        };

    /// <summary>The address readers know: the configured one, else the one they asked for.</summary>
    private string BaseUrl(HttpRequest request) => web.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
}
