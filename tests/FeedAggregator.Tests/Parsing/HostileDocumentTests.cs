using System.Text;
using FeedAggregator.Parsing;

namespace FeedAggregator.Tests.Parsing;

/// <summary>Documents made to exhaust a parser. A linear one is through with each in milliseconds; a quadratic one would not end this run.</summary>
public sealed class HostileDocumentTests
{
    private const int Many = 200_000;

    [Theory]
    [InlineData("<a>")]
    [InlineData("<title>")]
    [InlineData("<item><title>")]
    [InlineData("</a>")]
    [InlineData("<!--")]
    [InlineData("<![CDATA[")]
    [InlineData("<?x ")]
    [InlineData("<!DOCTYPE [")]
    [InlineData("<!ENTITY ")]
    [InlineData("<a b=\"")]
    [InlineData("<a b='x")]
    [InlineData("<a b=c ")]
    [InlineData("<")]
    [InlineData("&")]
    [InlineData("&#")]
    [InlineData("&amp")]
    [InlineData("<a xmlns:b=\"c\">")]
    [InlineData("<b:c>")]
    [InlineData("<x xml:base=\"y/\">")]
    [InlineData("\u0001\n")]
    [InlineData("<pubDate>x</pubDate>\n")]
    [InlineData("<description>&lt;")]
    public void Repeating_markup_without_end_costs_linear_time(string piece)
    {
        var text = $"<rss version=\"2.0\"><channel>{string.Concat(Enumerable.Repeat(piece, Many))}";

        var result = FeedParser.Parse(Encoding.UTF8.GetBytes(text), DocumentContext.None);

        var feed = Assert.IsType<ParseResult.Parsed>(result).Feed;
        Assert.InRange(feed.Warnings.Count, 0, ParseLimits.Warnings);
    }

    [Fact]
    public void Elements_deeper_than_the_limit_are_left_out_and_what_follows_is_read()
    {
        var deep = string.Concat(Enumerable.Repeat("<b>", 5000)) + "x" + string.Concat(Enumerable.Repeat("</b>", 5000));
        var text = $"<rss version=\"2.0\"><channel><item><description>{deep}</description><title>After</title></item></channel></rss>";

        var feed = Parse(text);

        Assert.Equal("After", feed.Items.Single().Title?.Value);
        Assert.Contains(feed.Warnings, w => w.Message.Contains("deeper", StringComparison.Ordinal));
    }

    [Fact]
    public void Attributes_beyond_the_limit_are_left_out()
    {
        var attributes = string.Concat(Enumerable.Range(0, 5000).Select(n => $" a{n}=\"x\""));

        var feed = Parse($"<rss version=\"2.0\"{attributes}><channel><title>Still read</title></channel></rss>");

        Assert.Equal("Still read", feed.Title?.Value);
        Assert.Contains(feed.Warnings, w => w.Message.Contains("attributes", StringComparison.Ordinal));
    }

    [Fact]
    public void Nested_entities_do_not_grow()
    {
        var declarations = string.Concat(
            Enumerable.Range(1, 20).Select(n => $"<!ENTITY e{n} \"{string.Concat(Enumerable.Repeat($"&e{n - 1};", 10))}\">")
        );
        var text =
            $"<!DOCTYPE rss [<!ENTITY e0 \"ha\">{declarations}]><rss version=\"2.0\"><channel><title>&e0; &e20;</title></channel></rss>";

        var feed = Parse(text);

        Assert.Equal("ha &e20;", feed.Title?.Value);
    }

    [Fact]
    public void Nothing_outside_the_document_is_ever_asked_for()
    {
        var text =
            "<!DOCTYPE rss SYSTEM \"http://127.0.0.1:9/x.dtd\" [<!ENTITY f SYSTEM \"file:///etc/hostname\"><!ENTITY % p SYSTEM \"http://127.0.0.1:9/\"> %p;]>"
            + "<rss version=\"2.0\"><channel><title>&f;</title></channel></rss>";

        var feed = Parse(text);

        Assert.Equal("&f;", feed.Title?.Value);
    }

    private static ParsedFeed Parse(string text) =>
        Assert.IsType<ParseResult.Parsed>(FeedParser.Parse(Encoding.UTF8.GetBytes(text), DocumentContext.None)).Feed;
}
