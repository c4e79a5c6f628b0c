using System.Text;
using FeedAggregator.Storage;
using FeedAggregator.Storage.Packing;

namespace FeedAggregator.Tests.Storage;

public sealed class ItemBodyTests
{
    [Theory]
    [InlineData("<p>Two\nlines, \"quoted\" \u00e9\u4e2d\ud83d\ude00</p>")]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(null)]
    public void A_body_comes_back_as_it_was(string? html)
    {
        var content = Content(html);

        var body = ItemBody.Unpack(ItemBody.Pack(content), 1);

        Assert.Equal(html, body.Html);
        Assert.Equal(content.Categories, body.Categories);
        Assert.Equal(content.Enclosures, body.Enclosures);
    }

    [Fact]
    public void HTML_alone_needs_no_lists()
    {
        var body = ItemBody.Unpack(ItemBody.Pack(Content("<p>a</p>") with { Categories = [], Enclosures = [] }), 1);

        Assert.Equal("<p>a</p>", body.Html);
        Assert.Empty(body.Categories);
    }

    [Fact]
    public void A_body_of_an_earlier_version_is_read()
    {
        var blob = Packed.Pack(Encoding.UTF8.GetBytes("""{"Html":"<p>a\n\"b\"</p>","Categories":["x"],"Enclosures":[]}"""));

        var body = ItemBody.Unpack(blob, 1);

        Assert.Equal("<p>a\n\"b\"</p>", body.Html);
        Assert.Equal(["x"], body.Categories);
    }

    [Fact]
    public void A_flipped_bit_is_damage()
    {
        var blob = ItemBody.Pack(Content("<p>a</p>"))!;
        blob[^1] ^= 1;

        Assert.Equal(StoreProblem.Damaged, Assert.Throws<StoreException>(() => ItemBody.Unpack(blob, 1)).Problem);
    }

    private static ItemContent Content(string? html) =>
        new()
        {
            ContentHash = 1,
            Title = "A",
            BodyHtml = html,
            Categories = ["x", "y"],
            Enclosures = [new ItemEnclosure("https://a.example/b.mp3", "audio/mpeg", 3)],
        };
}
