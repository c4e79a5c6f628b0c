using FeedAggregator.Languages;

namespace FeedAggregator.Digests.Rendering;

/// <summary>What every page of the site has around its own content: head, skip link, landmarks, foot.</summary>
public static class PageShell
{
    /// <summary>A whole page in the look of the site: forms, lists, messages.</summary>
    /// <param name="body">What stands in the main landmark; starts with the page's <c>h1</c>.</param>
    public static string Page(PageFrame frame, FrameLanguage words, string title, string description, Html body)
    {
        var html = new HtmlWriter();
        Open(html, frame, words, title, description, () => { }, words.SkipToContent);
        html.Write($"{body}");
        Close(html, frame, words);
        return html.ToString();
    }

    internal static void Open(
        HtmlWriter html,
        PageFrame frame,
        FrameLanguage words,
        string title,
        string description,
        Action head,
        string? skip = null
    )
    {
        html.Write($"<!doctype html>\n<html lang=\"{words.Tag}\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Write($"<title>{(title == frame.SiteName ? title : $"{title} · {frame.SiteName}")}</title>\n");
        html.Write($"<meta name=\"description\" content=\"{description}\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Write(
            $"<link rel=\"stylesheet\" href=\"{frame.StylesheetUrl}\">\n<link rel=\"canonical\" href=\"{frame.Absolute(frame.HtmlUrl)}\">\n"
        );
        foreach (var (url, type, name) in Forms(frame))
            html.Write($"<link rel=\"alternate\" type=\"{type}\" title=\"{title} ({name})\" href=\"{url}\">\n");
        if (frame.EditionsUrl is { } editions)
            html.Write($"<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{title}: {words.AsFeed}\" href=\"{editions}\">\n");
        if (frame.Previous is { } previous)
            html.Write($"<link rel=\"prev\" href=\"{previous.Url}\">\n");
        if (frame.Next is { } next)
            html.Write($"<link rel=\"next\" href=\"{next.Url}\">\n");
        html.Write($"<meta property=\"og:type\" content=\"website\">\n<meta property=\"og:title\" content=\"{title}\">\n");
        html.Write(
            $"<meta property=\"og:description\" content=\"{description}\">\n<meta property=\"og:site_name\" content=\"{frame.SiteName}\">\n"
        );
        html.Write($"<meta property=\"og:url\" content=\"{frame.Absolute(frame.HtmlUrl)}\">\n");
        head();
        html.Write($"</head>\n<body>\n<a class=\"skip\" href=\"#main\">{skip ?? words.SkipToStories}</a>\n<header class=\"site\">\n");
        html.Write($"<a class=\"brand\" href=\"{frame.HomeUrl}\">{frame.SiteName}</a>\n");
        Navigation(html, frame, words);
        html.Write($"</header>\n<main id=\"main\" tabindex=\"-1\">\n");
    }

    internal static void Close(HtmlWriter html, PageFrame frame, FrameLanguage words)
    {
        html.Write($"</main>\n<footer class=\"site\">\n");
        if (frame.SubscribeUrl is { } subscribe)
            html.Write($"<p><a class=\"button\" href=\"{subscribe}\">{words.Subscribe}</a></p>\n");
        var forms = Forms(frame).ToList();
        if (forms.Count > 0)
        {
            html.Write($"<nav class=\"forms\" aria-label=\"{words.OtherForms}\">\n<ul>\n");
            foreach (var (url, type, name) in forms)
                html.Write($"<li><a href=\"{url}\" type=\"{type}\">{name}</a></li>\n");
            html.Write($"</ul>\n</nav>\n");
        }
        html.Write($"</footer>\n</body>\n</html>\n");
    }

    private static void Navigation(HtmlWriter html, PageFrame frame, FrameLanguage words)
    {
        if (frame.Navigation.Count == 0)
            return;
        html.Write($"<nav aria-label=\"{words.Pages}\">\n<ul>\n");
        foreach (var link in frame.Navigation)
            html.Write(
                $"<li><a href=\"{link.Url}\"{(link.Current ? Html.Of($" aria-current=\"page\"") : default)}>{link.Title}</a></li>\n"
            );
        html.Write($"</ul>\n</nav>\n");
    }

    private static IEnumerable<(string Url, string Type, string Name)> Forms(PageFrame frame)
    {
        if (frame.AtomUrl is { } atom)
            yield return (atom, "application/atom+xml", "Atom");
        if (frame.JsonFeedUrl is { } jsonFeed)
            yield return (jsonFeed, "application/feed+json", "JSON Feed");
        if (frame.JsonUrl is { } json)
            yield return (json, "application/json", "JSON");
        if (frame.MarkdownUrl is { } markdown)
            yield return (markdown, "text/markdown", "Markdown");
    }
}
