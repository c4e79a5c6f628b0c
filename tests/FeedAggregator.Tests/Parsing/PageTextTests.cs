using System.Text;
using FeedAggregator.Parsing;

namespace FeedAggregator.Tests.Parsing;

public sealed class PageTextTests
{
    [Theory]
    [InlineData("utf-8", null, "")]
    [InlineData("windows-1251", "text/html; charset=windows-1251", "")]
    [InlineData("windows-1251", "text/html", "<meta charset=windows-1251>")]
    [InlineData("windows-1251", null, "<META http-equiv='Content-Type' content='text/html; charset=windows-1251'>")]
    [InlineData("utf-8", "text/html; charset=iso-8859-1", "")]
    [InlineData("utf-8", "text/html", "<meta charset='no such thing'>")]
    public void A_page_is_decoded_by_what_it_says_of_itself(string encoding, string? contentType, string head)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var html = $"<!doctype html><head>{head}</head><p>Привет, мир</p>";

        var text = PageText.Decode(Encoding.GetEncoding(encoding).GetBytes(html), contentType);

        Assert.Equal(html, text);
    }

    [Fact]
    public void Nothing_is_no_characters()
    {
        Assert.Equal("", PageText.Decode(ReadOnlyMemory<byte>.Empty, "text/html"));
    }
}
