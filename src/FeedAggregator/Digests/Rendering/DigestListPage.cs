using FeedAggregator.Languages;

namespace FeedAggregator.Digests.Rendering;

/// <summary>The page that lists all digests.</summary>
internal sealed class DigestListPage(IReadOnlyList<DigestListing> digests, PageFrame frame, FrameLanguage words)
{
    public string Render()
    {
        var html = new HtmlWriter();
        PageShell.Open(html, frame, words, words.Digests, words.Digests, () => { }, words.SkipToContent);
        html.Write($"<header class=\"masthead\">\n<h1>{words.Digests}</h1>\n</header>\n");
        if (digests.Count == 0)
            html.Write($"<section class=\"empty\">\n<p>{words.NoDigests}</p>\n</section>\n");
        else
            html.Write($"<ul class=\"cards\">\n");
        foreach (var digest in digests)
            Card(html, digest);
        if (digests.Count > 0)
            html.Write($"</ul>\n");
        PageShell.Close(html, frame, words);
        return html.ToString();
    }

    private void Card(HtmlWriter html, DigestListing digest)
    {
        var language = digest.Language == words.Tag ? default : Html.Of($" lang=\"{digest.Language}\"");
        html.Write(
            $"<li class=\"card\">\n<h2 dir=\"auto\"{language}><a href=\"{digest.Url}\">{PlainCharacters.OneLine(digest.Title)}</a></h2>\n"
        );
        if (PlainCharacters.OneLine(digest.Description) is { Length: > 0 } description)
            html.Write($"<p class=\"excerpt\" dir=\"auto\"{language}>{description}</p>\n");
        html.Write($"<p class=\"links\">");
        if (digest.Latest is { } latest)
            html.Write($"<span>{words.LatestEdition}: <a href=\"{latest.Url}\">{latest.Title}</a></span>\n");
        if (digest.NextAt is null)
            html.Write($"<span>{words.AlwaysCurrent}</span>\n");
        if (digest.NextAt is { } next)
            html.Write($"<span>{words.NextEdition}: {Moment(next, digest.TimeZone ?? frame.TimeZone)}</span>\n");
        if (digest.SubscribeUrl is { } subscribe)
            html.Write($"<a href=\"{subscribe}\" aria-label=\"{words.Subscribe}: {digest.Title}\">{words.Subscribe}</a>\n");
        html.Write($"</p>\n</li>\n");
    }

    private Html Moment(DateTimeOffset instant, TimeZoneInfo zone) =>
        Html.Of($"<time datetime=\"{StoryText.Instant(instant)}\">{StoryText.MomentIn(instant, zone, words)}</time>");
}

/// <summary>One digest on the page of all digests.</summary>
/// <param name="Latest">Its last edition, or null.</param>
/// <param name="NextAt">When the next is due, or null.</param>
/// <param name="TimeZone">In which that is told; null for the frame's.</param>
public sealed record DigestListing(
    string Title,
    string? Description,
    string Url,
    PageLink? Latest = null,
    DateTimeOffset? NextAt = null,
    TimeZoneInfo? TimeZone = null
)
{
    /// <summary>BCP 47, of its title and description.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Where readers subscribe by mail, or null.</summary>
    public string? SubscribeUrl { get; init; }
}
