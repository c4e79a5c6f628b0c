using FeedAggregator.Digests.Rendering;

namespace FeedAggregator.Tests.Digests;

public sealed class TextLinesTests
{
    [Theory]
    [InlineData("short", "short\n")]
    [InlineData("", "\n")]
    [InlineData("two  blanks", "two blanks\n")]
    public void Short_text_is_one_line(string text, string expected)
    {
        Assert.Equal(expected, TextLines.Wrapped(text));
    }

    [Theory]
    [InlineData("気象庁によると、震源の深さは約40キロ。津波の心配はない。")]
    [InlineData("Warga mengungsi ke lapangan sejak semalam; gempa susulan masih terasa. ")]
    [InlineData("Verylongword")]
    [InlineData("👨‍👩‍👧‍👦🎉é")]
    [InlineData("قال المتحدث باسم القمة إن القادة العرب اتفقوا. ")]
    public void No_line_is_wider_than_the_width_and_nothing_is_lost(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 30));

        var lines = TextLines.Wrapped(text).TrimEnd('\n').Split('\n');

        // A closing mark may hang over.
        Assert.All(lines, x => Assert.InRange(TextLines.Columns(x), 0, TextLines.Width + 2));
        Assert.All(lines, x => Assert.DoesNotMatch("^[、。，…]", x));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
        Assert.All(lines.SkipLast(1), x => Assert.InRange(TextLines.Columns(x), TextLines.Width - 20, TextLines.Width + 2));
    }

    [Fact]
    public void An_address_is_never_broken()
    {
        var url = "https://news.example/" + new string('x', 200);

        var lines = TextLines.Wrapped($"Read {url} today").TrimEnd('\n').Split('\n');

        Assert.Equal(["Read", url, "today"], lines);
    }

    [Theory]
    [InlineData("Kabar Pagi", 10)]
    [InlineData("地震", 4)]
    [InlineData("é", 1)]
    [InlineData("👨‍👩‍👧‍👦", 2)]
    [InlineData("שלום", 4)]
    [InlineData("a\u200db", 2)]
    public void Columns_are_counted_as_they_are_seen(string text, int columns)
    {
        Assert.Equal((columns, columns), (TextLines.Columns(text), TextLines.Rule(text).Length));
    }
}
