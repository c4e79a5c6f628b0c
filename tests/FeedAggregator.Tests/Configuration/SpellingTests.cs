using FeedAggregator.Configuration;

namespace FeedAggregator.Tests.Configuration;

/// <summary>What is said of a word nobody knows.</summary>
public sealed class SpellingTests
{
    [Theory]
    [InlineData("titel", "title")]
    [InlineData("intervall", "interval")]
    [InlineData("ODRER", "order")]
    public void A_slip_is_guessed_right_also_where_two_letters_changed_places(string typed, string meant)
    {
        var hint = Spelling.Hint(typed, ["interval", "order", "title"]);

        Assert.Equal($"did you mean \"{meant}\"?", hint);
    }

    [Fact]
    public void Of_many_names_only_some_are_listed()
    {
        var hint = Spelling.Hint("something", Enumerable.Range(100, 2000).Select(i => $"{i}"));

        Assert.StartsWith("there are: 100, 1000, ", hint, StringComparison.Ordinal);
        Assert.EndsWith(" and 1976 more", hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_words_for_the_same_are_guessed_and_not_listed()
    {
        Assert.Equal("did you mean \"The Lantern\"?", Spelling.Hint("The Lantren", ["lantern-example-feed"], ["The Lantern"]));
        Assert.Equal("there are: lantern-example-feed", Spelling.Hint("nosuch", ["lantern-example-feed"], ["The Lantern"]));
    }

    [Fact]
    public void Where_there_is_nothing_that_is_said()
    {
        Assert.Equal("there is none yet", Spelling.Hint("news", []));
    }
}
