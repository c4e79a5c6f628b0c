using FeedAggregator.Cleaning;

namespace FeedAggregator.Tests.Cleaning;

/// <summary>Small inputs that cost tree builders much; what is bounded is counted, not timed.</summary>
public sealed class TreeBudgetTests
{
    [Theory]
    [InlineData("<div>", "")]
    [InlineData("<b><div></b>", "")]
    [InlineData("<p><font color=#>word", "")]
    [InlineData("<a href=x><div>word", "")]
    [InlineData("<b id=#>", "")]
    [InlineData("<svg><desc>", "")]
    [InlineData("<svg><p></p><b/>", "")]
    [InlineData("<math><annotation-xml encoding=text/html>", "")]
    [InlineData("<table><tr><td><b id=#>word", "")]
    [InlineData("<b><i>", "</b></i>")]
    [InlineData("<nobr>word", "")]
    [InlineData("<template>", "")]
    [InlineData("<!--<div></div>--><div>", "")]
    [InlineData("<script></div></script><div>", "")]
    public void Markup_that_piles_up_is_cleaned_to_its_words(string piece, string ending)
    {
        var html = Repeated(piece, 5000) + Repeated(ending, 5000);

        var cleaned = HtmlCleaner.Clean(html, null, out var by);

        Assert.Equal(CleanedBy.Words, by);
        Assert.Equal(piece.Contains("word") ? 5000 : 0, cleaned.Split("word").Length - 1);
    }

    [Theory]
    [InlineData("<p>word")]
    [InlineData("<nobr>word</nobr>")]
    [InlineData("<li>word")]
    [InlineData("<p><b>word</b></p>")]
    [InlineData("<svg><path d='x'/></svg>")]
    [InlineData("<select><option>word</select>")]
    public void Long_markup_that_does_not_is_not(string piece)
    {
        HtmlCleaner.Clean("<nobr></nobr>" + Repeated(piece, 1500), null, out var by);

        Assert.Equal(CleanedBy.Tree, by);
    }

    [Fact]
    public void A_tag_of_thousands_of_attributes_is_too_much()
    {
        var html = "<nobr " + Repeated("a#=1 ", 20_000) + ">word";

        var cleaned = HtmlCleaner.Clean(html, null, out var by);

        Assert.Equal((CleanedBy.Words, "word"), (by, cleaned));
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<blockquote><ul><li>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<span>")]
    public void What_is_shown_is_never_deeper_than_a_hundred(string piece)
    {
        var cleaned = HtmlCleaner.Clean(Repeated(piece, 150) + "word", null);

        var deepest = 0;
        var depth = 0;
        for (var i = cleaned.IndexOf('<'); i >= 0; i = cleaned.IndexOf('<', i + 1))
            deepest = Math.Max(deepest, depth += cleaned[i + 1] == '/' ? -1 : 1);
        Assert.InRange(deepest, 50, SafeWriter.MaxDepth);
        Assert.Equal(0, depth);
        Assert.Contains("word", cleaned);
    }

    private static string Repeated(string piece, int times) =>
        string.Concat(Enumerable.Range(0, times).Select(i => piece.Replace("#", i.ToString(null, null))));
}
