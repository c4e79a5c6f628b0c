using System.Text;
using FeedAggregator.Parsing;

namespace FeedAggregator.Tests.Parsing;

public sealed class EncodingTests
{
    [Theory]
    [InlineData("text/xml; charset=koi8-r")]
    [InlineData("text/xml;charset = \"koi8-r\"")]
    [InlineData("application/rss+xml; charset='KOI8-R'; q=1")]
    public void The_transports_charset_beats_the_declaration(string contentType)
    {
        var body = Bytes("koi8-r", "<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>Гавань</title></channel></rss>");

        var feed = Parse(body, contentType);

        Assert.Equal("Гавань", feed.Title?.Value);
        Assert.Equal("koi8-r", feed.Encoding);
    }

    [Theory]
    [InlineData("no-such-charset")]
    [InlineData("utf-16")]
    [InlineData("")]
    public void A_label_that_can_not_be_true_is_passed_over(string label)
    {
        var body = Bytes(
            "windows-1251",
            "<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>Гавань</title></channel></rss>"
        );

        var feed = Parse(body, $"text/xml; charset={label}");

        Assert.Equal("Гавань", feed.Title?.Value);
    }

    [Theory]
    [InlineData("gb2312", "gb18030", "港口")]
    [InlineData("euc-kr", "ks_c_5601-1987", "항구")]
    [InlineData("big5", "big5", "港口")]
    [InlineData("euc-jp", "euc-jp", "港")]
    [InlineData("iso-2022-jp", "iso-2022-jp", "港")]
    [InlineData("windows-1250", "windows-1250", "přístav")]
    [InlineData("cp866", "cp866", "Гавань")]
    [InlineData("iso-8859-9", "windows-1254", "ğüş")]
    [InlineData("macintosh", "macintosh", "é")]
    public void Encodings_of_many_lands_are_read(string label, string used, string title)
    {
        var body = Bytes(
            label == "gb2312" ? "gb18030" : used,
            $"<?xml version='1.0' encoding='{label}'?><rss><channel><title>{title}</title></channel></rss>"
        );

        var feed = Parse(body, null);

        Assert.Equal(title, feed.Title?.Value);
        Assert.Equal(used, feed.Encoding, ignoreCase: true);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32", false)]
    public void Wide_encodings_are_recognised_with_and_without_a_mark(string name, bool marked)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = "<?xml version='1.0' encoding='utf-8'?><rss><channel><title>⚓</title></channel></rss>";
        byte[] body = [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        var feed = Parse(body, null);

        Assert.Equal("⚓", feed.Title?.Value);
    }

    [Theory]
    [InlineData("windows-1251", "Гавань")]
    [InlineData("koi8-r", "Гавань")]
    [InlineData("iso-8859-2", "Přístav")]
    [InlineData("windows-1254", "Işıklı liman")]
    [InlineData("windows-1256", "الميناء")]
    [InlineData("tis-620", "ท่าเรือ")]
    [InlineData("gbk", "港口重新开放渔船返航")]
    [InlineData("shift_jis", "港が再び開かれた")]
    [InlineData("euc-kr", "항구가 다시 열렸다")]
    public void Utf8_under_the_label_of_before_is_read_as_utf8(string label, string title)
    {
        var body = Encoding.UTF8.GetBytes($"<?xml version='1.0' encoding='{label}'?><rss><channel><title>{title}</title></channel></rss>");

        var feed = Parse(body, null);

        Assert.Equal(title, feed.Title?.Value);
        Assert.Equal("utf-8", feed.Encoding);
        Assert.Single(feed.Warnings);
    }

    [Theory]
    [InlineData("gbk", "模范")]
    [InlineData("euc-kr", "철도")]
    public void A_few_characters_that_happen_to_be_valid_utf8_prove_nothing(string label, string title)
    {
        var body = Bytes(label, $"<?xml version='1.0' encoding='{label}'?><rss><channel><title>{title}</title></channel></rss>");

        var feed = Parse(body, null);

        Assert.Equal(title, feed.Title?.Value);
    }

    [Theory]
    [InlineData("text/xml; charset=utf-8")]
    [InlineData(null)]
    public void Escape_sequences_of_iso_2022_show_themselves(string? contentType)
    {
        var body = Bytes("iso-2022-jp", "<?xml version='1.0'?><rss><channel><title>港が再び開かれた</title></channel></rss>");

        var feed = Parse(body, contentType);

        Assert.Equal("港が再び開かれた", feed.Title?.Value);
    }

    [Fact]
    public void A_wrong_label_is_overruled_and_said_to_be()
    {
        var body = Bytes("utf-8", "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>Häfen</title></channel></rss>");

        var feed = Parse(body, "text/xml; charset=us-ascii");

        Assert.Equal("Häfen", feed.Title?.Value);
        Assert.Equal("utf-8", feed.Encoding);
    }

    [Fact]
    public void Json_is_decoded_like_everything_else()
    {
        byte[] body =
        [
            .. Encoding.Unicode.GetPreamble(),
            .. Encoding.Unicode.GetBytes("{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"⚓\",\"items\":[]}"),
        ];

        var feed = Parse(body, "application/json");

        Assert.Equal("⚓", feed.Title?.Value);
    }

    private static byte[] Bytes(string encoding, string text) =>
        (CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding)).GetBytes(text);

    private static ParsedFeed Parse(byte[] body, string? contentType) =>
        Assert.IsType<ParseResult.Parsed>(FeedParser.Parse(body, new DocumentContext { ContentType = contentType })).Feed;
}
