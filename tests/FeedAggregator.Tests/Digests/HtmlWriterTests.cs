using AngleSharp.Html.Parser;
using FeedAggregator.Digests.Rendering;

namespace FeedAggregator.Tests.Digests;

public sealed class HtmlWriterTests
{
    [Fact]
    public void Literals_are_markup_and_values_are_text()
    {
        var title = "<b>\"Q&A\" isn't</b>";

        var html = new HtmlWriter().Write($"<a title=\"{title}\">{title}</a>{(long)7}").ToString();

        const string Encoded = "&lt;b&gt;&quot;Q&amp;A&quot; isn&#39;t&lt;/b&gt;";
        Assert.Equal($"<a title=\"{Encoded}\">{Encoded}</a>7", html);
    }

    [Fact]
    public void What_a_writer_wrote_is_not_encoded_again()
    {
        var inner = Html.Of($"<i>{"a<b"}</i>");

        Assert.Equal("<p><i>a&lt;b</i></p>", Html.Of($"<p>{inner}{default(Html)}</p>").Value);
    }

    [Fact]
    public void Any_text_comes_back_as_the_same_text_without_what_HTML_forbids()
    {
        var chance = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(
                Enumerable.Range(0, 30).Select(_ => (char)(chance.Next(3) == 0 ? chance.Next(0x10000) : chance.Next(0x20, 0x7F)))
            );

            var document = new HtmlParser().ParseDocument(Html.Of($"<!doctype html><p title=\"{text}\">{text}</p>").Value);

            var expected = PlainCharacters.Clean(text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            var paragraph = document.QuerySelector("p")!;
            Assert.Equal((expected, expected), (paragraph.TextContent, paragraph.GetAttribute("title")));
            Assert.Single(document.Body!.Children);
        }
    }

    [Theory]
    [InlineData("https://a.example/x?y=1&z=2", "https://a.example/x?y=1&z=2")]
    [InlineData("HTTP://A.example", "http://a.example/")]
    [InlineData("https://a.example/\"><script>", "https://a.example/%22%3E%3Cscript%3E")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData(" java\nscript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("//a.example/x", null)]
    [InlineData("/x", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_web_addresses_are_linked(string? address, string? link) => Assert.Equal(link, WebLink.OrNull(address));

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("one two three four", 12, "one two…")]
    [InlineData("abcdefghijklmnop", 8, "abcdefg…")]
    [InlineData("abcdef😀ghijk", 8, "abcdef…")]
    [InlineData("one two, three", 12, "one two…")]
    [InlineData("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 14, "👨‍👩‍👧‍👦…")]
    [InlineData("e\u0301e\u0301e\u0301e\u0301", 6, "e\u0301e\u0301…")]
    public void Long_text_is_cut_at_a_word_where_one_is_near(string text, int most, string cut) =>
        Assert.Equal(cut, PlainCharacters.Shorten(text, most));
}
