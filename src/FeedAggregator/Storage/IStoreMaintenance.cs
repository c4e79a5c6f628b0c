namespace FeedAggregator.Storage;

/// <summary>Looking after a database that is in use.</summary>
public interface IStoreMaintenance
{
    /// <summary>
    /// Purges what the policy lets go, a few hundred items at a time with other writers let in between, and gives the space back.
    /// Items of a story that an edition has had are never purged.
    /// A purged item leaves a tombstone: <see cref="IPollStore.FindKnownAsync"/> still knows it.
    /// </summary>
    Task<RetentionReport> RetainAsync(RetentionPolicy policy, DateTimeOffset now, CancellationToken ct);

    Task<StoreStatistics> StatisticsAsync(CancellationToken ct);

    /// <summary>Reads everything and compares it with its checksums; minutes on a large database, beside which the service may go on.</summary>
    /// <returns>What is damaged, a line each, at most 100; empty when all is sound.</returns>
    Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct);

    /// <summary>
    /// Copies the database as it is now into a new file in the folder, verifies the copy, and only then removes the oldest copies of this database there,
    /// so that at most <paramref name="keep"/> stay.
    /// </summary>
    /// <param name="keep">At least 1.</param>
    /// <returns>The path of the copy.</returns>
    /// <exception cref="NotSupportedException">The engine is backed up by its own tools; the message says which.</exception>
    Task<string> BackupAsync(string folder, int keep, CancellationToken ct);
}

/// <summary>What may be purged. An item must break a rule to go; without rules nothing goes.</summary>
public sealed record RetentionPolicy
{
    /// <summary>Items both published and seen longer ago than this go; null keeps them. At least a day.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Each feed keeps so many of its newest items; null keeps all. At least 1.</summary>
    public int? MaxItemsPerFeed { get; init; }

    /// <summary>Everything that is wrong with the policy, one line each.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (MaxAge < TimeSpan.FromDays(1))
            problems.Add($"Store:KeepFor is {MaxAge}: give a day (1d) or more, or leave it out to keep items for ever.");
        if (MaxItemsPerFeed < 1)
            problems.Add($"Store:KeepPerFeed is {MaxItemsPerFeed}: give 1 or more, or leave it out to keep all.");
        return problems;
    }
}

/// <param name="Purged">Items purged.</param>
public sealed record RetentionReport(long Purged);

public sealed record StoreStatistics
{
    public required StoreEngine Engine { get; init; }
    public required int SchemaVersion { get; init; }

    /// <summary>Feeds of the admin's file.</summary>
    public long Feeds { get; init; }
    public long Items { get; init; }

    /// <summary>Stories with at least one item.</summary>
    public long Stories { get; init; }
    public long Revisions { get; init; }

    /// <summary>Items purged that are still known.</summary>
    public long Tombstones { get; init; }
    public DateTimeOffset? OldestNewsAt { get; init; }
    public DateTimeOffset? NewestNewsAt { get; init; }

    /// <summary>Bytes on disk, indexes and log included.</summary>
    public long Bytes { get; init; }
}
