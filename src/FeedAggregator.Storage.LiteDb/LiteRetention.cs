using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>Purges in pieces, each a transaction, with other work let in between. Items of a story that an edition has had are spared.</summary>
internal sealed class LiteRetention(LiteThread thread, LiteTables tables)
{
    private const int Piece = 100;

    public Task<long> PurgeOldAsync(DateTimeOffset before, DateTimeOffset now, CancellationToken ct)
    {
        var (end, ms) = (LiteTables.PlaceOf(before, 0), before.ToUnixTimeMilliseconds());
        return PurgeAllAsync(
            after => [.. Behind(after, end).Where(item => item["seen"].AsInt64 < ms && !IsCited(item)).Take(Piece)],
            now,
            ct
        );
    }

    public async Task<long> PurgeTooManyAsync(int most, DateTimeOffset now, CancellationToken ct)
    {
        var excess = await thread.ReadAsync(
            () =>
                tables
                    .Feeds.FindAll()
                    .Where(feed => feed["items"].AsInt64 > most)
                    .ToDictionary(feed => feed["_id"].AsInt64, feed => feed["items"].AsInt64 - most),
            ct
        );
        return excess.Count == 0 ? 0 : await PurgeAllAsync(after => Oldest(after, excess), now, ct);
    }

    public Task ForgetFingerprintsAsync(DateTimeOffset before, CancellationToken ct) =>
        RepeatAsync(
            () =>
            {
                var stale = tables
                    .Fingerprints.FindAll()
                    .Select(document => document["_id"].AsInt64)
                    .Where(id => tables.FindItem(id) is not { } row || row.SeenAt < before)
                    .Take(Piece)
                    .ToList();
                stale.ForEach(id => tables.Fingerprints.Delete(id));
                return stale.Count;
            },
            ct
        );

    /// <param name="next">What may go of the items behind a place, in order.</param>
    private Task<long> PurgeAllAsync(Func<string, List<BsonDocument>> next, DateTimeOffset now, CancellationToken ct)
    {
        var after = "";
        return RepeatAsync(
            () =>
            {
                var items = next(after);
                if (items is [.., var last])
                    after = last["place"].AsString;
                return Purge(items, now);
            },
            ct
        );
    }

    /// <summary>Until a piece comes out empty.</summary>
    private async Task<long> RepeatAsync(Func<int> piece, CancellationToken ct)
    {
        long all = 0;
        while (await thread.WriteAsync(piece, ct) is > 0 and var some)
            all += some;
        return all;
    }

    private IEnumerable<BsonDocument> Behind(string place, string end) =>
        // A place has no blank: with one behind it, it stands before the next.
        tables.Items.Query().Where("$.place BETWEEN @0 AND @1", place + " ", end).OrderBy("$.place").ToEnumerable();

    /// <param name="excess">How many of each feed's oldest items are still to be passed; counted down.</param>
    private List<BsonDocument> Oldest(string after, Dictionary<long, long> excess)
    {
        var items = new List<BsonDocument>();
        foreach (var item in Behind(after, LiteTables.PlaceOf(DateTimeOffset.MaxValue, 0)))
        {
            var feed = item["feed"].AsInt64;
            if (!excess.TryGetValue(feed, out var left))
                continue;
            if (left > 1)
                excess[feed] = left - 1;
            else
                excess.Remove(feed);
            if (!IsCited(item))
                items.Add(item);
            if (items.Count == Piece || excess.Count == 0)
                break;
        }
        return items;
    }

    /// <summary>What an admin parted from a story was of it when an edition had it.</summary>
    private bool IsCited(BsonDocument item) =>
        tables.EditionStories.Has("story", item["story"])
        || tables.Bars.Of(item["_id"].AsInt64).Exists(bar => tables.EditionStories.Has("story", bar.Second));

    private int Purge(List<BsonDocument> items, DateTimeOffset now)
    {
        foreach (var id in items.Select(item => item["_id"].AsInt64))
        {
            tables.Items.Delete(id);
            tables.Bodies.Delete(id);
            tables.Fingerprints.Delete(id);
            tables.DeleteRevisions(id);
            tables.Bars.DeleteOf(id);
            tables.Links.DeleteOf(id);
        }
        foreach (var purged in items.GroupBy(item => item["feed"].AsInt64))
            Recount(purged.Key, [.. purged]);
        if (items.Count > 0)
            tables.Count(items.Count, -items.Count, lastItem: null, now);
        return items.Count;
    }

    private void Recount(long feed, List<BsonDocument> purged)
    {
        var row = tables.Feeds.FindById(feed);
        row["items"] = row["items"].AsInt64 - purged.Count;
        if (purged.Exists(item => LiteTables.RowOf(item).NewsAt.ToUnixTimeMilliseconds() == row["newest"].NumberOrNull()))
            row["newest"] = LiteValues.Of(row["items"].AsInt64 == 0 ? null : NewestOf(feed));
        tables.Feeds.Update(row);
    }

    private DateTimeOffset? NewestOf(long feed) =>
        tables
            .Items.Query()
            .OrderByDescending("$.place")
            .ToEnumerable()
            .Where(item => item["feed"].AsInt64 == feed)
            .Select(item => (DateTimeOffset?)LiteTables.RowOf(item).NewsAt)
            .FirstOrDefault();
}
