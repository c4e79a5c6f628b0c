using FeedAggregator.Cleaning;

namespace FeedAggregator.Tests.Cleaning;

public sealed class ArticleExtractorTests
{
    private const string Words =
        "The council met on Tuesday to speak about the bridge that has been closed for two years, and found no money.";

    private static readonly string Page = $"""
        <!doctype html><html><head><title>Bridge stays closed | The Paper</title><link rel="canonical" href="/2026/bridge">
        <script>track()</script></head><body>
        <header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
        <div class="wrap"><article><h1>Bridge  stays closed</h1><div class="text"><p>{Words}</p><p onclick="x()">{Words} <a href="more">More</a></p>
        <aside><p>{Words} Advertisement.</p></aside><form><p>{Words} Subscribe.</p></form></div></article>
        <div class="more"><p><a href="/1">{Words}</a></p><p><a href="/2">{Words}</a></p><p><a href="/3">{Words}</a></p></div></div>
        <footer><p>{Words} All rights reserved.</p></footer></body></html>
        """;

    [Fact]
    public void The_article_is_found_among_what_stands_around_it()
    {
        var article = ArticleExtractor.Extract(Page, "https://paper.test/2026/11/x.html?from=feed")!;

        Assert.Equal("Bridge stays closed", article.Title);
        Assert.Equal("https://paper.test/2026/bridge", article.CanonicalUrl);
        Assert.Contains($"<p>{Words} <a href=\"https://paper.test/2026/11/more\">More</a></p>", article.Html);
        Assert.DoesNotContain("Advertisement", article.Html);
        Assert.DoesNotContain("Subscribe", article.Html);
        Assert.DoesNotContain("rights", article.Html);
        Assert.DoesNotContain("Sport", article.Html);
        Assert.Empty(Audit.Offences(article.Html));
    }

    [Fact]
    public void A_page_without_an_article_element_is_read_by_its_paragraphs()
    {
        var article = ArticleExtractor.Extract(Page.Replace("article>", "section>"), "https://paper.test/")!;

        Assert.Contains(Words, article.Html);
        Assert.DoesNotContain("/2", article.Html);
    }

    [Theory]
    [InlineData("<p>Too short to be one.</p>")]
    [InlineData("<ul><li><a href=/1>One</a></li><li><a href=/2>Two</a></li></ul>")]
    [InlineData("")]
    public void A_page_that_says_little_has_no_article(string html)
    {
        Assert.Null(ArticleExtractor.Extract(html, "https://paper.test/"));
    }

    [Fact]
    public void A_page_that_would_cost_too_much_has_no_article()
    {
        var html = string.Concat(Enumerable.Range(0, 5000).Select(i => $"<p><font color={i}>{Words}"));

        Assert.Null(ArticleExtractor.Extract(html, "https://paper.test/"));
    }

    [Theory]
    [InlineData("<link rel=canonical href='javascript:alert(1)'>", null)]
    [InlineData("<link rel='x CANONICAL' href='https://other.test/a'>", "https://other.test/a")]
    [InlineData("<base href='/b/'><link rel=canonical href=c>", "https://paper.test/b/c")]
    [InlineData("", null)]
    public void Its_canonical_address_is_absolute_and_on_the_web(string head, string? expected)
    {
        var article = ArticleExtractor.Extract($"<head>{head}</head><div><p>{Words}</p><p>{Words}</p></div>", "https://paper.test/a/x")!;

        Assert.Equal(expected, article.CanonicalUrl);
        Assert.Null(article.Title);
    }
}
