using FeedAggregator.Feeds;

namespace FeedAggregator.Tests.Configuration;

public sealed class FeedIdsTests
{
    [Theory]
    [InlineData("https://www.example.org/news/rss.xml", "example-org-news-rss-xml")]
    [InlineData("http://example.org:8080/", "example-org-8080")]
    [InlineData("https://example.org/feed?tag=a&n=2", "example-org-feed-tag-a-n-2")]
    public void An_address_gives_a_name_that_reads_like_it(string url, string id) => Assert.Equal(id, FeedIds.From(new Uri(url)));

    [Fact]
    public void Long_addresses_that_begin_alike_keep_different_names_of_bounded_length()
    {
        var stem = "https://example.org/" + new string('a', 200);

        var (one, two) = (FeedIds.From(new Uri(stem + "1")), FeedIds.From(new Uri(stem + "2")));

        Assert.NotEqual(one, two);
        Assert.All([one, two], x => Assert.True(FeedIds.IsValid(x) && x.Length <= FeedIds.MaxLength));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("a--b")]
    [InlineData("a b")]
    [InlineData("../etc")]
    public void Names_that_would_be_trouble_in_addresses_and_files_are_refused(string id) => Assert.False(FeedIds.IsValid(id));
}
