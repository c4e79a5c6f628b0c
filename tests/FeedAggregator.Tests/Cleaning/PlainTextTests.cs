using FeedAggregator.Cleaning;

namespace FeedAggregator.Tests.Cleaning;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Just  words\n here", "Just words here")]
    [InlineData("<p>One</p><p>two<br>three</p>", "One\ntwo\nthree")]
    [InlineData("a<b>b</b>c <i>d</i>", "abc d")]
    [InlineData("<ul><li>a</li><li>b</li></ul>c", "a\nb\nc")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc")]
    [InlineData("AT&amp;T&nbsp;&#8364;&#x80;&eacute; &unknown; a & b", "AT&T €€é &unknown; a & b")]
    [InlineData("a<script>if (a<b) alert('</p>')</script>b<style>p{}</style>c<title>t</title>", "abc")]
    [InlineData("<textarea>a <b>b</b></textarea>", "a <b>b</b>")]
    [InlineData("<img alt='a > b' src=x>a", "a")]
    [InlineData("<a title=\"</a>\">a</a>", "a")]
    [InlineData("a<!-- b > c -->d<!doctype x>e<?f?>g", "adeg")]
    [InlineData("a<!-- never ended > b", "a b")]
    [InlineData("<iframe src=\"x\" />a", "a")]
    [InlineData("1 < 2 and 3 > 2", "1 < 2 and 3 > 2")]
    [InlineData("a <b", "a")]
    [InlineData("  <p> </p>\n<div>&nbsp;</div> ", "")]
    [InlineData("", "")]
    public void The_words_a_reader_sees_are_what_is_left(string html, string expected)
    {
        Assert.Equal(expected, PlainText.FromHtml(html));
    }

    [Theory]
    [InlineData("<p>one two</p>", 3, "one")]
    [InlineData("<p>one two</p>", 4, "one")]
    [InlineData("<p>one</p>", 0, "")]
    [InlineData("a😂b", 2, "a")]
    [InlineData("a😂b", 3, "a😂")]
    public void A_cut_ends_between_characters_and_not_with_a_blank(string html, int maxLength, string expected)
    {
        Assert.Equal(expected, PlainText.FromHtml(html, maxLength));
    }
}
