using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public class TextUnitsTests
{
    [Theory]
    [InlineData("The Ferry IS stuck", "the ferry is stuck")]
    [InlineData("the captain’s log", "the captain's log")]
    [InlineData("4,790,000 crowns", "4.790.000 crowns")]
    [InlineData("ＦＥＲＲＹ　１２", "ferry 12")]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("ferry, (stuck) — again", "ferry stuck again")]
    [InlineData("The captain â€œwaitsâ€\u009d", "The captain “waits”")]
    public void Spellings_of_the_same_words_make_the_same_units(string one, string other)
    {
        Assert.Equal(Hashes(other), Hashes(one));
    }

    [Theory]
    [InlineData("渡轮被困", 4)]
    [InlineData("เรือติด", 4)]
    [InlineData("น้ำท่วมเมือง", 7)]
    [InlineData("ខ្មែរ", 2)]
    [InlineData("မြန်မာ", 3)]
    [InlineData("フェリーが", 5)]
    [InlineData("여객선 고립", 2)]
    [InlineData("5月23日", 4)]
    [InlineData("паром застрял во льду", 4)]
    public void Scripts_without_spaces_are_cut_into_characters_and_syllables(string text, int units)
    {
        Assert.Equal(units, Hashes(text).Length);
    }

    [Fact]
    public void A_character_weighs_half_a_word_and_a_syllable_a_third()
    {
        var units = new TextUnit[8];

        TextUnits.Read("ferry 渡ที่", units);

        Assert.Equal([6, 3, 2], units[..3].Select(x => x.Weight));
    }

    [Fact]
    public void Capitals_count_as_names_only_inside_a_sentence()
    {
        var units = new TextUnit[8];

        var count = TextUnits.Read("Ferries leave Oslo. Nobody waits", units);

        Assert.Equal(
            ["Oslo"],
            "Ferries leave Oslo Nobody waits"
                .Split(' ')
                .Zip(units[..count])
                .Where(x => (x.Second.Kinds & (UnitKinds.Capital | UnitKinds.SentenceStart)) == UnitKinds.Capital)
                .Select(x => x.First)
        );
    }

    [Theory]
    [InlineData("\ud800")]
    [InlineData("ok \udc00 ok")]
    [InlineData("\0\u0001\ufffe")]
    public void Broken_text_is_read_all_the_same(string text)
    {
        Assert.InRange(Hashes(text).Length, 0, 3);
    }

    private static uint[] Hashes(string text)
    {
        var units = new TextUnit[64];
        return [.. units[..TextUnits.Read(TextUnits.Normalise(text), units)].Select(x => x.Hash)];
    }
}
