using FeedAggregator.Cleaning;

namespace FeedAggregator.Tests.Cleaning;

public sealed class InlineStyleTests
{
    [Theory]
    [InlineData("color:red", "color: red;")]
    [InlineData(" COLOR : rgb(1, 2, 3) ;; margin:0 15px 0 0 ; ", "COLOR: rgb(1, 2, 3); margin: 0 15px 0 0;")]
    [InlineData("font-family: 'Lucida Console', serif", "font-family: 'Lucida Console', serif;")]
    [InlineData("border: none !important", "border: none !important;")]
    [InlineData("mso-highlight: yellow; --x: y; behavior: z; position: absolute; display: none", "")]
    [InlineData("width: calc(1px)", "")]
    [InlineData("color: expression(alert(1))", "")]
    [InlineData("color: rgb(url(1))", "")]
    [InlineData("color: rgb(1", "")]
    [InlineData("color: 1)", "")]
    [InlineData("font-family: 'a", "")]
    [InlineData("margin: -5px", "")]
    [InlineData("margin: 0 -5px", "")]
    [InlineData("font-size: 99999px", "")]
    [InlineData("width: 0.33333%", "width: 0.33333%;")]
    [InlineData("background-color: #001122", "background-color: #001122;")]
    [InlineData("background: url(x)", "")]
    [InlineData("list-style-type: \\75rl(x)", "")]
    public void Only_declarations_about_how_words_look_are_kept(string style, string expected)
    {
        var css = new CharBuffer(16);

        InlineStyle.Append(style, ref css);

        Assert.Equal(expected, css.Span.ToString());
        css.Dispose();
    }
}
