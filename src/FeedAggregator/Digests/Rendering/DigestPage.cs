using System.Text;
using FeedAggregator.Languages;
using FeedAggregator.Storage;

namespace FeedAggregator.Digests.Rendering;

/// <summary>The page of a digest. Images are left out: a reader's browser should tell no publisher who reads.</summary>
internal sealed class DigestPage(DigestView view, PageFrame frame, PageDetail detail, PageCut cut)
{
    private const int ExcerptLength = 280;
    private const int MostAlsoIn = 8;
    private const int MostLeftOut = 100;

    /// <summary>From this age on "how long ago" says less than the date.</summary>
    private static readonly TimeSpan OldNews = TimeSpan.FromDays(30);

    private readonly FrameLanguage _words = FrameLanguage.For(view.Language);
    private readonly IReadOnlyList<DigestGroup> _groups = cut.Groups(view);
    private HtmlWriter _html = new();
    private int _told;

    public string Render()
    {
        var title = PlainCharacters.OneLine(view.Title);
        PageShell.Open(_html, frame, _words, title, Summary(), Head);
        Title(title);
        if (view.IsEmpty)
            Empty();
        foreach (var (group, index) in _groups.Select((g, i) => (g, i + 1)))
            Group(group, index);
        if (view.Omitted > 0 && cut.Number == cut.Of)
            _html.Write($"<p class=\"omitted\">… {_words.AndMore(view.Omitted)}</p>\n");
        OtherPages();
        if (cut.Number == 1)
        {
            LeftOut();
            Corrections();
        }
        Neighbours();
        if (cut.Number == 1)
            Archive();
        PageShell.Close(_html, frame, _words);
        return _html.ToString();
    }

    /// <summary>UTF-8 of each story as it would be written.</summary>
    public IReadOnlyList<int> Sizes()
    {
        var sizes = new List<int>();
        foreach (var story in view.Stories)
        {
            _html = new HtmlWriter();
            Story(story, 3);
            sizes.Add(Encoding.UTF8.GetByteCount(_html.ToString()));
        }
        return sizes;
    }

    private string Summary() => $"{_words.Stories(view.Stories.Count())} · {_words.Outlets(StoryText.OutletsOf(view))}";

    private void Head()
    {
        var image = view.Stories.Select(s => WebLink.OrNull(s.Lead.ImageUrl)).FirstOrDefault(i => i is not null);
        if (image is not null)
            _html.Write($"<meta property=\"og:image\" content=\"{image}\">\n");
    }

    private void Title(string title)
    {
        var day = _words.LongDate(StoryText.Local(view.To, frame.TimeZone));
        _html.Write($"<header class=\"{(cut.Number == 1 ? "masthead" : "masthead later")}\">\n<p class=\"kicker\">");
        if (frame.IsPreview)
            _html.Write($"<strong>{_words.Preview}</strong> · ");
        _html.Write($"<time datetime=\"{StoryText.Instant(view.To)}\">{day}</time>");
        if (frame.Edition is { } number)
            _html.Write($" · {_words.Edition(number)}");
        if (cut.Number > 1)
            _html.Write($" · {_words.PageOf(cut.Number, cut.Of)}");
        _html.Write(
            $"</p>\n<h1 dir=\"auto\">{(frame.Digest is { } digest ? Html.Of($"<a href=\"{digest.Url}\">{title}</a>") : Html.Of($"{title}"))}</h1>\n"
        );
        if (frame.IsPreview)
            _html.Write($"<p class=\"lede\">{_words.PreviewText}</p>\n");
        else if (PlainCharacters.OneLine(view.Description) is { Length: > 0 } description)
            _html.Write($"<p class=\"lede\" dir=\"auto\">{description}</p>\n");
        if (!view.IsEmpty)
            _html.Write($"<p class=\"facts\">{Summary()} · {_words.Updated} {Time(view.UpdatedAt)}</p>\n");
        if (frame.NextEditionAt is { } next)
            _html.Write(
                $"<p class=\"facts\">{_words.NextEdition}: <time datetime=\"{StoryText.Instant(next)}\">{StoryText.MomentIn(next, frame.TimeZone, _words)}</time></p>\n"
            );
        Ways();
        _html.Write($"</header>\n");
        Jump();
    }

    /// <summary>How to get what comes.</summary>
    private void Ways()
    {
        if (frame.SubscribeUrl is null && frame.EditionsUrl is null)
            return;
        _html.Write($"<p class=\"links\">");
        if (frame.SubscribeUrl is { } subscribe)
            _html.Write($"<a href=\"{subscribe}\">{_words.SubscribeByMail}</a>\n");
        if (frame.EditionsUrl is { } editions)
            _html.Write($"<a href=\"{editions}\" type=\"application/atom+xml\">{_words.AsFeed}</a>\n");
        _html.Write($"</p>\n");
    }

    /// <summary>Where many sections follow, a way to each.</summary>
    private void Jump()
    {
        if (!StoryText.HasGroups(view) || _groups.Count < 3)
            return;
        _html.Write($"<nav class=\"jump\" aria-label=\"{_words.Sections}\">\n<ul>\n");
        foreach (var (group, index) in _groups.Select((g, i) => (g, i + 1)))
            _html.Write($"<li><a href=\"#g{index}\" dir=\"auto\">{StoryText.GroupTitle(group, _words)}</a></li>\n");
        _html.Write($"</ul>\n</nav>\n");
    }

    private void Empty()
    {
        _html.Write($"<section class=\"empty\">\n<h2>{_words.EmptyTitle}</h2>\n<p>");
        _html.Write($"{(frame.Edition is null && !frame.IsPreview ? _words.EmptyText : _words.EmptyEdition)}</p>\n</section>\n");
    }

    private void Group(DigestGroup group, int index)
    {
        var named = StoryText.HasGroups(view);
        if (named)
            _html.Write(
                $"<section aria-labelledby=\"g{index}\">\n<h2 class=\"group\" id=\"g{index}\" dir=\"auto\">{StoryText.GroupTitle(group, _words)}</h2>\n"
            );
        _html.Write($"<ol class=\"stories\">\n");
        foreach (var story in group.Stories)
            Story(story, named ? 3 : 2);
        _html.Write($"</ol>\n");
        if (named)
            _html.Write($"</section>\n");
    }

    private void Story(DigestStory story, int level)
    {
        var lead = story.Lead;
        _html.Write($"<li><article class=\"story\" id=\"s{story.Id}\">\n<h{level}{Language(lead)} dir=\"auto\">");
        _html.Write($"{Linked(lead, StoryText.Title(lead, _words))}</h{level}>\n<p class=\"meta\">");
        _html.Write($"<span class=\"outlet\" dir=\"auto\">{StoryText.Outlet(lead)}</span> {Time(lead.NewsAt)}");
        if (story.Outlets > 1)
            _html.Write($" <strong class=\"outlets\">{_words.Outlets(story.Outlets)}</strong>");
        _html.Write($"</p>\n");
        if (_told < detail.Excerpts && StoryText.Excerpt(lead, ExcerptLength) is { Length: > 0 } excerpt)
            _html.Write($"<p class=\"excerpt\"{Language(lead)} dir=\"auto\">{excerpt}</p>\n");
        AlsoIn(story);
        if (_told < detail.Extras)
            Related(story);
        if (_told++ < detail.Extras && frame.ShowWhy && view.Order == DigestOrder.Rank && story.Why.Length > 0)
            _html.Write($"<details class=\"why\"><summary>{_words.Why}</summary><p{English}>{story.Why}</p></details>\n");
        _html.Write($"</article></li>\n");
    }

    private void AlsoIn(DigestStory story)
    {
        if (story.AlsoIn.Count == 0)
            return;
        _html.Write($"<p class=\"also\">{_words.AlsoIn} ");
        foreach (var (item, index) in story.AlsoIn.Take(MostAlsoIn).Select((s, i) => (s, i)))
            _html.Write($"{(index == 0 ? "" : ", ")}{Linked(item, StoryText.Outlet(item), StoryText.Title(item, _words))}");
        if (story.AlsoIn.Count > MostAlsoIn)
            _html.Write($" {_words.AndMore(story.AlsoIn.Count - MostAlsoIn)}");
        _html.Write($"</p>\n");
    }

    /// <summary>The reasons are told in English, whatever the frame.</summary>
    private Html English => _words.Tag == "en" ? default : Html.Of($" lang=\"en\"");

    private void Related(DigestStory story)
    {
        if (story.Related.Count == 0)
            return;
        _html.Write($"<p class=\"also related\">{_words.Related} ");
        foreach (var (index, item) in story.Related.Index())
            _html.Write($"{(index == 0 ? "" : " · ")}<bdi{Language(item)}>{Linked(item, StoryText.Reference(item, _words))}</bdi>");
        _html.Write($"</p>\n");
    }

    private static Html Linked(ItemSummary item, string text, string? title = null)
    {
        if (WebLink.OrNull(item.Link) is not { } link)
            return Html.Of($"{text}");
        return title is null ? Html.Of($"<a href=\"{link}\">{text}</a>") : Html.Of($"<a href=\"{link}\" title=\"{title}\">{text}</a>");
    }

    private Html Language(ItemSummary item) => StoryText.ForeignLanguage(item, _words) is { } tag ? Html.Of($" lang=\"{tag}\"") : default;

    private Html Time(DateTimeOffset instant)
    {
        var clock = StoryText.Clock(instant, frame.Now ?? view.To, frame.TimeZone, _words);
        return frame.Now is { } now && now - instant < OldNews
            ? Html.Of(
                $"<time datetime=\"{StoryText.Instant(instant)}\">{_words.Ago(now - instant)}<span class=\"clock\">, {clock}</span></time>"
            )
            : Html.Of($"<time datetime=\"{StoryText.Instant(instant)}\">{clock}</time>");
    }

    private void Corrections()
    {
        if (view.Corrections.Count == 0)
            return;
        _html.Write(
            $"<section class=\"corrections\" aria-labelledby=\"corrections\">\n<h2 class=\"group\" id=\"corrections\">{_words.Corrections}</h2>\n<ul>\n"
        );
        foreach (var correction in view.Corrections)
        {
            var now = correction.Now;
            _html.Write($"<li><span{Language(now)} dir=\"auto\">{Linked(now, StoryText.Title(now, _words))}</span>\n<p class=\"meta\">");
            _html.Write($"<span class=\"outlet\" dir=\"auto\">{StoryText.Outlet(now)}</span> {Time(now.ChangedAt ?? now.SeenAt)}</p>\n");
            if (correction.WasTitle is { } was)
                _html.Write($"<p class=\"also\">{_words.Was}: <del{Language(now)} dir=\"auto\">{PlainCharacters.OneLine(was)}</del></p>\n");
            _html.Write($"</li>\n");
        }
        _html.Write($"</ul>\n</section>\n");
    }

    private void LeftOut()
    {
        if (frame.LeftOut.Count == 0)
            return;
        _html.Write($"<details class=\"leftout\"><summary>{_words.LeftOut(frame.LeftOut.Count)}</summary>\n<ul>\n");
        foreach (var verdict in frame.LeftOut.Take(MostLeftOut))
        {
            var lead = verdict.Story.Lead;
            _html.Write($"<li><span{Language(lead)} dir=\"auto\">{Linked(lead, StoryText.Title(lead, _words))}</span>\n");
            _html.Write(
                $"<p class=\"meta\"><span class=\"outlet\" dir=\"auto\">{StoryText.Outlet(lead)}</span> <span{English}>{verdict.Why}</span></p></li>\n"
            );
        }
        _html.Write($"</ul>\n</details>\n");
    }

    private void OtherPages()
    {
        if (cut.IsWhole)
            return;
        var (page, after) = (_words.PageOf(cut.Number, cut.Of), view.Stories.Count() - cut.First - cut.Count);
        _html.Write($"<nav class=\"neighbours\" aria-label=\"{page}\">\n");
        if (cut.Number > 1)
            _html.Write(
                $"<a rel=\"prev\" href=\"{frame.UrlOf(cut.Number - 1)}\"><span>← {_words.Previous}</span> {_words.PageOf(cut.Number - 1, cut.Of)}</a>\n"
            );
        if (after > 0)
            _html.Write(
                $"<a rel=\"next\" href=\"{frame.UrlOf(cut.Number + 1)}\"><span>… {_words.AndMore(after)} →</span> {_words.PageOf(cut.Number + 1, cut.Of)}</a>\n"
            );
        _html.Write($"</nav>\n");
    }

    private void Archive()
    {
        if (frame.Archive.Count == 0)
            return;
        _html.Write(
            $"<section class=\"archive\" aria-labelledby=\"archive\">\n<h2 class=\"group\" id=\"archive\">{_words.EarlierEditions}</h2>\n<ul>\n"
        );
        foreach (var edition in frame.Archive)
            _html.Write($"<li><a href=\"{edition.Url}\">{edition.Title}</a></li>\n");
        _html.Write($"</ul>\n</section>\n");
    }

    private void Neighbours()
    {
        if (frame.Previous is null && frame.Next is null)
            return;
        _html.Write($"<nav class=\"neighbours\" aria-label=\"{_words.Previous} / {_words.Next}\">\n");
        if (frame.Previous is { } previous)
            _html.Write($"<a rel=\"prev\" href=\"{previous.Url}\"><span>← {_words.Previous}</span> {previous.Title}</a>\n");
        if (frame.Next is { } next)
            _html.Write($"<a rel=\"next\" href=\"{next.Url}\"><span>{_words.Next} →</span> {next.Title}</a>\n");
        _html.Write($"</nav>\n");
    }
}
