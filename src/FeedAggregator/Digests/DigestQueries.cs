using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>What to ask the item store for. The rest of a definition (languages, words, outlets) is decided by <see cref="DigestComposer"/>.</summary>
public static class DigestQueries
{
    /// <summary>The most the store gives at once. The live page looks at the newest so many; an edition asks again until it has all.</summary>
    internal const int MaxItems = 10_000;

    /// <summary>
    /// An item is stored a little after it was seen, so one that was seen just before a watermark may have been stored just after it. Windows therefore
    /// reach back over each other; what was published is known by its story.
    /// </summary>
    internal static readonly TimeSpan StoringTakes = TimeSpan.FromMinutes(15);

    /// <summary>For the live page: news in [since, until), with what was there before a feed was first polled.</summary>
    public static ItemQuery QueryFor(DigestDefinition definition, DateTimeOffset since, DateTimeOffset until) =>
        new()
        {
            Since = since,
            Until = until,
            Tags = definition.Tags,
            Feeds = definition.Feeds,
            Limit = MaxItems,
        };

    /// <summary>
    /// For an edition: all that came or changed since the last one has looked, however old the news is, a page at a time. What was there before its feed
    /// was first polled is left out.
    /// </summary>
    public static ItemQuery ForEdition(DigestDefinition definition, EditionWindow window) =>
        new()
        {
            NewSince = new ItemsSince(window.From - StoringTakes, window.Since.LastItemId),
            Tags = definition.Tags,
            Feeds = definition.Feeds,
            WithoutBacklog = true,
            InStoredOrder = true,
            Limit = MaxItems,
        };
}
