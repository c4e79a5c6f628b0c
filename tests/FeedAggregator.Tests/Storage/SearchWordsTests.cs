using FeedAggregator.Storage.Searching;

namespace FeedAggregator.Tests.Storage;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" .,- ", "")]
    [InlineData("Storm", "storm ")]
    [InlineData("H2O, C++ and AT&T", "h2o c and at t ")]
    [InlineData("The café’s naïve WAITER", "the cafe s naive waiter ")]
    [InlineData("Zoë’s", "zoe s ")]
    [InlineData("abc東京タワーxyz", "abc 東京 京タ タワ ワー ー xyz ")]
    [InlineData("2026年3月", "2026 年 3 月 ")]
    public void Text_is_cut_into_folded_words(string text, string words) => Assert.Equal(words, SearchWords.Cut(text));

    [Theory]
    [InlineData("Quakes shook JAKARTA at 04:15; 12 people fled -- no damage.")]
    [InlineData("  leading and trailing  ")]
    [InlineData("x")]
    [InlineData("under_score e-mail@example.org https://site.example/a?b=c#d")]
    public void Words_of_plain_letters_are_the_same_beside_other_characters(string text)
    {
        var beside = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"’{c}’")) + "’";

        Assert.Equal(SearchWords.Cut(beside), SearchWords.Cut(text));
    }

    [Fact]
    public void Of_a_word_longer_than_anybody_types_the_beginning_counts()
    {
        var word = new string('x', 70);

        Assert.Equal($"{new string('x', 64)} next ", SearchWords.Cut(word + " next"));
        Assert.Equal($"{new string('x', 64)} next ", SearchWords.Cut(word + "’ next"));
    }
}
