using FeedAggregator.Cleaning;

namespace FeedAggregator.Tests.Cleaning;

public sealed class HtmlCleanerTests
{
    private const string Base = "https://news.test/2026/story.html?page=2";

    [Theory]
    [InlineData("Just words.")]
    [InlineData("<p>One<br>two <b>three</b></p>")]
    [InlineData("<h2>A</h2><ul><li>b<ul><li>c</li></ul></li></ul><ol start=\"3\"><li>d</li></ol><dl><dt>e</dt><dd>f</dd></dl>")]
    [InlineData("<figure><img src=\"https://news.test/a.jpg\" alt=\"a\"><figcaption>b</figcaption></figure>")]
    [InlineData("<pre><code class=\"language-csharp\">if (a &lt; b &amp;&amp; c &gt; d)</code></pre>")]
    [InlineData("<blockquote cite=\"https://news.test/\"><p>q</p></blockquote><p><q>r</q> <cite>s</cite></p>")]
    [InlineData("<table><thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr><td colspan=\"2\">b</td></tr></tbody></table>")]
    [InlineData("<p dir=\"rtl\" lang=\"ar\">مرحبا</p><p>H<sub>2</sub>O <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> <bdi>x</bdi></p>")]
    [InlineData("<details open><summary>a</summary><p>b</p></details>")]
    [InlineData("<video controls poster=\"https://news.test/a.jpg\"><source src=\"https://news.test/a.mp4\" type=\"video/mp4\">b</video>")]
    [InlineData("<picture><source srcset=\"https://news.test/a.webp 2x\"><img src=\"https://news.test/a.jpg\"></picture>")]
    [InlineData("<a href=\"mailto:a@news.test\">a</a> <a href=\"tel:+491234\">b</a> <a href=\"https://news.test:8443/x;y=1,2\">c</a>")]
    public void Clean_markup_stays_as_it_is(string html)
    {
        var cleaned = HtmlCleaner.Clean(html, null, out var by);

        Assert.Equal(html, cleaned);
        Assert.Equal(CleanedBy.FastPath, by);
    }

    [Theory]
    [InlineData("<P>UP <IMG SRC='https://news.test/i.png' ALT=x></P>", "<p>UP <img src=\"https://news.test/i.png\" alt=\"x\"></p>")]
    [InlineData("<p>a<p>b<ul><li>c<li>d</ul>", "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>")]
    [InlineData("<table><tr><td>a<td>b</table>", "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>")]
    [InlineData("a < b and c > d & e", "a &lt; b and c &gt; d &amp; e")]
    [InlineData("AT&amp;T &amp;lt;b&amp;gt; &eacute;&#8364;&hellip;&copy 1", "AT&amp;T &amp;lt;b&amp;gt; é€…© 1")]
    [InlineData("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b><i>c</i>")]
    [InlineData("<custom-tag>a</custom-tag><o:p>b</o:p>", "ab")]
    [InlineData("<pre>\n\n a\n</pre>", "<pre> a\n</pre>")]
    [InlineData("<html><head><title>t</title></head><body><p>a</p></body></html>", "<p>a</p>")]
    [InlineData("a</div></p>b", "a<p></p>b")]
    [InlineData("<math><mi>x</mi><mo>=</mo><mn>1</mn><annotation>TeX</annotation></math>", "x=1")]
    [InlineData("<select><option>a<option>b</select>", " a  b ")]
    [InlineData("<xmp><b>shown as typed</b></xmp>", "<pre>&lt;b&gt;shown as typed&lt;/b&gt;</pre>")]
    [InlineData("<video src=a.mp4 autoplay>", "<video src=\"a.mp4\" controls></video>")]
    [InlineData("<img alt='a picture of one pixel' src=c.gif width=1 height=1>a", "a")]
    public void Other_markup_becomes_what_a_reader_would_see(string html, string expected)
    {
        var cleaned = HtmlCleaner.Clean(html, null);

        Assert.Equal(expected, cleaned);
    }

    [Theory]
    [InlineData("sa<!-- never ended > fe", "sa fe")]
    [InlineData("<!-- ended --><!-- not > a <!-- nor this > b", " a  b")]
    [InlineData("<iframe src=x /><p>a</p>", "<p>a</p>")]
    [InlineData("a<iframe src=x> b<b>c</b></iframe>d", "a b<b>c</b>d")]
    [InlineData("a<IFRAME src=x> b<p>c", "a b<p>c</p>")]
    [InlineData("<![CDATA[a]]>", "&lt;![CDATA[a]]&gt;")]
    [InlineData("<script src=\"a.js\"/>a<script>b</script>c", "ac")]
    public void What_a_publisher_forgot_to_end_does_not_swallow_the_words_after_it(string html, string expected)
    {
        var cleaned = HtmlCleaner.Clean(html, null);

        Assert.Equal(expected, cleaned);
    }

    [Theory]
    [InlineData("<a href='/x'>a</a>", "<a href=\"https://news.test/x\">a</a>")]
    [InlineData("<a href='#note'>a</a>", "<a href=\"https://news.test/2026/story.html?page=2#note\">a</a>")]
    [InlineData("<img src='../i.png'>", "<img src=\"https://news.test/i.png\">")]
    [InlineData("<img src=//cdn.test/i.png>", "<img src=\"https://cdn.test/i.png\">")]
    [InlineData("<img srcset='a.jpg 1x, /b.jpg 2x'>", "<img srcset=\"https://news.test/2026/a.jpg 1x, https://news.test/b.jpg 2x\">")]
    [InlineData("<q cite='a'>b</q>", "<q cite=\"https://news.test/2026/a\">b</q>")]
    public void Relative_addresses_are_resolved(string html, string expected)
    {
        var cleaned = HtmlCleaner.Clean(html, Base);

        Assert.Equal(expected, cleaned);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("story.html")]
    [InlineData("javascript:alert(1)//")]
    [InlineData("https://")]
    public void With_no_web_address_to_resolve_against_relative_ones_stay(string? baseUrl)
    {
        var cleaned = HtmlCleaner.Clean("<a href=\"/x\">a</a>", baseUrl);

        Assert.Equal("<a href=\"/x\">a</a>", cleaned);
    }

    [Fact]
    public void Nothing_is_cleaned_to_nothing()
    {
        Assert.Equal("", HtmlCleaner.Clean("", null));
        Assert.Equal("", HtmlCleaner.Clean(null!, null));
    }
}
