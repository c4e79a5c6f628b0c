using FeedAggregator.Feeds;

namespace FeedAggregator.Storage;

/// <summary>
/// Everything a store holds, a page at a time, free of any engine's form: how a database moves to another engine. Reading and writing go in the order of keys,
/// so that a copy that was broken off is taken up where it stopped.
/// </summary>
public interface IStoreContents
{
    Task<ContentsMark> MarkAsync(CancellationToken ct);

    /// <summary>Feeds whose key is greater, in order of keys, listed or not.</summary>
    Task<IReadOnlyList<FeedContents>> FeedsAsync(long afterKey, int limit, CancellationToken ct);

    /// <summary>Items whose id is greater, in order of ids.</summary>
    Task<IReadOnlyList<ItemContents>> ItemsAsync(long afterId, int limit, CancellationToken ct);

    /// <summary>What purged items were known by: those of items whose id is greater, in order of item ids; the keys of one item are never parted.</summary>
    Task<IReadOnlyList<Tombstone>> TombstonesAsync(long afterItemId, int limit, CancellationToken ct);

    /// <summary>
    /// The rows of a table behind <paramref name="after"/>, in the order of its key as this engine sorts it; null begins at the first.
    /// </summary>
    Task<IReadOnlyList<ContentsRow>> RowsAsync(ContentsTable table, ContentsRow? after, int limit, CancellationToken ct);

    /// <summary>
    /// Begins a copy, or takes up one that was broken off: marks the database as unfinished, remembers of which source, and empties all of
    /// <see cref="ContentsTable.All"/>. Those are copied anew each time: a delivery that the source has sent since would be sent twice.
    /// </summary>
    Task BeginAsync(ContentsMark source, CancellationToken ct);

    /// <summary>Stores a page as it is, durably; what is there already stays as it is.</summary>
    Task WriteAsync(ContentsPage page, CancellationToken ct);

    /// <summary>
    /// Ends a copy: the counts are those of the source, what is stored from here on gets greater keys than what was copied, and the database may be
    /// opened for use.
    /// </summary>
    Task FinishAsync(ContentsMark source, CancellationToken ct);
}

/// <param name="Unfinished">It holds part of a copy.</param>
/// <param name="Feeds">Feeds stored, listed or not.</param>
/// <param name="Items">Items stored.</param>
/// <param name="LastStoredItemId">The greatest id among them; 0 when there is none.</param>
/// <param name="Rows">How many rows each of <see cref="ContentsTable.All"/> has, by name.</param>
public sealed record ContentsMark(
    bool Unfinished,
    long Feeds,
    long Items,
    long LastStoredItemId,
    ItemsVersion Version,
    IReadOnlyDictionary<string, long> Rows
)
{
    /// <summary>While it is unfinished: <see cref="ItemsVersion.Changes"/> of the source when that copy began; null when not known.</summary>
    public long? SourceChanges { get; init; }

    /// <summary>The greatest id of a reader who was erased, or a greater one that was given out: no later reader gets it. Null: none was.</summary>
    public long? LastErased { get; init; }
}

public sealed record ContentsPage
{
    public IReadOnlyList<FeedContents> Feeds { get; init; } = [];
    public IReadOnlyList<ItemContents> Items { get; init; } = [];
    public IReadOnlyList<Tombstone> Tombstones { get; init; } = [];

    /// <summary>Where <see cref="Rows"/> belong; null when there are none.</summary>
    public ContentsTable? Table { get; init; }
    public IReadOnlyList<ContentsRow> Rows { get; init; } = [];
}

/// <param name="Listed">It is in the admin's file.</param>
public sealed record FeedContents(long Key, Feed Feed, FeedState State, bool Listed)
{
    /// <summary>The records kept of its polls, oldest first.</summary>
    public IReadOnlyList<PollRecord> Polls { get; init; } = [];
    public RawDocument? Document { get; init; }
}

public sealed record ItemContents(long Id, long FeedKey, ItemContent Content, StoryPlacement Placement)
{
    public required DateTimeOffset SeenAt { get; init; }
    public required DateTimeOffset NewsAt { get; init; }
    public DateTimeOffset? ChangedAt { get; init; }
    public bool Backlog { get; init; }

    /// <summary>False when the item has left the story window and its fingerprint was let go.</summary>
    public bool HasFingerprint { get; init; }

    public IReadOnlyList<long> Keys { get; init; } = [];

    /// <summary>Stories an admin has parted it from.</summary>
    public IReadOnlyList<long> BarredFrom { get; init; } = [];

    /// <summary>How often it was revised; not all of the revisions may be kept.</summary>
    public int RevisionCount { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ItemRevision> Revisions { get; init; } = [];
}

public sealed record Tombstone(long FeedKey, long Key, long ItemId);

/// <param name="What">What is being copied: <c>items</c>, or a table's name.</param>
/// <param name="Copied">So far, those of an earlier, broken-off copy included.</param>
public sealed record CopyProgress(string What, long Copied, long Total);
