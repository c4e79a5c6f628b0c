using System.Text;
using FeedAggregator.Parsing;

namespace FeedAggregator.Tests.Parsing;

public sealed class ParseLimitsTests
{
    [Fact]
    public void Of_too_many_items_the_first_are_read_and_one_warning_says_so()
    {
        var items = string.Concat(Enumerable.Range(0, ParseLimits.Items + 500).Select(x => $"<item><guid>{x}</guid></item>\n"));

        var feed = Feed($"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>");

        Assert.Equal((ParseLimits.Items, "0"), (feed.Items.Count, feed.Items[0].Id));
        Assert.Contains($"{ParseLimits.Items}", Assert.Single(feed.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_holds_for_a_json_feed()
    {
        var items = string.Join(',', Enumerable.Range(0, ParseLimits.Items + 5).Select(x => $"{{\"id\":\"{x}\"}}"));

        var feed = Feed($"{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{items}]}}");

        Assert.Equal(ParseLimits.Items, feed.Items.Count);
        Assert.Single(feed.Warnings);
    }

    [Theory]
    [InlineData("<rss version='2.0'><channel><item>")]
    [InlineData("<feed xmlns='http://www.w3.org/2005/Atom'><entry><unknown")]
    [InlineData("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{")]
    public void A_feed_that_breaks_off_before_anything_can_be_read_is_broken(string document)
    {
        var result = FeedParser.Parse(Encoding.UTF8.GetBytes(document), DocumentContext.None);

        Assert.True(Assert.IsType<ParseResult.NotAFeed>(result).IsBroken);
    }

    [Fact]
    public void A_page_that_names_itself_as_a_feed_offers_only_the_others_each_once()
    {
        const string Link = "<link rel=alternate type='application/rss+xml' href=";
        var page = $"<html><head>{Link}/here>{Link}/feed.xml>{Link}/feed.xml></head><body>hello</body></html>";

        var result = FeedParser.Parse(
            Encoding.UTF8.GetBytes(page),
            DocumentContext.None with
            {
                Url = new Uri("https://news.example/here"),
            }
        );

        Assert.Equal(["https://news.example/feed.xml"], Assert.IsType<ParseResult.NotAFeed>(result).AlternateFeeds);
    }

    [Fact]
    public void Bottomless_nesting_with_nothing_else_is_broken()
    {
        var document = "<rss version='2.0'><channel><item>" + string.Concat(Enumerable.Repeat("<d>", 100_000));

        var result = FeedParser.Parse(Encoding.UTF8.GetBytes(document), DocumentContext.None);

        Assert.True(Assert.IsType<ParseResult.NotAFeed>(result).IsBroken);
    }

    [Fact]
    public void An_empty_channel_is_a_feed_without_items() => Assert.Empty(Feed("<rss version='2.0'><channel></channel></rss>").Items);

    private static ParsedFeed Feed(string document) =>
        Assert.IsType<ParseResult.Parsed>(FeedParser.Parse(Encoding.UTF8.GetBytes(document), DocumentContext.None)).Feed;
}
