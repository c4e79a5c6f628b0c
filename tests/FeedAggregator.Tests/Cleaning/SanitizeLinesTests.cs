using System.Text;
using FeedAggregator.Service.Commands;

namespace FeedAggregator.Tests.Cleaning;

public sealed class SanitizeLinesTests
{
    [Fact]
    public void Each_line_is_answered_with_its_html_made_safe()
    {
        var (code, output) = Run(
            """{"id":"a","html":"<b onclick=x>1</b>"}""" + "\n\n" + """{"id":2,"html":"<a href=x>2</a>","base":"https://n.test/"}"""
        );

        Assert.Equal(0, code);
        Assert.Equal(["""{"id":"a","html":"<b>1</b>"}""", """{"id":2,"html":"<a href=\"https://n.test/x\">2</a>"}"""], output);
    }

    [Theory]
    [InlineData("not JSON", "null")]
    [InlineData("[1]", "null")]
    [InlineData("""{"id":"a"}""", "\"a\"")]
    [InlineData("""{"id":"a","html":5}""", "\"a\"")]
    public void A_line_that_is_not_understood_is_answered_with_an_error_and_the_rest_goes_on(string line, string id)
    {
        var (code, output) = Run(line + "\n" + """{"id":"b","html":"c"}""");

        Assert.Equal(1, code);
        Assert.StartsWith($$"""{"id":{{id}},"error":""", output[0]);
        Assert.Equal("""{"id":"b","html":"c"}""", output[1]);
    }

    private static (int Code, string[] Output) Run(string input)
    {
        using var output = new MemoryStream();
        var code = SanitizeLines.Run(new MemoryStream(Encoding.UTF8.GetBytes(input)), output);
        return (code, Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
