using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace FeedAggregator.Cleaning;

/// <summary>
/// Finds the article on a web page by where its paragraphs are: each scores for the element it stands in, and what is mostly links scores
/// little. The idea is that of Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010).
/// </summary>
public static class ArticleExtractor
{
    /// <summary>Fewest characters of running text an article has.</summary>
    private const int MinTextLength = 200;

    /// <summary>Shorter paragraphs are captions, bylines and buttons.</summary>
    private const int MinParagraphLength = 40;

    /// <summary>Text nested in quotes is read at each level; in all at most this many times the length of the page.</summary>
    private const int MaxReadings = 4;

    /// <summary>Never part of what an article says, wherever they stand.</summary>
    private const string Furniture =
        "nav, aside, footer, form, button, dialog, script, style, template, [hidden], [aria-hidden=true], [role=navigation], "
        + "[role=complementary], [role=banner], [role=dialog]";

    /// <summary>The article on a whole HTML page; null when there is none, or the page would cost too much to take apart. Never throws.</summary>
    /// <param name="html">The page, decoded.</param>
    /// <param name="url">Its address, after redirects: relative URLs are resolved against it, or against the page's base element.</param>
    public static Article? Extract(string html, string url)
    {
        if (string.IsNullOrEmpty(html) || TreeCleaner.TryBuild(html) is not { } page)
            return null;
        var baseUrl = Resolved(url, page.QuerySelector("base[href]")?.GetAttribute("href")) ?? url;
        var canonical = Resolved(baseUrl, page.QuerySelector("link[rel~=canonical i][href]")?.GetAttribute("href"));
        var title = Title(page);
        foreach (var element in page.QuerySelectorAll(Furniture).ToArray())
            element.Remove();
        if (Best(page, (long)html.Length * MaxReadings) is not { } body)
            return null;
        using var writer = new SafeWriter(baseUrl, 4096);
        TreeCleaner.Write(body.ChildNodes, writer);
        return new(title, writer.Html.Trim().ToString(), canonical);
    }

    private static string? Title(IHtmlDocument page)
    {
        var headlines = page.QuerySelectorAll("h1");
        var title =
            page.QuerySelector("meta[property='og:title']")?.GetAttribute("content")
            ?? (headlines.Length == 1 ? headlines[0].TextContent : page.QuerySelector("head > title")?.TextContent);
        var words = string.Join(' ', (title ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length == 0 ? null : words;
    }

    /// <summary>The element with the most running text close around it; an article element around that is taken whole.</summary>
    private static IElement? Best(IHtmlDocument page, long maxRead)
    {
        var scores = new Dictionary<IElement, double>();
        foreach (var paragraph in page.QuerySelectorAll("p, pre, blockquote"))
        {
            var text = paragraph.TextContent;
            maxRead -= text.Length;
            if (maxRead < 0)
                break;
            var length = RunningText(paragraph, text);
            if (length < MinParagraphLength || paragraph.ParentElement is not { } parent)
                continue;
            scores[parent] = scores.GetValueOrDefault(parent) + length;
            if (parent.ParentElement is { } around)
                scores[around] = scores.GetValueOrDefault(around) + length / 2;
        }
        var best = scores.OrderByDescending(s => s.Value).Select(s => s.Key).FirstOrDefault();
        if (best is null || scores[best] < MinTextLength)
            return null;
        var article = best.Closest("article, [itemprop=articleBody]");
        return article is not null && scores.GetValueOrDefault(article) >= scores[best] / 4 ? article : best;
    }

    /// <summary>Characters of an element that are not those of links in it.</summary>
    private static double RunningText(IElement element, string text) =>
        text.AsSpan().Trim().Length - 2 * element.QuerySelectorAll("a").Sum(a => a.TextContent.Length);

    private static string? Resolved(string baseUrl, string? reference) =>
        reference is not null
        && new SafeUrl(baseUrl).TryMake(reference, UrlUse.Loaded, out var url)
        && BaseUrl.Parse(url.ToString()) is not null
            ? url.ToString()
            : null;
}
