using FeedAggregator.Stories;
using FsCheck;
using FsCheck.Fluent;

namespace FeedAggregator.Tests.Stories;

public class CanonicalUrlTests
{
    [Theory]
    [InlineData("http://News.Example/a/b", "https://news.example/a/b")]
    [InlineData("https://www.news.example/a/", "https://news.example/a")]
    [InlineData("https://m.news.example/a", "https://news.example/a")]
    [InlineData("https://en.m.encyclopedia.example/wiki/Comet", "https://en.encyclopedia.example/wiki/Comet")]
    [InlineData("https://amp.news.example/a", "https://news.example/a")]
    [InlineData("https://news.example/a/amp/", "https://news.example/a")]
    [InlineData("https://news.example/amp/a", "https://news.example/a")]
    [InlineData("https://news.example/a.amp.html", "https://news.example/a.html")]
    [InlineData("https://news.example/a?amp=1", "https://news.example/a")]
    [InlineData("https://news-example.cdn.ampproject.org/c/s/news.example/a", "https://news.example/a")]
    [InlineData("https://www.google.com/amp/s/news.example/a.html", "https://news.example/a.html")]
    [InlineData("http://news.example:80/a", "https://news.example/a")]
    [InlineData("https://news.example/a?utm_source=rss&utm_medium=feed", "https://news.example/a")]
    [InlineData("https://news.example/a?b=2&fbclid=x&a=1", "https://news.example/a?a=1&b=2")]
    [InlineData("https://news.example/a?ref=rss", "https://news.example/a")]
    [InlineData("https://news.example/a#comments", "https://news.example/a")]
    [InlineData("https://news.example/a;jsessionid=1F2E", "https://news.example/a")]
    [InlineData("https://news.example/%7euser/%c3%a9", "https://news.example/~user/%C3%A9")]
    [InlineData("https://news.example/a/../b", "https://news.example/b")]
    [InlineData("  https://news.example/a\n", "https://news.example/a")]
    [InlineData("https://münchen.example/a", "https://xn--mnchen-3ya.example/a")]
    [InlineData("https://news.example/a;jsessionid=1F2E/b;JSESSIONID=2?c=3", "https://news.example/a/b?c=3")]
    [InlineData("https://news.example/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "https://news.example/a.aspx")]
    [InlineData("https://news.example/viewtopic.php?t=9&sid=0f1e2d3c4b5a69788796a5b4c3d2e1f0", "https://news.example/viewtopic.php?t=9")]
    [InlineData("https://news.example/a?id=1&amp;utm_source=rss&amp;amp;b=2", "https://news.example/a?b=2&id=1")]
    [InlineData("https://news.example/a?maca=en-rss-en-all-1573-rdf", "https://news.example/a")]
    [InlineData("https://news.example/a?_branch_match_id=1&gad_campaignid=2&srsltid=3&at_bbc_team=x", "https://news.example/a")]
    [InlineData("https://www.google.co.id/amp/s/news.example/a", "https://news.example/a")]
    [InlineData("https://www.google.com/url?rct=j&sa=t&url=https://news.example/a%3Fid%3D1&ct=ga&usg=x", "https://news.example/a?id=1")]
    [InlineData("https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example%2Fa%3Ffbclid%3D1&h=x", "https://news.example/a")]
    [InlineData("https://news.example/a#:~:text=word", "https://news.example/a")]
    public void Spellings_of_one_page_become_one(string url, string expected)
    {
        var canonical = CanonicalUrl.Of(url);

        Assert.Equal(expected, canonical);
    }

    [Theory]
    [InlineData("https://news.example/a", "https://news.example/A")]
    [InlineData("https://news.example/a", "https://news.example/a?page=2")]
    [InlineData("https://news.example/?p=1", "https://news.example/?p=2")]
    [InlineData("https://news.example/a?from=1", "https://news.example/a?from=2")]
    [InlineData("https://news.example/a?ref=main", "https://news.example/a?ref=v2")]
    [InlineData("https://news.example/a?tag=x&tag=y", "https://news.example/a?tag=y&tag=x")]
    [InlineData("https://app.example/#/story/1", "https://app.example/#/story/2")]
    [InlineData("https://blog.news.example/a", "https://news.example/a")]
    [InlineData("https://m.example/a", "https://www.example/a")]
    [InlineData("https://news.example:8443/a", "https://news.example/a")]
    [InlineData("https://news.example/a%2Fb", "https://news.example/a/b")]
    [InlineData("https://news.example/camp", "https://news.example/c")]
    [InlineData("https://news.example/a;jsessionid=1/b", "https://news.example/a;jsessionid=1/c")]
    [InlineData("https://news.example/(S(big))/a", "https://news.example/a")]
    [InlineData("https://news.example/a?sid=1234", "https://news.example/a?sid=1235")]
    [InlineData("https://www.google.evil.example/amp/s/news.example/a", "https://news.example/a")]
    [InlineData("https://news.example/url?url=https://other.example/a", "https://other.example/a")]
    [InlineData("https://www.google.com/url?q=chess", "https://www.google.com/url?q=news")]
    [InlineData("https://news.example/a?campaign_id=1", "https://news.example/a?campaign_id=2")]
    [InlineData("https://news.example/a?id=1&id=2", "https://news.example/a?id=2&id=1")]
    [InlineData("https://news.example/a?q=x%26y", "https://news.example/a?q=x&y")]
    [InlineData("https://news.example/a?q=x+y", "https://news.example/a?q=x%2By")]
    [InlineData("https://news.example/a//b", "https://news.example/a/b")]
    [InlineData("https://news.example/watch?v=aB", "https://news.example/watch?v=Ab")]
    [InlineData("https://news.example/w/amp", "https://news.example/w/ampere")]
    public void Addresses_that_may_lead_to_different_pages_stay_apart(string one, string other)
    {
        var canonical = CanonicalUrl.Of(one);

        Assert.NotEqual(CanonicalUrl.Of(other), canonical);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/relative")]
    [InlineData("mailto:desk@news.example")]
    [InlineData("urn:uuid:5f0b")]
    [InlineData("tag:news.example,2026:1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://")]
    [InlineData("https://[bad/")]
    public void What_is_no_web_address_has_no_canonical_spelling(string text)
    {
        Assert.Null(CanonicalUrl.Of(text));
    }

    [Fact]
    public void A_canonical_address_is_its_own_canonical_address()
    {
        string[] pieces =
        [
            "http://",
            "https://",
            "www.",
            "m.",
            "amp.",
            "news.example",
            "EXAMPLE.org",
            ":80",
            ":443",
            ":8080",
            "/",
            "//",
            "/amp",
            "/amp/",
            ".amp",
            ".amp.html",
            "/a",
            "/..",
            "/.",
            "%2e",
            "%2F",
            "%25",
            "%7E",
            "%zz",
            "?",
            "&",
            "=",
            "utm_source=x",
            "ref=rss",
            "b=2",
            "a",
            "#x",
            "#!/y",
            ";jsessionid=1",
            "/(S(lit3py55t21z5v55vlm25s55))/",
            "amp;",
            "sid=0f1e2d3c4b5a69788796a5b4c3d2e1f0",
            "https://www.google.com/url?url=",
            "https%3A%2F%2Fl.facebook.com/l.php?u=",
            "é",
            "漢",
            "https://www.google.com/amp/s/",
            "x.cdn.ampproject.org/c/s/",
            "@",
            " ",
            "\\",
        ];
        var urls = Gen.Elements(pieces).ListOf().Select(x => "https://" + string.Concat(x));

        var property = Prop.ForAll(urls.ToArbitrary(), url => CanonicalUrl.Of(url) is not { } once || CanonicalUrl.Of(once) == once);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), property);
    }

    [Theory]
    [InlineData("https://news.example/", false)]
    [InlineData("https://news.example/2026/a", true)]
    [InlineData("https://news.example/?p=12", true)]
    public void A_front_page_names_no_story(string canonical, bool namesAPage)
    {
        Assert.Equal(namesAPage, CanonicalUrl.NamesAPage(canonical));
    }
}
