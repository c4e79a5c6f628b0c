using FeedAggregator.Storage;

namespace FeedAggregator;

/// <summary>Says when the database wants looking after, and has it done. Called every minute or so by one caller at a time.</summary>
public sealed class StoreUpkeep(IStore store, StoreOptions options, TimeProvider clock)
{
    private static readonly TimeSpan RetentionEvery = TimeSpan.FromHours(1);
    private DateTimeOffset _nextRetention = DateTimeOffset.MinValue;

    /// <returns>What was due and is done.</returns>
    public async Task<Upkeep> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        long purged = 0;
        if (now >= _nextRetention)
        {
            purged = (await store.Maintenance.RetainAsync(options.Retention, now, ct)).Purged;
            _nextRetention = now + RetentionEvery;
        }
        var backup =
            options.BackupFolder is { } folder && now >= LastBackup(folder) + options.BackupEvery
                ? await store.Maintenance.BackupAsync(folder, options.BackupKeep, ct)
                : null;
        return new Upkeep(purged, backup);
    }

    // Asked of the folder, not remembered: a restart makes no backup too many, and none too late.
    private static DateTimeOffset LastBackup(string folder) =>
        Directory.Exists(folder)
            ? new DirectoryInfo(folder)
                .EnumerateFiles("*.db")
                .Select(file => (DateTimeOffset)file.LastWriteTimeUtc)
                .DefaultIfEmpty(DateTimeOffset.UnixEpoch)
                .Max()
            : DateTimeOffset.UnixEpoch;
}

/// <param name="Backup">The path of the copy that was made, or null.</param>
public sealed record Upkeep(long Purged, string? Backup);
