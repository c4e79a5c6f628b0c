using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;

namespace FeedAggregator.Service.Pages;

/// <summary>What can be read here.</summary>
internal static class DigestsPage
{
    public static string Render(PageFrame frame, IReadOnlyList<DigestDefinition> digests)
    {
        var list =
            digests.Count == 0 ? Html.Of($"<p>No digest is defined yet: add one under “digests:” in feeds.yaml.</p>") : List(digests);
        return PageShell.Page(
            frame,
            "en",
            "Digests",
            "All digests of this site.",
            Html.Of($"<header class=\"masthead\">\n<h1>Digests</h1>\n</header>\n{list}")
        );
    }

    private static Html List(IReadOnlyList<DigestDefinition> digests)
    {
        var html = new HtmlWriter();
        html.Write($"<ul class=\"digests\">\n");
        foreach (var digest in digests)
        {
            html.Write($"<li><a href=\"/digests/{digest.Name}\">{digest.DisplayTitle}</a>");
            if (digest.Description is { } description)
            {
                html.Write($" <span class=\"meta\">{description}</span>");
            }
            html.Write($"</li>\n");
        }
        html.Write($"</ul>\n");
        return html.ToHtml();
    }
}
