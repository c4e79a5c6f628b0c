using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>What to ask the item store for. The rest of a definition (languages, words, outlets) is decided by <see cref="DigestComposer"/>.</summary>
public static class DigestQueries
{
    /// <summary>The most the store gives at once; a digest of more news than that is cut at its oldest.</summary>
    internal const int MaxItems = 10_000;

    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(2);

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
    /// For an edition: items may become known well after they were news, so the query looks back further than the window; the planner leaves out what
    /// earlier editions have seen. News that is found more than two days late is not sent any more.
    /// </summary>
    public static ItemQuery ForEdition(DigestDefinition definition, EditionWindow window) =>
        QueryFor(definition, window.From - MaxDelay, window.DueAt) with
        {
            WithoutBacklog = true,
        };
}
