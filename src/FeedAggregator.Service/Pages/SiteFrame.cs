using System.Globalization;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Languages;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Pages;

/// <summary>What stands around every page of the site.</summary>
internal sealed class SiteFrame(WebOptions web, TimeProvider clock)
{
    public const string PageParameter = "page";

    /// <param name="path">The page without extension, such as <c>/digests/morning</c>; its other forms have the same query.</param>
    public PageFrame Frame(HttpContext context, string path, FrameLanguage words)
    {
        // The other forms are whole.
        var query = QueryString.Create(context.Request.Query.Where(x => x.Key != PageParameter));
        return Plain(context, path, words) with
        {
            Page = int.TryParse(context.Request.Query[PageParameter], CultureInfo.InvariantCulture, out var page) ? page : 1,
            AtomUrl = path + ".atom" + query,
            JsonUrl = path + ".json" + query,
            JsonFeedUrl = path + ".feed.json" + query,
            MarkdownUrl = path + ".md" + query,
        };
    }

    /// <summary>A page without other forms.</summary>
    public PageFrame Plain(HttpContext context, string path, FrameLanguage words)
    {
        return new PageFrame
        {
            BaseUrl = BaseUrl(context.Request),
            HtmlUrl = path + context.Request.QueryString,
            SiteName = web.SiteName,
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById(web.TimeZone),
            Now = clock.GetUtcNow(),
            Navigation = [Place("/digest", words.Latest), Place("/digests", words.Digests), Place("/feeds", words.Feeds)],
        };

        PageLink Place(string url, string title) => new(url, title, url == path);
    }

    /// <summary>A page that is one reader's or tells of a mistake: its address, which may hold a token, is not repeated in it.</summary>
    public PageFrame Unnamed(HttpContext context, FrameLanguage words)
    {
        var path = context.Request.Path.Value ?? "/";
        return Plain(context, path, words) with { HtmlUrl = path };
    }

    /// <summary>The address readers know: the configured one, else the one they asked for.</summary>
    private string BaseUrl(HttpRequest request) => web.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
}
