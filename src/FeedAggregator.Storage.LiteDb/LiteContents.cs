using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteContents(LiteThread thread, LiteTables tables) : IStoreContents
{
    public Task<ContentsMark> MarkAsync(CancellationToken ct) =>
        thread.ReadAsync(
            () =>
            {
                var last = tables.Items.Query().OrderByDescending("$._id").Limit(1).ToList();
                return new ContentsMark(
                    tables.IsUnfinished,
                    tables.Feeds.LongCount(),
                    tables.Items.LongCount(),
                    last.Count == 0 ? 0 : last[0]["_id"].AsInt64,
                    tables.ReadVersion(),
                    ContentsTable.All.ToDictionary(table => table.Name, table => tables.Plain(table.Name).Count())
                )
                {
                    SourceChanges = tables.SourceChanges,
                    LastErased = tables.LastKey("subscriptions"),
                };
            },
            ct
        );

    public Task<IReadOnlyList<FeedContents>> FeedsAsync(long afterKey, int limit, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<FeedContents>>(() => After(tables.Feeds, afterKey, limit).ConvertAll(ReadFeed), ct);

    public Task<IReadOnlyList<ItemContents>> ItemsAsync(long afterId, int limit, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<ItemContents>>(
            () => After(tables.Items, afterId, limit).ConvertAll(document => ReadItem(LiteTables.RowOf(document))),
            ct
        );

    public Task<IReadOnlyList<Tombstone>> TombstonesAsync(long afterItemId, int limit, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<Tombstone>>(() => Tombstones(afterItemId, limit), ct);

    public Task<IReadOnlyList<ContentsRow>> RowsAsync(ContentsTable table, ContentsRow? after, int limit, CancellationToken ct) =>
        thread.ReadAsync(() => tables.Plain(table.Name).Read(after, limit), ct);

    public Task BeginAsync(ContentsMark source, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                foreach (var table in ContentsTable.All)
                    tables.Plain(table.Name).Clear();
                tables.BeginCopy(source.Version.Changes);
                return true;
            },
            ct
        );

    public Task WriteAsync(ContentsPage page, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                foreach (var feed in page.Feeds.Where(feed => tables.Feeds.FindById(feed.Key) is null))
                    Write(feed);
                foreach (var item in page.Items.Where(item => tables.Items.FindById(item.Id) is null))
                    Write(item);
                foreach (var stone in page.Tombstones)
                    tables.AddIdentity(stone.FeedKey, stone.Key, stone.ItemId);
                foreach (var row in page.Rows)
                    tables.Plain(page.Table!.Name).Add(row);
                return true;
            },
            ct
        );

    public async Task FinishAsync(ContentsMark source, CancellationToken ct)
    {
        var news = await thread.ReadAsync(NewsOfFeeds, ct);
        await thread.WriteAsync(
            () =>
            {
                foreach (var feed in tables.Feeds.FindAll().ToList())
                {
                    var (items, newest) = news.GetValueOrDefault(feed["_id"].AsInt64);
                    feed["items"] = items;
                    feed["newest"] = items == 0 ? BsonValue.Null : newest.ToUnixTimeMilliseconds();
                    tables.Feeds.Update(feed);
                }
                WriteTally(source);
                tables.ContinueKeys(source.LastErased);
                tables.EndCopy();
                return true;
            },
            ct
        );
    }

    /// <summary>How many items each feed has, and when the newest was published.</summary>
    private Dictionary<long, (long Items, DateTimeOffset Newest)> NewsOfFeeds()
    {
        var news = new Dictionary<long, (long Items, DateTimeOffset Newest)>();
        foreach (var row in LiteTables.Scan(tables.Items).Select(LiteTables.RowOf))
        {
            var (items, newest) = news.GetValueOrDefault(row.Feed, (0, row.NewsAt));
            news[row.Feed] = (items + 1, newest > row.NewsAt ? newest : row.NewsAt);
        }
        return news;
    }

    private static List<BsonDocument> After(ILiteCollection<BsonDocument> collection, long id, int limit) =>
        collection.Query().Where("$._id > @0", id).OrderBy("$._id").Limit(limit).ToList();

    private void WriteTally(ContentsMark source)
    {
        var tally = tables.ReadTally();
        tally["item"] = source.Version.LastItemId;
        tally["changes"] = source.Version.Changes;
        tally["at"] = source.Version.ChangedAt is { } at ? at.ToUnixTimeMilliseconds() : BsonValue.Null;
        tally["items"] = tables.Items.LongCount();
        var last = tables.Feeds.Query().OrderByDescending("$._id").Limit(1).ToList();
        tally["feed"] = last.Count == 0 ? 0L : last[0]["_id"].AsInt64;
        tables.Facts.Update(tally);
    }

    private FeedContents ReadFeed(BsonDocument row)
    {
        var (feed, state) = LiteFeeds.Read(row);
        var key = row["_id"].AsInt64;
        return new FeedContents(key, feed, state, row["listed"].AsBoolean)
        {
            Polls = LiteFeeds.Polls(row),
            Document = LiteFeeds.Document(tables, key),
        };
    }

    private ItemContents ReadItem(ItemRow row)
    {
        var fingerprint = tables.Fingerprints.FindById(row.Id)?["data"].AsBinary;
        StoryLink[] related = [.. tables.Links.Of(row.Id).Select(link => new StoryLink(link.Second, link.Score))];
        return row.Contents(tables.FindBody(row.Id), fingerprint, related) with
        {
            BarredFrom = [.. tables.Bars.Of(row.Id).Select(bar => bar.Second)],
            Keys =
            [
                .. tables
                    .Identities.Query()
                    .Where("$.item = @0", row.Id)
                    .ToEnumerable()
                    .Select(identity => identity["key"].AsInt64)
                    .Order(),
            ],
            Revisions = tables.FindRevisions(row.Id),
        };
    }

    private List<Tombstone> Tombstones(long afterItemId, int limit)
    {
        var stones = new List<Tombstone>();
        long item = 0;
        var purged = false;
        foreach (var identity in tables.Identities.Query().Where("$.item > @0", afterItemId).OrderBy("$.item").ToEnumerable())
        {
            var id = identity["item"].AsInt64;
            if (id != item)
            {
                // The keys of one item are never parted.
                if (stones.Count >= limit)
                    break;
                (item, purged) = (id, tables.Items.FindById(id) is null);
            }
            if (purged)
                stones.Add(new Tombstone(identity["feed"].AsInt64, identity["key"].AsInt64, id));
        }
        return stones;
    }

    private void Write(FeedContents feed)
    {
        var row = LiteFeeds.New(feed.Key, feed.Feed.Id, feed.Listed);
        LiteFeeds.Put(row, feed.Feed, feed.State);
        row["polls"] = new BsonArray(feed.Polls.Select(record => new BsonValue(StoredJson.SealedText(record))));
        tables.Feeds.Insert(row);
        if (feed.Document is { } raw)
            LitePolls.PutDocument(tables, feed.Key, raw);
    }

    private void Write(ItemContents item)
    {
        tables.Items.Insert(LiteTables.Document(ItemRow.Of(item)));
        tables.PutBody(item.Id, item.Content);
        foreach (var (i, past) in item.Revisions.Index())
            tables.PutRevision(item.Id, item.RevisionCount - i, past, kept: int.MaxValue);
        if (item.HasFingerprint)
            tables.Fingerprints.Insert(new BsonDocument { ["_id"] = item.Id, ["data"] = item.Content.Fingerprint.ToArray() });
        foreach (var story in item.BarredFrom)
            tables.Bars.Add(item.Id, story);
        foreach (var link in item.Placement.Related)
            tables.Links.Add(item.Id, link.StoryId, link.Score);
        foreach (var key in item.Keys)
            tables.AddIdentity(item.FeedKey, key, item.Id);
    }
}
