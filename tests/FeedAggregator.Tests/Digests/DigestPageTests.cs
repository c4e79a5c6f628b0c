using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Digests;

public sealed class DigestPageTests
{
    private static readonly IHtmlDocument Page = Parse(DigestHtml.Page(SampleDay.English, Some.Frame));

    [Fact]
    public void A_strict_content_security_policy_has_nothing_to_refuse()
    {
        Assert.Empty(Page.QuerySelectorAll("script, style, [style], iframe, object, embed, img, base, form"));
        Assert.DoesNotContain(Page.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.Ordinal));
        Assert.Single(Page.QuerySelectorAll("link[rel=stylesheet]"));
    }

    [Fact]
    public void Every_link_is_a_web_address_or_a_place_of_ours()
    {
        var links = Page.QuerySelectorAll("[href]").Select(e => e.GetAttribute("href")!).ToList();

        Assert.All(links, l => Assert.Matches("^(https?://|/|#)", l));
        Assert.All(links.Where(l => l.StartsWith('#')), l => Assert.NotNull(Page.QuerySelector(l)));
    }

    [Fact]
    public void Landmarks_headings_and_ids_are_in_order()
    {
        var levels = Page.QuerySelectorAll("h1,h2,h3,h4").Select(h => h.LocalName[1] - '0').ToList();

        Assert.Equal(
            ("en", 1, 1),
            (Page.DocumentElement.GetAttribute("lang"), Page.QuerySelectorAll("main").Length, levels.Count(l => l == 1))
        );
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.Equal("#main", Page.Body!.FirstElementChild!.GetAttribute("href"));
        Assert.All(Page.QuerySelectorAll("nav"), n => Assert.NotEmpty(n.GetAttribute("aria-label")!));
        Assert.Equal(Page.QuerySelectorAll("[id]").Length, Page.QuerySelectorAll("[id]").Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public void Items_in_another_language_say_so_and_times_are_for_machines_too()
    {
        Assert.Equal(["ar", "id", "ja"], Page.QuerySelectorAll("h3[lang]").Select(h => h.GetAttribute("lang")!).Order());
        Assert.All(Page.QuerySelectorAll("time"), t => Assert.True(DateTimeOffset.TryParse(t.GetAttribute("datetime"), out _)));
        Assert.Equal("2 hours ago, 3:35\u202FPM", Page.QuerySelector("#s1 time")!.TextContent);
    }

    [Fact]
    public void The_head_names_the_other_forms_and_what_others_show_of_the_page()
    {
        var types = Page.QuerySelectorAll("link[rel=alternate]").Select(l => l.GetAttribute("type")!);

        Assert.Equal(["application/atom+xml", "application/feed+json", "application/json", "text/markdown"], types);
        Assert.Equal("https://news.example/digests/morning", Page.QuerySelector("meta[property='og:url']")!.GetAttribute("content"));
        Assert.Equal("Morning in the archipelago", Page.QuerySelector("meta[property='og:title']")!.GetAttribute("content"));
    }

    [Fact]
    public void What_is_kept_tells_no_relative_times()
    {
        var page = DigestHtml.Page(SampleDay.English, Some.Frame with { Now = null, Edition = 2 });

        Assert.DoesNotContain(" ago", page, StringComparison.Ordinal);
        Assert.Contains("Edition 2", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_a_story_stands_where_it_does_is_told_where_the_order_does_not_show_it()
    {
        var newest = SampleDay.English with { Order = DigestOrder.Newest };

        Assert.Equal(8, Page.QuerySelectorAll("details.why").Length);
        Assert.Empty(Parse(DigestHtml.Page(newest, Some.Frame)).QuerySelectorAll("details"));
        Assert.Empty(Parse(DigestHtml.Page(SampleDay.English, Some.Frame with { ShowWhy = false })).QuerySelectorAll("details"));
    }

    [Fact]
    public void A_page_of_fifty_stories_is_small()
    {
        var page = DigestHtml.Page(Huge(50, 3, 0), Some.Frame);

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, 50_000);
    }

    /// <summary>Every story is there; what goes is what the later ones bring along.</summary>
    [Fact]
    public void A_page_of_fifty_stories_stays_small_whatever_they_bring_along()
    {
        var view = Huge(50, 2, 200);
        var related = view.Stories.Take(4).Select(x => x.Lead with { Title = new string('ж', 80) }).ToList();
        view = view with
        {
            Groups = [.. view.Groups.Select(x => x with { Stories = [.. x.Stories.Select(y => y with { Related = related })] })],
        };

        var html = DigestHtml.Page(view, Some.Frame);
        var page = Parse(html);

        Assert.InRange(Encoding.UTF8.GetByteCount(html), 1, 50_000);
        Assert.Equal(50, page.QuerySelectorAll(".story").Length);
        Assert.InRange(page.QuerySelectorAll(".related").Length, 1, 15);
        Assert.NotNull(page.QuerySelector(".story .excerpt"));
        Assert.NotNull(page.QuerySelector(".story .related"));
    }

    [Fact]
    public void A_digest_of_hundreds_is_cut_into_pages_that_are_small_and_lose_no_story()
    {
        var view = Huge(500, 8, 500);
        var pages = new List<IHtmlDocument>();
        var next = Some.Frame.HtmlUrl;
        while (next is not null)
        {
            var html = DigestHtml.Page(view, Some.Frame with { HtmlUrl = next, Page = pages.Count + 1 });
            Assert.InRange(Encoding.UTF8.GetByteCount(html), 1, 50_000);
            pages.Add(Parse(html));
            next = pages[^1].QuerySelector("main a[rel=next]")?.GetAttribute("href");
        }

        var shown = pages.SelectMany(x => x.QuerySelectorAll(".story").Select(y => y.Id)).ToList();
        Assert.Equal(view.Stories.Select(x => $"s{x.Id}"), shown);
        Assert.InRange(pages.Count, 10, 100);
        Assert.EndsWith("?page=2", pages[0].QuerySelector("main a[rel=next]")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(Some.Frame.HtmlUrl, pages[1].QuerySelector("main a[rel=prev]")!.GetAttribute("href"));
        Assert.StartsWith(
            $"… and {500 - pages[0].QuerySelectorAll(".story").Length} more",
            pages[0].QuerySelector("main a[rel=next]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.All(pages, x => Assert.Contains("500 stories", x.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Groups_go_on_under_their_name_and_what_stands_below_the_stories_is_told_once()
    {
        var view = Grouped(60, 3);
        var frame = Some.Frame with { Archive = [new PageLink("/digests/morning/1", "Edition 1")] };

        var first = Parse(DigestHtml.Page(view, frame));
        var second = Parse(DigestHtml.Page(view, frame with { Page = 2 }));
        var beyond = Parse(DigestHtml.Page(view, frame with { Page = 99 }));

        Assert.Equal(["Tag 1", "Tag 2"], first.QuerySelectorAll("h2.group").Take(2).Select(x => x.TextContent));
        Assert.Equal("Tag 3", second.QuerySelectorAll("h2.group")[^1].TextContent);
        Assert.Equal((50, 10), (first.QuerySelectorAll(".story").Length, second.QuerySelectorAll(".story").Length));
        Assert.Contains("Page 2 of 2", second.QuerySelector(".kicker")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((1, 0), (first.QuerySelectorAll(".archive").Length, second.QuerySelectorAll(".archive").Length));
        Assert.Equal(second.QuerySelectorAll(".story").Select(x => x.Id), beyond.QuerySelectorAll(".story").Select(x => x.Id));
    }

    [Fact]
    public void Another_page_of_a_search_is_of_the_same_search()
    {
        var html = DigestHtml.Page(Huge(60, 1, 10), Some.Frame with { HtmlUrl = "/digest?q=sea&page=2&limit=60", Page = 2 });

        Assert.Equal("/digest?q=sea&limit=60", Parse(html).QuerySelector("main a[rel=prev]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(95_000)]
    public void A_mail_keeps_to_its_size_and_counts_what_it_leaves_to_the_web(int maxBytes)
    {
        var view = Huge(500, 8, 500);
        var frame = Some.Mail with { MaxBytes = maxBytes };

        var mail = DigestHtml.Mail(view, frame);
        var text = DigestText.Plain(view, frame);

        var shown = Parse(mail).QuerySelectorAll("h3").Length;
        Assert.InRange(shown, 1, 499);
        Assert.Contains($"and {500 - shown} more", mail, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(mail), maxBytes / 2, maxBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), maxBytes / 2, maxBytes);
    }

    [Fact]
    public void A_mail_loads_nothing_and_can_be_left()
    {
        var mail = Parse(DigestHtml.Mail(SampleDay.English, Some.Mail));

        Assert.Empty(mail.QuerySelectorAll("script, style, link, img, [src], [background], form"));
        Assert.All(
            mail.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!),
            l => Assert.StartsWith("https://", l, StringComparison.Ordinal)
        );
        Assert.Contains(mail.QuerySelectorAll("a"), a => a.GetAttribute("href") == Some.Mail.UnsubscribeUrl);
    }

    [Fact]
    public void Lines_of_plain_text_are_short_but_for_addresses()
    {
        var lines = DigestText.Plain(Huge(20, 8, 500), Some.Mail).Split('\n');

        Assert.All(lines.Where(l => !l.Contains("://", StringComparison.Ordinal)), l => Assert.InRange(l.Length, 0, 78));
    }

    [Theory]
    [InlineData("# Not a heading", "\\# Not a heading")]
    [InlineData("1. Not a list", "1\\. Not a list")]
    [InlineData("- Nor this", "\\- Nor this")]
    [InlineData("a\n\n> b", "a \\> b")]
    [InlineData(
        "![x](y) <b> &amp; `c` *d* _e_ ~~f~~ a|b \\",
        "\\!\\[x\\](y) \\<b\\> \\&amp; \\`c\\` \\*d\\* \\_e\\_ \\~\\~f\\~\\~ a\\|b \\\\"
    )]
    [InlineData("Version 1.5 - out", "Version 1.5 - out")]
    public void Strangers_text_stays_text_in_Markdown(string text, string escaped) => Assert.Equal(escaped, DigestMarkdown.Escape(text));

    private static DigestView Grouped(int stories, int groups)
    {
        var all = Huge(stories, 1, 10).Stories.ToList();
        return Huge(stories, 1, 10) with { Groups = [.. all.Chunk(stories / groups).Select((x, i) => new DigestGroup($"Tag {i + 1}", x))] };
    }

    private static DigestView Huge(int stories, int outlets, int excerpt) =>
        DigestComposer.Compose(
            Some.Digest with
            {
                MaxStories = 500,
            },
            [.. Enumerable.Range(0, stories * outlets).Select(i => Item(i, i / outlets, i % outlets, excerpt))],
            [],
            Some.Now
        );

    private static ItemSummary Item(int id, int story, int outlet, int excerpt) =>
        Some.Item(id, story, "outlet" + outlet) with
        {
            Title = $"A headline of the usual length about matter {id} and what it means",
            Excerpt = string.Concat(Enumerable.Repeat("words ", excerpt / 6)),
            Link = $"https://outlet{outlet}.example/2026/11/22/a-headline-of-the-usual-length-{id}",
        };

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
