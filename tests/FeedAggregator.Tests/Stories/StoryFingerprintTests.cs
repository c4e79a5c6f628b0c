using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public class StoryFingerprintTests
{
    [Theory]
    [InlineData("", "", null)]
    [InlineData(Texts.FerryTitle, Texts.Ferry, "https://news.example/ferry")]
    [InlineData(Texts.LibraryTitle, Texts.Library, null)]
    public void What_is_stored_reads_back_the_same(string title, string text, string? link)
    {
        var print = StoryFingerprint.Of(title, text, link);

        var again = StoryFingerprint.FromBytes(print.ToBytes());

        Assert.Equal(print.ToBytes(), again.ToBytes());
        Assert.Equal(print.UrlHash, again.UrlHash);
        Assert.Equal(print.ContentHash, again.ContentHash);
        Assert.Equal(print.Units, again.Units);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    [InlineData(1_000_000)]
    public void However_long_the_text_the_fingerprint_is_small(int words)
    {
        var random = new Random(words);
        var text = string.Join(' ', Enumerable.Range(0, words).Select(_ => "Word" + random.Next(100_000)));

        var print = StoryFingerprint.Of(text, text);

        Assert.InRange(print.ToBytes().Length, 1, 2_048);
        Assert.True(StoryFingerprint.MaxBytes <= 2_048);
        Assert.InRange(print.Units, 1, StoryFingerprint.MaxUnits);
    }

    [Fact]
    public void Only_the_first_part_of_a_page_of_a_megabyte_is_read()
    {
        var page = string.Concat(Enumerable.Repeat(Texts.Ferry + "\n", 100));
        var longer = page + string.Concat(Enumerable.Repeat("And more of it. ", 60_000));

        Assert.Equal(StoryFingerprint.Of("x", page).ToBytes(), StoryFingerprint.Of("x", longer).ToBytes());
    }

    [Theory]
    [InlineData('a')]
    [InlineData('漢')]
    [InlineData('.')]
    [InlineData('\ud800')]
    [InlineData('\u0301')]
    public void One_character_repeated_makes_a_tiny_fingerprint(char c)
    {
        var print = StoryFingerprint.Of(new string(c, 300), new string(c, 1_000_000));

        Assert.InRange(print.ToBytes().Length, 1, 64);
    }

    [Theory]
    [InlineData("…")]
    [InlineData("...")]
    [InlineData(" […]")]
    [InlineData(" [...]")]
    [InlineData("… Read more")]
    public void The_mark_of_a_cut_is_not_part_of_the_text(string mark)
    {
        var cut = Texts.Ferry[..Texts.Ferry.IndexOf(" was freed", StringComparison.Ordinal)];

        Assert.Equal(StoryFingerprint.Of("x", cut).ToBytes(), StoryFingerprint.Of("x", cut + mark).ToBytes());
    }

    [Fact]
    public void Bytes_of_another_version_are_refused()
    {
        var bytes = StoryFingerprint.Of(Texts.FerryTitle, Texts.Ferry).ToBytes();
        bytes[0]++;

        Assert.Throws<FormatException>(() => StoryFingerprint.FromBytes(bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(60)]
    public void Cut_bytes_are_refused(int length)
    {
        var bytes = StoryFingerprint.Of(Texts.FerryTitle, Texts.Ferry).ToBytes();

        Assert.Throws<FormatException>(() => StoryFingerprint.FromBytes(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Fingerprints_stay_what_they_were_when_version_1_was_released()
    {
        var print = StoryFingerprint.Of(Texts.BridgeTitle, Texts.Bridge, "https://kabar.example/jembatan");

        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(print.ToBytes()))[..16];

        Assert.Equal("351a536d6fed4d46", digest);
    }
}
