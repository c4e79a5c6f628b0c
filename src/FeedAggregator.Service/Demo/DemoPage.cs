using static System.Net.WebUtility;

namespace FeedAggregator.Service.Demo;

/// <summary>The pages a site's feeds link to, with the furniture real pages have around their text.</summary>
internal static class DemoPage
{
    public static string Article(DemoSite site, DemoEdition edition, DemoEntry entry, Uri home) =>
        Page(
            site,
            entry.Title,
            $"""<link rel="canonical" href="{DemoText.Page(home, entry)}">""",
            $"""
            <article>
            <h1>{HtmlEncode(entry.Title)}</h1>
            <p class="meta"><time datetime="{DemoText.Date(DemoDates.Iso, entry.Published)}">{DemoText.Date(
                DemoDates.Rfc822,
                entry.Published
            )}</time></p>
            {DemoText.Html(site, edition, entry, home)}
            </article>
            <aside><h2>{HtmlEncode(site.Name)}</h2><ul>{List(edition.Entries.Take(5), home)}</ul></aside>
            """
        );

    /// <summary>The list of what is new; it names the site's feeds, as pages do for readers that look for them.</summary>
    public static string Front(DemoSite site, DemoEdition edition, Uri home) =>
        Page(
            site,
            site.Name,
            string.Concat(site.Feeds.Where(feed => feed.Path.Length > 0).Select(feed => Alternate(feed, home))),
            $"<h1>{HtmlEncode(site.Name)}</h1><p>{HtmlEncode(site.Description)}</p><ul>{List(edition.Entries, home)}</ul>"
        );

    private static string Page(DemoSite site, string title, string head, string body) =>
        $"""
            <!doctype html>
            <html lang="{site.Language}">
            <head><meta charset="utf-8"><title>{HtmlEncode(title)}</title>{head}</head>
            <body>
            <nav><a href="./">{HtmlEncode(site.Name)}</a></nav>
            {body}
            <footer><p>{HtmlEncode(site.Name)}: a made-up news site; nothing on it happened.</p></footer>
            </body>
            </html>
            """;

    private static string Alternate(DemoFeed feed, Uri home)
    {
        var type = feed.Format switch
        {
            DemoFormat.Atom => "application/atom+xml",
            DemoFormat.Json => "application/feed+json",
            _ => "application/rss+xml",
        };
        return $"""<link rel="alternate" type="{type}" href="{new Uri(home, feed.Path)}">""";
    }

    private static string List(IEnumerable<DemoEntry> entries, Uri home) =>
        string.Concat(entries.Select(entry => $"""<li><a href="{DemoText.Page(home, entry)}">{HtmlEncode(entry.Title)}</a></li>"""));
}
