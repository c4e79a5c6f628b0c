namespace FeedAggregator.Stories;

/// <summary>What made an item join its story, cheapest evidence first.</summary>
public enum MatchLayer
{
    /// <summary>Nothing in the window tells the same news: the item founds a story.</summary>
    New,

    /// <summary>Another item leads to the same page.</summary>
    CanonicalUrl,

    /// <summary>Another item has the same words.</summary>
    ContentHash,

    /// <summary>Another item tells the same news in nearly the same words.</summary>
    NearDuplicate,
}

/// <summary>Where an item was placed and why.</summary>
/// <param name="StoryId">Id of the story: the id of the item that founded it.</param>
/// <param name="Layer">The layer that matched.</param>
/// <param name="Score">0..1: how sure the layer is; 1 for the exact layers, 0 for <see cref="MatchLayer.New"/> without any candidate.</param>
/// <param name="MatchedItemId">The item that gave the evidence; null for a new story without a candidate.</param>
/// <param name="Evidence">One line for people, with the version of the model that decided.</param>
public sealed record StoryMatch(long StoryId, MatchLayer Layer, double Score, long? MatchedItemId, string Evidence);

/// <summary>A story that reports on the same event in other words.</summary>
/// <param name="StoryId">Id of the story.</param>
/// <param name="Score">0..1.</param>
public sealed record RelatedStory(long StoryId, double Score);
