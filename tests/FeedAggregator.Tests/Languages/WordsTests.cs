using System.Reflection;
using System.Text.RegularExpressions;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Languages;
using FeedAggregator.Service.Api;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Tests.Languages;

/// <summary>The compiler sees that no language lacks a word; this sees that each says something of its own with it.</summary>
public sealed partial class WordsTests
{
    /// <summary>The same in both languages, and rightly so.</summary>
    private static readonly string[] Alike = [];

    public static TheoryData<string> Languages => [.. FrameLanguage.All.Select(x => x.Tag)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_word_is_there(string tag)
    {
        var words = FrameLanguage.For(tag);

        Assert.Equal(tag, words.Tag);
        Assert.All(Words(words), x => Assert.True(x.Value.Trim().Length > 0 && !x.Value.Contains("  ", StringComparison.Ordinal), x.Key));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_language_borrows_the_sentences_of_another(string tag)
    {
        var mine = Words(FrameLanguage.For(tag));

        foreach (var other in FrameLanguage.All.Where(x => x.Tag != tag))
        {
            var theirs = Words(other);
            Assert.Equal(Alike, mine.Where(x => theirs[x.Key] == x.Value).Select(x => x.Key));
        }
    }

    /// <summary>A sentence that takes a value and forgets to say it would leave a reader guessing.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void Sentences_say_the_values_they_are_given(string tag)
    {
        var words = FrameLanguage.For(tag);
        var sentences = typeof(FrameLanguage)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(x => !x.IsSpecialName && x.ReturnType == typeof(string))
            .Where(x => x.GetParameters().All(y => y.ParameterType == typeof(string) || y.ParameterType == typeof(int)))
            .ToList();

        Assert.NotEmpty(sentences);
        foreach (var sentence in sentences)
        {
            object[] values =
            [
                .. sentence.GetParameters().Select((x, i) => x.ParameterType == typeof(int) ? 271 + i : $"<{x.Name}>" as object),
            ];
            var said = (string)sentence.Invoke(words, values)!;
            Assert.All(values, x => Assert.Contains($"{x}", said, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_state_failure_and_outcome_of_a_feed_has_plain_words(string tag)
    {
        var words = FrameLanguage.For(tag);

        string[] states = [.. Enum.GetNames<FeedStatus>().Select(x => x.ToLowerInvariant()), "disabled"];
        Assert.All(states, x => Assert.NotEqual(x, words.FeedStatus(x)));
        Assert.All(Enum.GetValues<FailureClass>().Select(x => x.Name()), x => Assert.NotEqual(x, words.Failure(x)));
        Assert.All(Enum.GetValues<PollOutcome>().Select(x => x.Name()), x => Assert.NotEqual(x, words.PollOutcome(x)));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_mistake_in_a_form_has_a_sentence(string tag)
    {
        var words = FrameLanguage.For(tag);

        var sentences = Enum.GetValues<WishFault>().Select(x => new WishProblem("email", x, "Mars", 60, 50).In(words)).ToList();

        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        Assert.All(sentences, x => Assert.Matches(Sentence(), x));
    }

    [Theory]
    [InlineData(0.04, "0", "0")]
    [InlineData(2.54, "2.5", "2,5")]
    [InlineData(12.6, "13", "13")]
    [InlineData(1234.6, "1,235", "1.235")]
    public void Rates_are_written_with_the_marks_of_the_language(double perDay, string english, string indonesian)
    {
        Assert.Equal(english, FrameLanguage.For("en").Rate(perDay));
        Assert.Equal(indonesian, FrameLanguage.For("id").Rate(perDay));
    }

    private static Dictionary<string, string> Words(FrameLanguage words) =>
        typeof(FrameLanguage)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(x => x.PropertyType == typeof(string) && x.Name != nameof(FrameLanguage.Tag))
            .ToDictionary(x => x.Name, x => (string)x.GetValue(words)!);

    [GeneratedRegex(@"^[\p{Lu}“\d].*\.$")]
    private static partial Regex Sentence();
}
