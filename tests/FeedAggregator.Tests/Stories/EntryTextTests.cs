using FeedAggregator.Parsing;
using FeedAggregator.Polling;

namespace FeedAggregator.Tests.Stories;

public class EntryTextTests
{
    [Theory]
    [InlineData("&lt;p class=\"lead\"&gt;Rain &lt;b&gt;fell&lt;/b&gt;.&lt;/p&gt;", "Rain fell.")]
    [InlineData("&lt;p&gt;Tom &amp;amp; Jerry&lt;/p&gt;", "Tom & Jerry")]
    [InlineData("Don&amp;#8217;t <i>go</i>", "Don’t go")]
    public void Markup_that_was_escaped_twice_is_read_twice(string html, string text)
    {
        Assert.Equal(text, Text(html));
    }

    [Theory]
    [InlineData("<p>Write &lt;b&gt;bold&lt;/b&gt; in HTML.</p>", "Write <b>bold</b> in HTML.")]
    [InlineData("if a &lt; b then", "if a < b then")]
    public void What_an_article_says_about_markup_stays(string html, string text)
    {
        Assert.Equal(text, Text(html));
    }

    [Fact]
    public void Plain_text_is_left_alone()
    {
        var entry = EntryText.Of(new ParsedItem { Content = new TextConstruct("&lt;p&gt; is a tag</p>", TextConstruct.Text, null) });

        Assert.Equal("&lt;p&gt; is a tag</p>", entry.Text);
    }

    [Fact]
    public void A_title_is_one_line_and_the_longer_of_content_and_summary_is_the_text()
    {
        var entry = EntryText.Of(
            new ParsedItem
            {
                Title = new TextConstruct("<p>One</p><p>two</p>", TextConstruct.Html, null),
                Summary = new TextConstruct("The longer of the two", TextConstruct.Text, null),
                Content = new TextConstruct("short", TextConstruct.Text, null),
            }
        );

        Assert.Equal(new EntryText("One two", "The longer of the two"), entry);
    }

    [Theory]
    [InlineData("&lt;p&gt;")]
    [InlineData("word ")]
    [InlineData("<b>")]
    [InlineData("&amp;")]
    public void A_megabyte_of_anything_is_cut(string piece)
    {
        var html = string.Concat(Enumerable.Repeat(piece, (1 << 20) / piece.Length)) + "&lt;/p&gt;";

        Assert.InRange(Text(html).Length, 0, 64 * 1024);
    }

    private static string Text(string html) =>
        EntryText.Of(new ParsedItem { Content = new TextConstruct(html, TextConstruct.Html, null) }).Text;
}
