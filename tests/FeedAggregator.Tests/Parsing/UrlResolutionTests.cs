using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Tests.Parsing;

public sealed class UrlResolutionTests
{
    /// <summary>The examples of RFC 3986, 5.4.</summary>
    [Theory]
    [InlineData("g:h", "g:h")]
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
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("./", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../g", "http://a/g")]
    [InlineData("../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./../g", "http://a/b/g")]
    [InlineData("g/./h", "http://a/b/c/g/h")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g?y/../x", "http://a/b/c/g?y/../x")]
    [InlineData("g#s/../x", "http://a/b/c/g#s/../x")]
    public void References_resolve_as_the_standard_says(string reference, string expected) =>
        Assert.Equal(expected, UrlResolution.Resolve("http://a/b/c/d;p?q", reference));

    [Theory]
    [InlineData(null, "/path", "/path")]
    [InlineData("http://a.example", "b", "http://a.example/b")]
    [InlineData("http://a.example?q", "b", "http://a.example/b")]
    [InlineData("/dir/page", "/other", "/other")]
    [InlineData("http://www.詹姆斯.com/feed", "", "http://www.詹姆斯.com/feed")]
    [InlineData("http://a/b", "c d%20é", "http://a/c d%20é")]
    [InlineData("http://a/b", "mailto:x@y", "mailto:x@y")]
    public void What_needs_no_base_or_has_none_stays_as_written(string? baseUrl, string reference, string expected) =>
        Assert.Equal(expected, UrlResolution.Resolve(baseUrl, reference));
}
