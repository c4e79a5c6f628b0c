using FeedAggregator.Fetching;

namespace FeedAggregator.Tests.Fetching;

public sealed class RulesTests
{
    private static readonly Uri Feed = new("http://news.example.org/feed");

    [Theory]
    [InlineData("ftp://news.example.org/feed")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1:70/x")]
    [InlineData("data:application/rss+xml,<rss/>")]
    [InlineData("feed://news.example.org/feed")]
    public void Only_http_and_https_are_fetched(string url)
    {
        var refusal = UrlRules.Check(new Uri(url));

        Assert.Equal(FailureClass.BadScheme, refusal?.Class);
    }

    [Fact]
    public void An_address_over_the_limit_of_length_is_refused_and_one_below_is_not()
    {
        var good = new Uri("http://news.example.org/".PadRight(UrlRules.MaxUrlLength, 'a'));
        var bad = new Uri("http://news.example.org/".PadRight(UrlRules.MaxUrlLength + 1, 'a'));

        Assert.Null(UrlRules.Check(good));
        Assert.Contains("2049 characters", UrlRules.Check(bad)?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://news.example.org/", true)]
    [InlineData("https://news.example.org/", true)]
    [InlineData("http://news.example.org:8080/", true)]
    [InlineData("https://news.example.org:444/", true)]
    [InlineData("http://news.example.org:25/", false)]
    [InlineData("http://news.example.org:6379/", false)]
    [InlineData("http://news.example.org:11211/", false)]
    [InlineData("http://news.example.org:0/", false)]
    public void Ports_of_other_services_are_not_asked(string url, bool asked)
    {
        var refusal = UrlRules.CheckPort(new Uri(url));

        Assert.Equal(asked, refusal is null);
    }

    [Theory]
    [InlineData("/moved", "http://news.example.org/moved")]
    [InlineData("moved?x=1#part", "http://news.example.org/moved?x=1")]
    [InlineData("//other.example.org/feed", "http://other.example.org/feed")]
    [InlineData("https://news.example.org/feed", "https://news.example.org/feed")]
    [InlineData(" http://user:secret@other.example.org/feed ", "http://other.example.org/feed")]
    [InlineData("/caf\u00c3\u00a9", "http://news.example.org/caf%C3%A9")]
    public void A_redirect_is_resolved_and_stripped_of_user_and_fragment(string location, string expected)
    {
        var (next, refusal) = Redirects.Follow(Feed, location, [Feed], 5);

        Assert.Null(refusal);
        Assert.Equal(expected, next?.AbsoluteUri);
    }

    [Theory]
    [InlineData(null, FailureClass.NotAFeed)]
    [InlineData("", FailureClass.TooManyRedirects)]
    [InlineData("#top", FailureClass.TooManyRedirects)]
    [InlineData("http://", FailureClass.BadScheme)]
    [InlineData("http://a:b:c/", FailureClass.BadScheme)]
    [InlineData("javascript:alert(1)", FailureClass.BadScheme)]
    [InlineData("file:///etc/passwd", FailureClass.BadScheme)]
    public void A_redirect_to_nowhere_is_refused(string? location, FailureClass expected)
    {
        var (next, refusal) = Redirects.Follow(Feed, location, [Feed], 5);

        Assert.Null(next);
        Assert.Equal(expected, refusal?.Class);
    }

    [Fact]
    public void A_redirect_from_https_to_http_is_refused()
    {
        var from = new Uri("https://news.example.org/feed");

        var (_, refusal) = Redirects.Follow(from, "http://news.example.org/feed", [from], 5);

        Assert.Equal(FailureClass.BadScheme, refusal?.Class);
        Assert.Contains("unprotected http", refusal?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_redirects_are_followed_and_the_sixth_is_not()
    {
        var seen = Enumerable.Range(0, 6).Select(n => new Uri($"http://news.example.org/{n}")).ToList();

        var fifth = Redirects.Follow(seen[4], "/5", seen[..5], 5);
        var sixth = Redirects.Follow(seen[5], "/6", seen, 5);

        Assert.Null(fifth.Refusal);
        Assert.Equal(FailureClass.TooManyRedirects, sixth.Refusal?.Class);
    }

    [Theory]
    [InlineData(400, FailureClass.Http4xx)]
    [InlineData(401, FailureClass.Http4xx)]
    [InlineData(403, FailureClass.Http4xx)]
    [InlineData(404, FailureClass.Http4xx)]
    [InlineData(410, FailureClass.Gone)]
    [InlineData(429, FailureClass.RateLimited)]
    [InlineData(451, FailureClass.Http4xx)]
    [InlineData(500, FailureClass.Http5xx)]
    [InlineData(503, FailureClass.Http5xx)]
    [InlineData(999, FailureClass.Http5xx)]
    [InlineData(204, FailureClass.NotAFeed)]
    [InlineData(206, FailureClass.Truncated)]
    [InlineData(300, FailureClass.NotAFeed)]
    public void Every_status_without_a_document_has_its_class(int status, FailureClass expected)
    {
        var refusal = Statuses.Refusal(status, "news.example.org");

        Assert.Equal(expected, refusal.Class);
        Assert.Contains("news.example.org", refusal.Text, StringComparison.Ordinal);
    }
}
