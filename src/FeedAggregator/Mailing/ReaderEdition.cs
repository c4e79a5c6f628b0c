using FeedAggregator.Digests;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Mailing;

/// <summary>An edition as one reader wants it. Pure.</summary>
internal static class ReaderEdition
{
    /// <summary>Only the stories that pass the reader's own words and tags; empty when none does. Corrections stay: they are about what was sent before.</summary>
    public static DigestView For(DigestView edition, SubscriptionWish wish)
    {
        if (!wish.HasFilter)
            return edition;
        var (include, exclude) = (new WordFilter(wish.IncludeWords), new WordFilter(wish.ExcludeWords));
        bool Passes(DigestStory story) => IsTagged(story, wish.Tags) && !Has(exclude, story) && (include.IsEmpty || Has(include, story));
        DigestStory Cut(DigestStory story) => story with { Related = [.. story.Related.Where(x => !Has(exclude, x))] };
        var groups = edition
            .Groups.Select(x => x with { Stories = [.. x.Stories.Where(Passes).Select(Cut)] })
            .Where(x => x.Stories.Count > 0)
            .ToList();
        return edition with { Groups = groups, Omitted = 0 };
    }

    private static bool IsTagged(DigestStory story, IReadOnlyList<string> tags) =>
        tags.Count == 0 || story.AlsoIn.Prepend(story.Lead).Any(x => x.FeedTags.Any(tags.Contains));

    private static bool Has(WordFilter words, DigestStory story) => story.AlsoIn.Prepend(story.Lead).Any(x => Has(words, x));

    private static bool Has(WordFilter words, ItemSummary item) =>
        words.FirstIn($"{WordFilter.Fold(item.Title)}\n{WordFilter.Fold(item.Excerpt)}") is not null;
}
