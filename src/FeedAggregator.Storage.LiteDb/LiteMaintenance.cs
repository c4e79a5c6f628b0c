using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteMaintenance(LiteThread thread, LiteTables tables, string path, TimeSpan window) : IStoreMaintenance
{
    private const int MostProblems = 100;
    private readonly LiteRetention _retention = new(thread, tables);

    public async Task<RetentionReport> RetainAsync(RetentionPolicy policy, DateTimeOffset now, CancellationToken ct)
    {
        if (policy.Problems() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(policy));
        long purged = 0;
        if (policy.MaxAge is { } age)
            purged += await _retention.PurgeOldAsync(now - age, now, ct);
        if (policy.MaxItemsPerFeed is { } most)
            purged += await _retention.PurgeTooManyAsync(most, now, ct);
        await _retention.ForgetFingerprintsAsync(now - window, ct);
        return new RetentionReport(purged);
    }

    public Task<StoreStatistics> StatisticsAsync(CancellationToken ct) => thread.ReadAsync(Statistics, ct);

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<string>>(() => LiteInspection.Run(tables, MostProblems, indexes: true), ct);

    public Task<string> BackupAsync(string folder, int keep, CancellationToken ct) =>
        throw new NotSupportedException(
            "LiteDB is backed up by copying its file while the service is stopped; 'feedaggregator store copy' makes an SQLite file of it."
        );

    private StoreStatistics Statistics()
    {
        var rows = LiteTables.Scan(tables.Items).Select(LiteTables.RowOf).Select(row => (row.Id, row.Story, row.NewsAt)).ToList();
        var ids = rows.Select(row => row.Id).ToHashSet();
        return new StoreStatistics
        {
            Engine = StoreEngine.LiteDb,
            SchemaVersion = LiteFile.Version,
            Feeds = tables.Feeds.FindAll().Count(feed => feed["listed"].AsBoolean),
            Items = rows.Count,
            Stories = rows.Select(row => row.Story).Distinct().Count(),
            Revisions = tables.Revisions.LongCount(),
            Tombstones = LiteTables
                .Scan(tables.Identities)
                .Select(identity => identity["item"].AsInt64)
                .Where(id => !ids.Contains(id))
                .Distinct()
                .Count(),
            OldestNewsAt = rows.Count == 0 ? null : rows.Min(row => row.NewsAt),
            NewestNewsAt = rows.Count == 0 ? null : rows.Max(row => row.NewsAt),
            Bytes = new FileInfo(path).Length,
        };
    }
}
