namespace FeedAggregator.Storage;

/// <summary>
/// Finds the story an item belongs to. The store calls it while it commits, one item at a time, so that stories are a pure function of the order of commits:
/// nothing is decided on rows that are then rolled back, and two nodes never found two stories for one pair. Calls never overlap.
/// </summary>
public interface IStoryPlacer
{
    /// <summary>Rows older than this before an item's arrival are of no use to the placer; at start and when other nodes have committed, the store admits the rest.</summary>
    TimeSpan Window { get; }

    /// <summary>Takes note of a row that is already stored, in the order of item ids.</summary>
    void Admit(PlacedItem item);

    /// <summary>A row that was admitted or placed before has another fingerprint (an edit) or story (an admin's correction); it keeps its place in the order.</summary>
    void Renew(PlacedItem item);

    /// <summary>Decides where a new item belongs, and takes note of it.</summary>
    StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt);

    /// <summary>The transaction that placed these failed: they never were.</summary>
    void Forget(IReadOnlyList<long> itemIds);
}

/// <param name="Merged">An admin put it into its story by a merge.</param>
public sealed record PlacedItem(
    long ItemId,
    long StoryId,
    long FeedKey,
    ReadOnlyMemory<byte> Fingerprint,
    DateTimeOffset SeenAt,
    bool Merged = false
);

/// <param name="StoryId">The id of the item that founded the story: the item itself when nothing matched.</param>
/// <param name="Layer">Which layer matched, such as <c>url</c> or <c>near</c>; null when it founded its story.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Evidence">One line that says on what.</param>
public sealed record StoryPlacement(long StoryId, string? Layer, double Score, string? Evidence)
{
    /// <summary>Of an item that founds its story: earlier stories on the same event in other words, best first.</summary>
    public IReadOnlyList<StoryLink> Related { get; init; } = [];
}

/// <param name="Score">0 to 1.</param>
public sealed record StoryLink(long StoryId, double Score);
