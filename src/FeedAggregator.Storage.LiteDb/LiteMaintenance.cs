using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteMaintenance(LiteThread thread, LiteTables tables, string path, TimeSpan window) : IStoreMaintenance
{
    private const int Piece = 100;
    private const int MostProblems = 100;

    public async Task<RetentionReport> RetainAsync(RetentionPolicy policy, DateTimeOffset now, CancellationToken ct)
    {
        if (policy.Problems() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(policy));
        long purged = 0;
        if (policy.MaxAge is { } age)
            purged += await RepeatAsync(() => Purge(TooOld(now - age), now), ct);
        if (policy.MaxItemsPerFeed is { } most)
            purged += await RepeatAsync(() => Purge(TooMany(most), now), ct);
        await RepeatAsync(() => ForgetFingerprints(now - window), ct);
        return new RetentionReport(purged);
    }

    public Task<StoreStatistics> StatisticsAsync(CancellationToken ct) => thread.ReadAsync(Statistics, ct);

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<string>>(() => Inspect(tables, MostProblems), ct);

    public Task<string> BackupAsync(string folder, int keep, CancellationToken ct) =>
        throw new NotSupportedException(
            "LiteDB is backed up by copying its file while the service is stopped; 'feedaggregator store copy' makes an SQLite file of it."
        );

    /// <summary>Reads everything and compares it with its checksums, and the counts with what is there.</summary>
    public static List<string> Inspect(LiteTables tables, int most)
    {
        var problems = new List<string>();
        Look(problems, () => tables.Feeds.FindAll().ToList().ForEach(row => LiteFeeds.Read(row)));
        var items = 0L;
        Look(
            problems,
            () =>
            {
                foreach (var document in tables.Items.FindAll())
                {
                    items++;
                    if (problems.Count < most)
                        Look(problems, () => Inspect(tables, document));
                }
            }
        );
        var counted = tables.ReadTally()["items"].AsInt64;
        if (items != counted)
            problems.Add($"{counted} items were stored and {items} are there");
        return problems;
    }

    private static void Inspect(LiteTables tables, BsonDocument document)
    {
        var row = LiteTables.RowOf(document);
        tables.FindBody(row.Id);
        tables.FindRevisions(row.Id);
        if (document["place"].AsString != LiteTables.PlaceOf(row.NewsAt, row.Id))
            throw StoreDamage.Of($"item {row.Id} stands in the wrong place");
    }

    private static void Look(List<string> problems, Action read)
    {
        try
        {
            read();
        }
        catch (Exception damage) when (damage is StoreException or LiteException or InvalidCastException)
        {
            problems.Add(damage.Message);
        }
    }

    private async Task<long> RepeatAsync(Func<int> piece, CancellationToken ct)
    {
        long all = 0;
        while (await thread.WriteAsync(piece, ct) is > 0 and var some)
            all += some;
        return all;
    }

    private List<BsonDocument> TooOld(DateTimeOffset before)
    {
        var ms = before.ToUnixTimeMilliseconds();
        return
        [
            .. tables
                .Items.Query()
                .Where("$.place < @0", LiteTables.PlaceOf(before, 0))
                .OrderBy("$.place")
                .ToEnumerable()
                .Where(document => document["seen"].AsInt64 < ms)
                .Take(Piece),
        ];
    }

    private List<BsonDocument> TooMany(int most)
    {
        var full = tables
            .Feeds.FindAll()
            .Where(feed => feed["items"].AsInt64 > most)
            .ToDictionary(feed => feed["_id"].AsInt64, feed => feed["items"].AsInt64 - most);
        if (full.Count == 0)
            return [];
        var excess = new List<BsonDocument>();
        foreach (var document in tables.Items.Query().OrderBy("$.place").ToEnumerable())
        {
            if (!full.TryGetValue(document["feed"].AsInt64, out var left) || left == 0)
                continue;
            full[document["feed"].AsInt64] = left - 1;
            excess.Add(document);
            if (excess.Count == Piece)
                break;
        }
        return excess;
    }

    private int Purge(List<BsonDocument> items, DateTimeOffset now)
    {
        foreach (var document in items)
        {
            var id = document["_id"];
            tables.Items.Delete(id);
            tables.Bodies.Delete(id);
            tables.Revisions.Delete(id);
            tables.Fingerprints.Delete(id);
        }
        foreach (var purged in items.GroupBy(document => document["feed"].AsInt64))
            Recount(purged.Key, purged.Count());
        if (items.Count > 0)
            tables.Count(items.Count, -items.Count, lastItem: null, now);
        return items.Count;
    }

    private void Recount(long feed, int purged)
    {
        var row = tables.Feeds.FindById(feed);
        row["items"] = row["items"].AsInt64 - purged;
        if (row["items"].AsInt64 == 0)
            row["newest"] = BsonValue.Null;
        tables.Feeds.Update(row);
    }

    private int ForgetFingerprints(DateTimeOffset before)
    {
        var stale = tables
            .Fingerprints.FindAll()
            .Select(document => document["_id"].AsInt64)
            .ToList()
            .Where(id => tables.FindItem(id) is not { } row || row.SeenAt < before)
            .Take(Piece)
            .ToList();
        stale.ForEach(id => tables.Fingerprints.Delete(id));
        return stale.Count;
    }

    private StoreStatistics Statistics()
    {
        var rows = tables.Items.FindAll().Select(document => (Id: document["_id"].AsInt64, Row: LiteTables.RowOf(document))).ToList();
        var ids = rows.Select(row => row.Id).ToHashSet();
        return new StoreStatistics
        {
            Engine = StoreEngine.LiteDb,
            SchemaVersion = 1,
            Feeds = tables.Feeds.FindAll().Count(feed => feed["listed"].AsBoolean),
            Items = rows.Count,
            Stories = rows.Select(row => row.Row.Story).Distinct().Count(),
            Revisions = ids.Sum(id => (long)tables.FindRevisions(id).Count),
            Tombstones = tables
                .Identities.FindAll()
                .Select(identity => identity["item"].AsInt64)
                .Where(id => !ids.Contains(id))
                .Distinct()
                .Count(),
            OldestNewsAt = rows.Count == 0 ? null : rows.Min(row => row.Row.NewsAt),
            NewestNewsAt = rows.Count == 0 ? null : rows.Max(row => row.Row.NewsAt),
            Bytes = new FileInfo(path).Length,
        };
    }
}
