using System.Text;
using FeedAggregator.Languages;
using FeedAggregator.Storage;

namespace FeedAggregator.Digests.Rendering;

/// <summary>
/// The HTML body of a mail. Mail clients drop stylesheets, so every element carries its style; nothing is loaded. Times are absolute: a mail is read days later.
/// </summary>
internal sealed class DigestMail(DigestView view, MailFrame frame)
{
    private const int ExcerptLength = 220;
    private const int MostAlsoIn = 5;

    /// <summary>Corrections may take this part of a mail at most, and stories never push them out.</summary>
    private const int CorrectionsShare = 4;
    private const string Font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

    private readonly FrameLanguage _words = FrameLanguage.For(view.Language);

    public string Render()
    {
        var head = Head();
        var corrections = Corrections(frame.MaxBytes / CorrectionsShare);
        var room = frame.MaxBytes - Bytes(head.Value) - Bytes(corrections.Value) - Bytes(Foot().Value);
        room -= Bytes(More(view.Stories.Count() + view.Omitted).Value);
        var html = new HtmlWriter().Write($"{head}");
        var left = view.Omitted;
        foreach (var group in view.Groups)
        {
            var title = GroupTitle(group);
            foreach (var story in group.Stories)
            {
                var piece = Html.Of($"{title}{Story(story)}");
                if (Bytes(piece.Value) is var size && size > room)
                {
                    left++;
                    continue;
                }
                room -= size;
                title = default;
                html.Write($"{piece}");
            }
        }
        return html.Write($"{More(left)}{corrections}{Foot()}").ToString();
    }

    private Html Corrections(int room)
    {
        if (view.Corrections.Count == 0)
            return default;
        var html = new HtmlWriter().Write($"{Heading(_words.Corrections)}");
        var left = 0;
        foreach (var piece in view.Corrections.Select(Correction))
        {
            if (Bytes(piece.Value) is var size && size > room)
            {
                left++;
                continue;
            }
            room -= size;
            html.Write($"{piece}");
        }
        return html.Write($"{More(left)}").ToHtml();
    }

    private Html Correction(DigestCorrection correction)
    {
        var (title, outlet) = (StoryText.Title(correction.Now, _words), StoryText.Outlet(correction.Now));
        var html = new HtmlWriter().Write($"<p dir=\"auto\" style=\"margin:0 0 12px\">{Linked(correction.Now, title)} · {outlet}");
        if (correction.WasTitle is { } was)
            html.Write($"<br>\n<span style=\"font-size:14px;opacity:.75\">{_words.Was}: <del>{PlainCharacters.OneLine(was)}</del></span>");
        return html.Write($"</p>\n").ToHtml();
    }

    private static int Bytes(string markup) => Encoding.UTF8.GetByteCount(markup);

    private Html Head()
    {
        var title = PlainCharacters.OneLine(view.Title);
        var day = _words.LongDate(StoryText.Local(view.To, frame.TimeZone));
        var html = new HtmlWriter().Write(
            $"""
            <!doctype html>
            <html lang="{_words.Tag}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>{title}</title>
            </head>
            <body style="margin:0;padding:0;{Font}">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 16px">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px"><tr><td style="{Font};font-size:16px;line-height:1.5;text-align:start">
            <p style="margin:0 0 4px;font-size:14px;opacity:.75">{day}{Edition()}</p>
            <h1 dir="auto" style="margin:0 0 24px;font-size:28px;line-height:1.2">{title}</h1>

            """
        );
        if (view.IsEmpty)
            html.Write($"<p>{_words.EmptyEdition}</p>\n");
        return html.ToHtml();
    }

    private string Edition() => frame.Edition is { } number ? $" · {_words.Edition(number)}" : "";

    private Html GroupTitle(DigestGroup group) => StoryText.HasGroups(view) ? Heading(StoryText.GroupTitle(group, _words)) : default;

    private static Html Heading(string text) =>
        Html.Of(
            $"<h2 dir=\"auto\" style=\"margin:32px 0 16px;padding-top:8px;border-top:2px solid #888;font-size:14px;letter-spacing:.06em;text-transform:uppercase\">{text}</h2>\n"
        );

    private Html Story(DigestStory story)
    {
        var lead = story.Lead;
        var tag = StoryText.ForeignLanguage(lead, _words);
        var language = tag is null ? default : Html.Of($" lang=\"{tag}\"");
        var html = new HtmlWriter().Write(
            $"<h3{language} dir=\"auto\" style=\"margin:0 0 4px;font-size:18px;line-height:1.3\">{Linked(lead, StoryText.Title(lead, _words))}</h3>\n"
        );
        html.Write($"<p style=\"margin:0 0 6px;font-size:14px;opacity:.75\">{StoryText.Outlet(lead)} · ");
        html.Write($"{StoryText.Clock(lead.NewsAt, view.To, frame.TimeZone, _words)}");
        if (story.Outlets > 1)
            html.Write($" · {_words.Outlets(story.Outlets)}");
        html.Write($"</p>\n");
        if (StoryText.Excerpt(lead, ExcerptLength) is { Length: > 0 } excerpt)
            html.Write($"<p{language} dir=\"auto\" style=\"margin:0 0 6px\">{excerpt}</p>\n");
        AlsoIn(html, story);
        Related(html, story);
        return html.Write($"<div style=\"height:20px;line-height:20px\">&nbsp;</div>\n").ToHtml();
    }

    private void AlsoIn(HtmlWriter html, DigestStory story)
    {
        if (story.AlsoIn.Count == 0)
            return;
        html.Write($"<p style=\"margin:0;font-size:14px;opacity:.75\">{_words.AlsoIn} ");
        foreach (var (item, index) in story.AlsoIn.Take(MostAlsoIn).Select((s, i) => (s, i)))
            html.Write($"{(index == 0 ? "" : ", ")}{Linked(item, StoryText.Outlet(item))}");
        if (story.AlsoIn.Count > MostAlsoIn)
            html.Write($" {_words.AndMore(story.AlsoIn.Count - MostAlsoIn)}");
        html.Write($"</p>\n");
    }

    private void Related(HtmlWriter html, DigestStory story)
    {
        if (story.Related.Count == 0)
            return;
        html.Write($"<p style=\"margin:0;font-size:14px;opacity:.75\">{_words.Related} ");
        foreach (var (index, item) in story.Related.Index())
            html.Write($"{(index == 0 ? "" : " · ")}<bdi>{Linked(item, StoryText.Reference(item, _words))}</bdi>");
        html.Write($"</p>\n");
    }

    private static Html Linked(ItemSummary item, string text) =>
        WebLink.OrNull(item.Link) is { } link ? Html.Of($"<a href=\"{link}\" style=\"color:inherit\">{text}</a>") : Html.Of($"{text}");

    private Html More(int left) =>
        left > 0
            ? Html.Of($"<p style=\"margin:0 0 16px\"><a href=\"{frame.WebUrl}\" style=\"color:inherit\">{_words.AndMore(left)}</a></p>\n")
            : default;

    private Html Foot()
    {
        var html = new HtmlWriter();
        html.Write(
            $"<p style=\"margin:32px 0 0;padding-top:12px;border-top:1px solid #888;font-size:13px;opacity:.8\">{_words.WhyMail}<br>\n"
        );
        html.Write($"<a href=\"{frame.WebUrl}\" style=\"color:inherit\">{_words.ReadOnWeb}</a>");
        if (frame.ManageUrl is { } manage)
            html.Write($" · <a href=\"{manage}\" style=\"color:inherit\">{_words.Manage}</a>");
        if (frame.UnsubscribeUrl is { } unsubscribe)
            html.Write($" · <a href=\"{unsubscribe}\" style=\"color:inherit\">{_words.Unsubscribe}</a>");
        return html.Write($"</p>\n</td></tr></table>\n</td></tr></table>\n</body>\n</html>\n").ToHtml();
    }
}
