using System.Text;
using FeedAggregator.Languages;
using FeedAggregator.Storage;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A digest as CommonMark. Strangers' text is escaped, so that it stays text.</summary>
public static class DigestMarkdown
{
    private const int ExcerptLength = 280;

    public static string Render(DigestView view, PageFrame frame)
    {
        var words = FrameLanguage.For(view.Language);
        var text = new StringBuilder($"# {Escape(view.Title)}\n\n{words.LongDate(StoryText.Local(view.To, frame.TimeZone))}");
        if (frame.Edition is { } number)
            text.Append(" · ").Append(words.Edition(number));
        text.Append("\n\n");
        if (PlainCharacters.OneLine(view.Description) is { Length: > 0 } description)
            text.Append(Escape(description)).Append("\n\n");
        if (view.IsEmpty)
            text.Append(frame.Edition is null ? words.EmptyText : words.EmptyEdition).Append("\n\n");
        var named = StoryText.HasGroups(view);
        foreach (var group in view.Groups)
        {
            if (named)
                text.Append("## ").Append(Escape(StoryText.GroupTitle(group, words))).Append("\n\n");
            foreach (var story in group.Stories)
                Story(text, story, named ? "###" : "##", view, frame, words);
        }
        if (view.Omitted > 0)
            text.Append("… ").Append(words.AndMore(view.Omitted)).Append("\n\n");
        if (view.Corrections.Count > 0)
            text.Append("## ").Append(words.Corrections).Append("\n\n");
        foreach (var correction in view.Corrections)
            Correction(text, correction, words);
        return text.Append('<').Append(frame.Absolute(frame.HtmlUrl)).Append(">\n").ToString();
    }

    private static void Story(StringBuilder text, DigestStory story, string level, DigestView view, PageFrame frame, FrameLanguage words)
    {
        var lead = story.Lead;
        text.Append(level).Append(' ').Append(Linked(lead, StoryText.Title(lead, words))).Append("\n\n");
        text.Append(Escape(StoryText.Outlet(lead))).Append(" · ").Append(StoryText.Clock(lead.NewsAt, view.To, frame.TimeZone, words));
        if (story.Outlets > 1)
            text.Append(" · **").Append(words.Outlets(story.Outlets)).Append("**");
        text.Append("\n\n");
        if (StoryText.Excerpt(lead, ExcerptLength) is { Length: > 0 } excerpt)
            text.Append(Escape(excerpt)).Append("\n\n");
        if (story.AlsoIn.Count > 0)
            text.Append(words.AlsoIn).Append(' ').AppendJoin(", ", story.AlsoIn.Select(i => Linked(i, StoryText.Outlet(i)))).Append("\n\n");
        if (story.Related.Count > 0)
            text.Append(words.Related)
                .Append(' ')
                .AppendJoin(" · ", story.Related.Select(i => Linked(i, StoryText.Reference(i, words))))
                .Append("\n\n");
    }

    private static void Correction(StringBuilder text, DigestCorrection correction, FrameLanguage words)
    {
        text.Append("- ").Append(Linked(correction.Now, StoryText.Title(correction.Now, words)));
        text.Append(" · ").Append(Escape(StoryText.Outlet(correction.Now)));
        if (correction.WasTitle is { } was)
            text.Append(" · ").Append(words.Was).Append(": ").Append(Escape(was));
        text.Append("\n\n");
    }

    private static string Linked(ItemSummary item, string text) =>
        WebLink.OrNull(item.Link) is { } link ? $"[{Escape(text)}](<{link}>)" : Escape(text);

    /// <summary>CommonMark §2.4: a backslash makes any ASCII punctuation plain. Those that can mean something inside a line, and at its start.</summary>
    internal static string Escape(string? value)
    {
        var line = PlainCharacters.OneLine(value);
        var text = new StringBuilder(line.Length + 8);
        for (var i = 0; i < line.Length; i++)
        {
            if ("\\`*_{}[]<>#|~&!".Contains(line[i], StringComparison.Ordinal) || MarksList(line, i))
                text.Append('\\');
            text.Append(line[i]);
        }
        return text.ToString();
    }

    /// <summary>"- ", "+ ", "= " and "1. " at the start of a line begin a list, a rule or an underlined heading.</summary>
    private static bool MarksList(string line, int at) =>
        line[at] switch
        {
            '-' or '+' or '=' => at == 0,
            '.' or ')' => at is > 0 and < 10 && line.AsSpan(0, at).IndexOfAnyExceptInRange('0', '9') < 0,
            _ => false,
        };
}
