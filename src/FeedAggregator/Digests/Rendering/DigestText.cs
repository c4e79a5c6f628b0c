using System.Text;
using FeedAggregator.Languages;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A digest as plain text: the other half of a mail, and what the terminal shows. Lines are at most 72 columns, but for addresses.</summary>
public static class DigestText
{
    private const int ExcerptLength = 280;
    private const int MostAlsoIn = 5;

    /// <summary>Corrections may take this part of a mail at most, and stories never push them out.</summary>
    private const int CorrectionsShare = 4;

    /// <summary>For the terminal: no frame but the title, nothing left out.</summary>
    public static string Plain(DigestView view, TimeZoneInfo zone) => Render(view, zone, null, null, int.MaxValue);

    /// <summary>For mail: at most <see cref="MailFrame.MaxBytes"/>; what does not fit is counted.</summary>
    public static string Plain(DigestView view, MailFrame frame) => Render(view, frame.TimeZone, frame.Edition, frame, frame.MaxBytes);

    private static string Render(DigestView view, TimeZoneInfo zone, int? edition, MailFrame? frame, int maxBytes)
    {
        var words = FrameLanguage.For(view.Language);
        var text = new StringBuilder(Head(view, zone, edition, words));
        var corrections = Corrections(view, words, maxBytes / CorrectionsShare);
        var room = maxBytes - Bytes(text.ToString()) - Bytes(corrections) - Bytes(Foot(frame, words));
        room -= Bytes(More(view.Stories.Count() + view.Omitted, words));
        var left = view.Omitted;
        foreach (var group in view.Groups)
        {
            var title = StoryText.HasGroups(view) ? $"== {StoryText.GroupTitle(group, words)} ==\n\n" : "";
            foreach (var story in group.Stories)
            {
                var piece = title + Story(story, view, zone, words);
                var size = Bytes(piece);
                if (size > room)
                {
                    left++;
                    continue;
                }
                room -= size;
                title = "";
                text.Append(piece);
            }
        }
        return text.Append(More(left, words)).Append(corrections).Append(Foot(frame, words)).ToString();
    }

    private static string Corrections(DigestView view, FrameLanguage words, int room)
    {
        if (view.Corrections.Count == 0)
            return "";
        var text = new StringBuilder("== ").Append(words.Corrections).Append(" ==\n\n");
        var left = 0;
        foreach (var piece in view.Corrections.Select(x => Correction(x, words)))
        {
            if (Bytes(piece) is var size && size > room)
            {
                left++;
                continue;
            }
            room -= size;
            text.Append(piece);
        }
        return text.Append(More(left, words)).ToString();
    }

    private static string Correction(DigestCorrection correction, FrameLanguage words)
    {
        var text = new StringBuilder(Wrapped($"{StoryText.Title(correction.Now, words)} · {StoryText.Outlet(correction.Now)}"));
        if (correction.WasTitle is { } was)
            text.Append(Wrapped($"{words.Was}: {PlainCharacters.OneLine(was)}"));
        if (WebLink.OrNull(correction.Now.Link) is { } link)
            text.Append(link).Append('\n');
        return text.Append('\n').ToString();
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static string Head(DigestView view, TimeZoneInfo zone, int? edition, FrameLanguage words)
    {
        var title = PlainCharacters.OneLine(view.Title);
        var day = words.LongDate(StoryText.Local(view.To, zone)) + (edition is { } number ? $" · {words.Edition(number)}" : "");
        var facts = view.IsEmpty
            ? Wrapped(words.EmptyEdition)
            : $"{words.Stories(view.Stories.Count())} · {words.Outlets(StoryText.OutletsOf(view))}\n";
        return $"{Wrapped(title)}{TextLines.Rule(title)}\n{day}\n{facts}\n";
    }

    private static string Story(DigestStory story, DigestView view, TimeZoneInfo zone, FrameLanguage words)
    {
        var lead = story.Lead;
        var text = new StringBuilder(Wrapped(StoryText.Title(lead, words)));
        text.Append(StoryText.Outlet(lead)).Append(" · ").Append(StoryText.Clock(lead.NewsAt, view.To, zone, words));
        if (story.Outlets > 1)
            text.Append(" · ").Append(words.Outlets(story.Outlets));
        text.Append('\n');
        if (StoryText.Excerpt(lead, ExcerptLength) is { Length: > 0 } excerpt)
            text.Append(Wrapped(excerpt));
        if (WebLink.OrNull(lead.Link) is { } link)
            text.Append(link).Append('\n');
        if (story.AlsoIn.Count > 0)
            text.Append(Wrapped($"{words.AlsoIn} {AlsoIn(story, words)}"));
        if (story.Related.Count > 0)
            text.Append(Wrapped($"{words.Related} {string.Join(" · ", story.Related.Select(i => StoryText.Reference(i, words)))}"));
        return text.Append('\n').ToString();
    }

    private static string AlsoIn(DigestStory story, FrameLanguage words)
    {
        var names = string.Join(", ", story.AlsoIn.Take(MostAlsoIn).Select(StoryText.Outlet));
        return story.AlsoIn.Count > MostAlsoIn ? $"{names} {words.AndMore(story.AlsoIn.Count - MostAlsoIn)}" : names;
    }

    private static string More(int left, FrameLanguage words) => left > 0 ? $"… {words.AndMore(left)}\n\n" : "";

    private static string Foot(MailFrame? frame, FrameLanguage words)
    {
        if (frame is null)
            return "";
        var text = new StringBuilder();
        text.Append("-- \n").Append(Wrapped(words.WhyMail)).Append(words.ReadOnWeb).Append(": ").Append(frame.WebUrl).Append('\n');
        if (frame.ManageUrl is { } manage)
            text.Append(words.Manage).Append(": ").Append(manage).Append('\n');
        if (frame.UnsubscribeUrl is { } unsubscribe)
            text.Append(words.Unsubscribe).Append(": ").Append(unsubscribe).Append('\n');
        return text.ToString();
    }

    private static string Wrapped(string text) => TextLines.Wrapped(text);
}
