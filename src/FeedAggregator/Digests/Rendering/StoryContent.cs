using FeedAggregator.Languages;
using FeedAggregator.Storage;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A story as the HTML content of an entry in a feed.</summary>
internal static class StoryContent
{
    public static Html Of(DigestStory story, FrameLanguage words)
    {
        var html = new HtmlWriter();
        if (StoryText.Excerpt(story.Lead, int.MaxValue) is { Length: > 0 } excerpt)
            html.Write($"<p>{excerpt}</p>");
        html.Write($"<p>{Linked(story.Lead)}");
        if (story.AlsoIn.Count > 0)
            html.Write($". {words.AlsoIn} ");
        foreach (var (item, index) in story.AlsoIn.Select((s, i) => (s, i)))
            html.Write($"{(index == 0 ? "" : ", ")}{Linked(item)}");
        html.Write($"</p>");
        if (story.Related.Count > 0)
            html.Write($"<p>{words.Related} ");
        foreach (var (index, item) in story.Related.Index())
            html.Write($"{(index == 0 ? "" : " · ")}{Linked(item, StoryText.Reference(item, words))}");
        return (story.Related.Count > 0 ? html.Write($"</p>") : html).ToHtml();
    }

    /// <summary>Who wrote it, as far as known: a feed's entry must name somebody.</summary>
    public static string AuthorOf(ItemSummary item) =>
        PlainCharacters.OneLine(item.Author) is { Length: > 0 } author ? author : StoryText.Outlet(item);

    private static Html Linked(ItemSummary item) => Linked(item, StoryText.Outlet(item));

    private static Html Linked(ItemSummary item, string text) =>
        WebLink.OrNull(item.Link) is { } link ? Html.Of($"<a href=\"{link}\">{text}</a>") : Html.Of($"{text}");
}
