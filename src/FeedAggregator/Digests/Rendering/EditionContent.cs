using System.Globalization;
using FeedAggregator.Languages;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A whole edition as one entry of a feed.</summary>
internal static class EditionContent
{
    public static string Title(DigestView view, PageFrame frame, FrameLanguage words) =>
        $"{PlainCharacters.OneLine(view.Title)} · {words.LongDate(StoryText.Local(view.To, frame.TimeZone))}";

    public static string Url(PublishedEdition edition, PageFrame frame) =>
        string.Create(CultureInfo.InvariantCulture, $"{frame.Absolute(frame.HtmlUrl).TrimEnd('/')}/{edition.Number}");

    public static Html Of(DigestView view, FrameLanguage words)
    {
        var html = new HtmlWriter();
        var named = StoryText.HasGroups(view);
        foreach (var group in view.Groups)
        {
            if (named)
                html.Write($"<h2>{StoryText.GroupTitle(group, words)}</h2>");
            foreach (var story in group.Stories)
                html.Write($"<h3>{StoryText.Title(story.Lead, words)}</h3>{StoryContent.Of(story, words)}");
        }
        if (view.Omitted > 0)
            html.Write($"<p>… {words.AndMore(view.Omitted)}</p>");
        return html.ToHtml();
    }
}
