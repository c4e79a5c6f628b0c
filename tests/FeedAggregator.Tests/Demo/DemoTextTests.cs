using FeedAggregator.Polling;
using FeedAggregator.Service.Demo;

namespace FeedAggregator.Tests.Demo;

public sealed class DemoTextTests
{
    private static readonly Uri Home = new("http://127.0.0.2:81/site/");
    private static readonly DateTimeOffset Sunday = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_text_becomes_paragraphs_and_lists_between_the_sites_own_boilerplate()
    {
        var site = Site with { Before = "<p>{name}</p>", After = "<p>More: <a href=\"{relatedUrl}\">{relatedTitle}</a> - {url}</p>" };

        var html = Html(
            site,
            new DemoItem
            {
                Id = "a",
                Title = "A & B",
                Body = "One.\n\n- x\n- y\n\nTwo.",
            }
        );

        Assert.Equal(
            """
            <p>Site</p>
            <p>One.</p>
            <ul><li>x</li><li>y</li></ul>
            <p>Two.</p>
            <p>More: <a href="http://127.0.0.2:81/site/a.html">A &amp; B</a> - http://127.0.0.2:81/site/a.html</p>
            """,
            html
        );
    }

    [Fact]
    public void Only_wire_stories_carry_the_byline()
    {
        var site = Site with { Byline = "{place} ({agency}), {day} - " };
        var item = new DemoItem
        {
            Id = "a",
            Title = "A",
            Body = "Text.",
            Place = "LIRA",
            Agency = "Northwire",
        };

        var own = Html(site, item);
        var wire = Html(site, item with { Wire = "w" });

        Assert.Equal("<p>Text.</p>", own);
        Assert.Equal("<p>LIRA (Northwire), Sunday - Text.</p>", wire);
    }

    [Fact]
    public void A_summary_is_plain_text_cut_between_words()
    {
        var text = "<em>Salt &amp; pepper</em> " + string.Join(' ', Enumerable.Repeat("word", 100));

        var summary = DemoText.Summary(
            Site,
            Entry(
                Site,
                new DemoItem
                {
                    Id = "a",
                    Title = "A",
                    Body = text,
                }
            )
        );

        Assert.StartsWith("Salt & pepper word", summary, StringComparison.Ordinal);
        Assert.EndsWith(" word…", summary, StringComparison.Ordinal);
        Assert.InRange(summary.Length, 200, 221);
    }

    private static DemoSite Site =>
        new()
        {
            Slug = "site",
            Name = "Site",
            Language = "en",
            Feeds = [],
            Items = [],
        };

    private static DemoEntry Entry(DemoSite site, DemoItem item) =>
        DemoEdition.At(site with { Items = [item] }, Sunday, Sunday).Entries.Single();

    private static string Html(DemoSite site, DemoItem item)
    {
        var edition = DemoEdition.At(site with { Items = [item] }, Sunday, Sunday);
        return DemoText.Html(site, edition, edition.Entries.Single(), Home);
    }
}
