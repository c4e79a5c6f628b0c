using FeedAggregator.Feeds;

namespace FeedAggregator.Tests.Feeds;

public sealed class FeedTests
{
    [Theory]
    [InlineData("lantern", true)]
    [InlineData("https://lantern.example/feed.xml", true)]
    [InlineData("the lantern", true)]
    [InlineData("Lantern", false)]
    [InlineData("", false)]
    public void A_feed_is_called_by_its_id_its_address_or_its_name(string word, bool expected)
    {
        var feed = new Feed
        {
            Id = "lantern",
            Url = "https://lantern.example/feed.xml",
            Name = "The Lantern",
        };

        var called = feed.IsCalled(word);

        Assert.Equal(expected, called);
    }
}
