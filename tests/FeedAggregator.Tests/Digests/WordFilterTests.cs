using FeedAggregator.Digests;

namespace FeedAggregator.Tests.Digests;

public sealed class WordFilterTests
{
    [Theory]
    [InlineData("art", "Modern ART in Jakarta", true)]
    [InlineData("art", "A fresh start", false)]
    [InlineData("art", "Smart and arty", false)]
    [InlineData("cafe", "Le Café du coin", true)]
    [InlineData("São Paulo", "sao-paulo: rain", true)]
    [InlineData("prime minister", "The Prime  Minister's plan", true)]
    [InlineData("prime minister", "A prime number, a minister", false)]
    [InlineData("ＡＢＣ", "abc news", true)]
    [InlineData("エビ", "新種のエビを発見", true)]
    [InlineData("G20", "At the G20.", true)]
    [InlineData("20", "At the G20.", false)]
    [InlineData("straße", "Straße gesperrt", true)]
    [InlineData("c", "", false)]
    public void Finds_whole_words_whatever_their_case_and_accents(string phrase, string text, bool found)
    {
        var filter = new WordFilter([phrase]);

        Assert.Equal(found, filter.FirstIn(WordFilter.Fold(text)) is not null);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_only_a_gap()
    {
        var filter = new WordFilter(["rain"]);

        Assert.Equal("rain", filter.FirstIn(WordFilter.Fold("\uD83C rain \uDF27")));
    }

    [Theory]
    [InlineData("!?")]
    [InlineData(" ")]
    [InlineData("\u0301")]
    public void What_has_no_letter_or_digit_can_match_nothing(string phrase)
    {
        Assert.False(WordFilter.CanMatch(phrase));
        Assert.True(new WordFilter([phrase]).IsEmpty);
    }
}
