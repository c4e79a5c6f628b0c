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
    [InlineData(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='BASE'><title>t</title><entry>",
        "<link rel='related' href='x'/>",
        "</entry></feed>"
    )]
    [InlineData("<rss version='2.0' xml:base='BASE'><channel><title>t</title><item>", "<enclosure url='x'/>", "</item></channel></rss>")]
    [InlineData("<rss version='2.0'><channel><title>t</title><link>BASE</link><item>", "<enclosure url='x'/>", "</item></channel></rss>")]
    public void Short_references_under_a_long_base_do_not_become_gigabytes(string start, string part, string end)
    {
        var document = start + string.Concat(Enumerable.Repeat(part, 50_000)) + end;

        var feed = Feed(document.Replace("BASE", $"https://news.example/{new string('a', 2_000)}/", StringComparison.Ordinal));

        var item = feed.Items[0];
        var chars = item.Links.Sum(x => (long)x.Href.Length) + item.Enclosures.Sum(x => (long)x.Url.Length);
        Assert.InRange(chars, ParseLimits.ResolvedChars, 3 * ParseLimits.ResolvedChars);
        Assert.Single(feed.Warnings, x => x.Message.Contains("relative", StringComparison.Ordinal));
    }

    [Fact]
    public void A_base_longer_than_any_address_is_not_used()
    {
        var document =
            $"<rss version='2.0' xml:base='https://news.example/{new string('a', 3_000)}/'><channel><item><link>x</link></item></channel></rss>";

        var feed = Feed(document);

        Assert.Equal("x", feed.Items[0].Link);
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
