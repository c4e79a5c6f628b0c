namespace FeedAggregator.Storage;

/// <summary>An admin's corrections of stories. Each is one durable transaction; they stay through restarts, edits and purges, and reach all nodes.</summary>
public interface IStoryStore
{
    /// <summary>
    /// Parts a story in two: the items named, and the rest. The part that holds the item the story is named after keeps its id; the other becomes a story of its
    /// own, named after its oldest item. No item of either part is ever placed with the other part again.
    /// </summary>
    Task<StoryCorrection> SplitAsync(long storyId, IReadOnlyList<long> itemIds, DateTimeOffset at, CancellationToken ct);

    /// <summary>Makes two stories one, under the lower id. Where an edition has told one of them, it has told both.</summary>
    Task<StoryCorrection> MergeAsync(long storyId, long otherId, DateTimeOffset at, CancellationToken ct);

    /// <summary>Which of these stories report on one event in other words; each pair once.</summary>
    Task<IReadOnlyList<RelatedStories>> RelatedAsync(IReadOnlyList<long> storyIds, CancellationToken ct);
}

/// <param name="Score">0 to 1: how sure the matcher was.</param>
public sealed record RelatedStories(long StoryId, long OtherId, double Score);

/// <param name="Problem">Null: it is done. Else nothing was changed.</param>
/// <param name="StoryId">The story that keeps its id.</param>
/// <param name="OtherId">The story that came to be by a split, or is no more after a merge.</param>
/// <param name="Items">The items that were moved; when there is a problem, those it is about.</param>
public sealed record StoryCorrection(CorrectionProblem? Problem, long StoryId, long OtherId, IReadOnlyList<long> Items)
{
    /// <summary>What <see cref="ItemSummary.MatchLayer"/> is of an item that was moved by a split.</summary>
    public const string SplitLayer = "split";

    /// <summary>The same of a merge.</summary>
    public const string MergeLayer = "merge";

    /// <summary>It was a split; else a merge.</summary>
    public bool IsSplit { get; init; }
}

public enum CorrectionProblem
{
    /// <summary>There is no such story.</summary>
    NoSuchStory,

    /// <summary>Some items are not of the story.</summary>
    NotInStory,

    /// <summary>A part of the split would be empty.</summary>
    NothingParted,

    /// <summary>A story cannot be merged with itself.</summary>
    SameStory,
}
