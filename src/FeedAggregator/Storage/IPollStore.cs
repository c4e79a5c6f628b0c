namespace FeedAggregator.Storage;

/// <summary>What a poll found out, applied whole or not at all.</summary>
public interface IPollStore
{
    /// <summary>
    /// Which of these keys the feed has had before, purged items included.
    /// </summary>
    /// <param name="feedKey"><see cref="ClaimedFeed.Key"/>.</param>
    /// <param name="keys">Identity keys (64-bit hashes, unique within the feed).</param>
    /// <returns>Key → the item it names.</returns>
    Task<IReadOnlyDictionary<long, KnownItem>> FindKnownAsync(long feedKey, IReadOnlyList<long> keys, CancellationToken ct);

    /// <summary>
    /// Stores the items, their stories and fingerprints, the updates with a revision of what they replace, the feed's state and the poll's record
    /// in one durable transaction, and ends the lease. The task completes when the disk has it. A plan whose lease has passed to another
    /// is refused and changes nothing; an item one of whose keys the feed has already is counted as known, so that a repeated plan adds nothing.
    /// Each new item is placed in its story by <see cref="IStoryPlacer"/> in the order of the commit.
    /// </summary>
    Task<PollReceipt> ApplyAsync(PollPlan plan, CancellationToken ct);
}

/// <param name="Purged">Only a tombstone is left: the item was here and is not new again.</param>
/// <param name="ContentHash">Of the version stored last; see <see cref="NewItem.ContentHash"/>.</param>
public sealed record KnownItem(long ItemId, long ContentHash, int Revisions, bool Purged);

/// <param name="LeaseLost">True: nothing was applied, another node has the feed.</param>
public sealed record PollReceipt(bool LeaseLost, int Added, int Updated);
