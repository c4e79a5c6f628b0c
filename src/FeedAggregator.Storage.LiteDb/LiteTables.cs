using System.Globalization;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>The collections and what lies in them. All instants are milliseconds since 1970, UTC. Used by the store's thread only.</summary>
internal sealed class LiteTables(LiteDatabase database)
{
    private const string Tally = "tally";
    private const string UnfinishedCopy = "unfinished copy";

    /// <summary>So that the text form of an instant before 1970 has no sign, and texts sort as instants do.</summary>
    private const long Zero = 62_135_596_800_000;

    public ILiteCollection<BsonDocument> Facts { get; } = database.GetCollection("facts");

    /// <summary>_id: the key; id, due, lease, leaseUntil, applied, items, newest, listed, settings, state, seal, polls.</summary>
    public ILiteCollection<BsonDocument> Feeds { get; } = database.GetCollection("feeds");

    /// <summary>_id: the feed's key; url, type, body.</summary>
    public ILiteCollection<BsonDocument> Documents { get; } = database.GetCollection("documents");

    /// <summary>_id: the item's id; place, story, feed, seen, row: a packed <see cref="ItemRow"/>.</summary>
    public ILiteCollection<BsonDocument> Items { get; } = database.GetCollection("items");

    /// <summary>_id: the item's id; body: a packed <see cref="ItemBody"/>.</summary>
    public ILiteCollection<BsonDocument> Bodies { get; } = database.GetCollection("bodies");

    /// <summary>_id: the item's id; past: packed revisions, newest first.</summary>
    public ILiteCollection<BsonDocument> Revisions { get; } = database.GetCollection("revisions");

    /// <summary>_id: "feed/key"; feed, key, item.</summary>
    public ILiteCollection<BsonDocument> Identities { get; } = database.GetCollection("identities");

    /// <summary>_id: the item's id; data.</summary>
    public ILiteCollection<BsonDocument> Fingerprints { get; } = database.GetCollection("fingerprints");

    public void Create()
    {
        Feeds.EnsureIndex("id", "$.id", unique: true);
        Feeds.EnsureIndex("due", "$.due");
        Items.EnsureIndex("place", "$.place");
        Items.EnsureIndex("story", "$.story");
        Identities.EnsureIndex("item", "$.item");
        Facts.Insert(
            new BsonDocument
            {
                ["_id"] = Tally,
                ["item"] = 0L,
                ["feed"] = 0L,
                ["changes"] = 0L,
                ["at"] = BsonValue.Null,
                ["items"] = 0L,
            }
        );
    }

    public BsonDocument ReadTally() => Facts.FindById(Tally) ?? throw StoreDamage.Of("the tally is missing");

    /// <summary>Counts changes, and items that came (or, negative, went).</summary>
    public void Count(int changes, int items, long? lastItem, DateTimeOffset at)
    {
        var tally = ReadTally();
        tally["changes"] = tally["changes"].AsInt64 + changes;
        tally["items"] = tally["items"].AsInt64 + items;
        tally["item"] = Math.Max(tally["item"].AsInt64, lastItem ?? 0);
        var ms = at.ToUnixTimeMilliseconds();
        tally["at"] = tally["at"].IsNull ? ms : Math.Max(tally["at"].AsInt64, ms);
        Facts.Update(tally);
    }

    public bool IsUnfinished
    {
        get => Facts.FindById(UnfinishedCopy) is not null;
        set => _ = value ? Facts.Upsert(new BsonDocument { ["_id"] = UnfinishedCopy }) : Facts.Delete(UnfinishedCopy);
    }

    public ItemsVersion ReadVersion()
    {
        var tally = ReadTally();
        return new ItemsVersion(tally["item"].AsInt64, tally["changes"].AsInt64, InstantOrNull(tally["at"]));
    }

    /// <summary>Where an item stands among the news: texts that sort by time, then by id.</summary>
    public static string PlaceOf(DateTimeOffset newsAt, long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{newsAt.ToUnixTimeMilliseconds() + Zero:D18}{id:D19}");

    public static string IdentityOf(long feed, long key) => string.Create(CultureInfo.InvariantCulture, $"{feed}/{key}");

    public void AddIdentity(long feed, long key, long item)
    {
        if (Identities.FindById(IdentityOf(feed, key)) is null)
            Identities.Insert(
                new BsonDocument
                {
                    ["_id"] = IdentityOf(feed, key),
                    ["feed"] = feed,
                    ["key"] = key,
                    ["item"] = item,
                }
            );
    }

    public ItemRow? FindItem(long id) => Items.FindById(id) is { } document ? RowOf(document) : null;

    public static ItemRow RowOf(BsonDocument document)
    {
        var what = $"the row of item {document["_id"].AsInt64}";
        return StoredJson.Read<ItemRow>(Packed.Unpack(document["row"].AsBinary, what), what);
    }

    public static BsonDocument Document(ItemRow row) =>
        new()
        {
            ["_id"] = row.Id,
            ["place"] = PlaceOf(row.NewsAt, row.Id),
            ["story"] = row.Story,
            ["feed"] = row.Feed,
            ["seen"] = row.SeenAt.ToUnixTimeMilliseconds(),
            ["row"] = Packed.Pack(StoredJson.Bytes(row)),
        };

    public ItemBody FindBody(long id) => ItemBody.Unpack(Bodies.FindById(id)?["body"].AsBinary, id);

    public void PutBody(long id, ItemContent content)
    {
        if (ItemBody.Pack(content) is { } body)
            Bodies.Upsert(new BsonDocument { ["_id"] = id, ["body"] = body });
        else
            Bodies.Delete(id);
    }

    public List<ItemRevision> FindRevisions(long id)
    {
        var what = $"the revisions of item {id}";
        return Revisions.FindById(id) is { } document
            ? StoredJson.Read<List<ItemRevision>>(Packed.Unpack(document["past"].AsBinary, what), what)
            : [];
    }

    public void PutRevisions(long id, IReadOnlyList<ItemRevision> past)
    {
        if (past.Count > 0)
            Revisions.Upsert(new BsonDocument { ["_id"] = id, ["past"] = Packed.Pack(StoredJson.Bytes(past)) });
    }

    public static DateTimeOffset Instant(BsonValue value) => DateTimeOffset.FromUnixTimeMilliseconds(value.AsInt64);

    public static DateTimeOffset? InstantOrNull(BsonValue value) => value.IsNull ? null : Instant(value);
}
