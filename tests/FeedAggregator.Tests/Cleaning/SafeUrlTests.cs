using FeedAggregator.Cleaning;

namespace FeedAggregator.Tests.Cleaning;

public sealed class SafeUrlTests
{
    [Fact]
    public void Short_references_under_a_long_base_do_not_become_gigabytes()
    {
        var html = string.Concat(Enumerable.Repeat("<a href=x>y</a>", 20_000));

        var clean = HtmlCleaner.Clean(html, $"https://news.example/{new string('a', 2_000)}/");

        Assert.InRange(clean.Length, html.Length, 20 * html.Length);
        Assert.EndsWith("y</a>", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void A_base_longer_than_any_address_is_not_used()
    {
        var clean = HtmlCleaner.Clean("<a href=x>y</a>", $"https://news.example/{new string('a', 3_000)}/");

        Assert.Equal("<a href=\"x\">y</a>", clean);
    }

    /// <summary>The examples of RFC 3986 section 5.4, those with a scheme left out.</summary>
    [Theory]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q#s")]
    [InlineData("g#s", "http://a/b/c/g#s")]
    [InlineData("g?y#s", "http://a/b/c/g?y#s")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("./", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("g?y/../x", "http://a/b/c/g?y/../x")]
    public void A_reference_is_resolved_as_the_RFC_says(string reference, string expected)
    {
        new SafeUrl("http://a/b/c/d;p?q").TryMake(reference, UrlUse.Followed, out var url);

        Assert.Equal(expected, url.ToString());
    }

    [Theory]
    [InlineData("http://a", "x", "http://a/x")]
    [InlineData("http://a?q", "x", "http://a/x")]
    [InlineData("http://a?q", "#f", "http://a/?q#f")]
    [InlineData("https://a/b#/c", "x", "https://a/x")]
    [InlineData("https://a/b", "\\\\evil.test\\x", "https://evil.test/x")]
    [InlineData("https://a/b/", " x y ", "https://a/b/x y")]
    public void A_base_may_be_short(string baseUrl, string reference, string expected)
    {
        new SafeUrl(baseUrl).TryMake(reference, UrlUse.Followed, out var url);

        Assert.Equal(expected, url.ToString());
    }

    [Theory]
    [InlineData("ftp://a/b", UrlUse.Followed, true)]
    [InlineData("ftp://a/b", UrlUse.Loaded, false)]
    [InlineData("HTTPS://a/b", UrlUse.Loaded, true)]
    [InlineData("magnet:?xt=urn:btih:c12f", UrlUse.Followed, true)]
    [InlineData("data:image/gif;base64,R0lGOD==", UrlUse.Shown, true)]
    [InlineData("data:image/gif;base64,R0lGOD==", UrlUse.Loaded, false)]
    [InlineData("data:image/gif;charset=x;base64,R0lGOD==", UrlUse.Shown, false)]
    [InlineData("x:y", UrlUse.Followed, false)]
    [InlineData("a/x:y", UrlUse.Followed, true)]
    [InlineData("a\u0000b", UrlUse.Followed, false)]
    internal void What_a_URL_is_for_decides_which_are_safe(string url, UrlUse use, bool isSafe)
    {
        Assert.Equal(isSafe, new SafeUrl(null).TryMake(url, use, out _));
    }
}
