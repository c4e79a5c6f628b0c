using System.Globalization;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>The collections and what lies in them. All instants are milliseconds since 1970, UTC. Used by the store's thread only.</summary>
internal sealed class LiteTables(LiteDatabase database)
{
    private const string Tally = "tally";
    private const string UnfinishedCopy = "unfinished copy";
    private const string GivenKeys = "keys";

    private readonly Dictionary<string, LiteTable> _plain = ContentsTable.All.ToDictionary(
        table => table.Name,
        table => new LiteTable(database, table, LiteIndexes.DerivedOf(table.Name))
    );

    /// <summary>How many documents one query reads of all there are.</summary>
    private const int Some = 200;

    /// <summary>A document of LiteDB has room for 16.6 MB.</summary>
    public const int MaxBlob = 16_000_000;

    /// <summary>So that the text form of an instant before 1970 has no sign, and texts sort as instants do.</summary>
    private const long Zero = 62_135_596_800_000;

    public ILiteCollection<BsonDocument> Facts { get; } = database.GetCollection("facts");

    /// <summary>_id: the key; id, due, lease, leaseUntil, applied, items, newest, listed, settings, state, seal, polls.</summary>
    public ILiteCollection<BsonDocument> Feeds { get; } = database.GetCollection("feeds");

    /// <summary>_id: the feed's key; url, type, language, location, at, body.</summary>
    public ILiteCollection<BsonDocument> Documents { get; } = database.GetCollection("documents");

    /// <summary>_id: the item's id; place, story, feed, seen, touched, row: a packed <see cref="ItemRow"/>.</summary>
    public ILiteCollection<BsonDocument> Items { get; } = database.GetCollection("items");

    /// <summary>_id: the item's id; body: a packed <see cref="ItemBody"/>.</summary>
    public ILiteCollection<BsonDocument> Bodies { get; } = database.GetCollection("bodies");

    /// <summary>_id: the item's id and the revision's number; past: a packed revision. One each: together they might not fit a document of LiteDB, 16 MB.</summary>
    public ILiteCollection<BsonDocument> Revisions { get; } = database.GetCollection("revisions");

    /// <summary>_id: "feed/key"; feed, key, item.</summary>
    public ILiteCollection<BsonDocument> Identities { get; } = database.GetCollection("identities");

    /// <summary>_id: the item's id; data.</summary>
    public ILiteCollection<BsonDocument> Fingerprints { get; } = database.GetCollection("fingerprints");

    /// <summary>Items and the stories an admin has parted them from.</summary>
    public LitePairs Bars { get; } = new(database.GetCollection("bars"));

    /// <summary>Stories and earlier ones on the same event.</summary>
    public LitePairs Links { get; } = new(database.GetCollection("links"));

    public LiteTable Digests => Plain("digests");
    public LiteTable Editions => Plain("editions");
    public LiteTable EditionStories => Plain("edition_stories");
    public LiteTable Subscriptions => Plain("subscriptions");
    public LiteTable Confirmations => Plain("confirmations");
    public LiteTable SignUps => Plain("sign_ups");
    public LiteTable Suppressions => Plain("suppressions");
    public LiteTable Deliveries => Plain("deliveries");
    public LiteTable Hubs => Plain("hubs");
    public LiteTable Keys => Plain("keys");

    public LiteTable Plain(string name) => _plain[name];

    /// <summary>Builds what is missing: those of tables a later version brought, too.</summary>
    public void EnsureIndexes()
    {
        foreach (var table in ContentsTable.All)
        {
            foreach (var field in LiteIndexes.Of(table.Name))
                Plain(table.Name).EnsureIndex(field);
        }
        Feeds.EnsureIndex("id", "$.id", unique: true);
        Feeds.EnsureIndex("due", "$.due");
        Items.EnsureIndex("place", "$.place");
        Items.EnsureIndex("story", "$.story");
        Items.EnsureIndex("touched", "$.touched");
        Bars.EnsureIndexes();
        Links.EnsureIndexes();
        Identities.EnsureIndex("item", "$.item");
    }

    public void Create()
    {
        EnsureIndexes();
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

    /// <summary>The key of a new row, greater than any that was given out before: an erased row's key must not name another.</summary>
    public long NextKey(string table)
    {
        var given = Facts.FindById(GivenKeys) ?? new BsonDocument { ["_id"] = GivenKeys };
        var next = (given[table].NumberOrNull() ?? 0) + 1;
        given[table] = next;
        Facts.Upsert(given);
        return next;
    }

    /// <summary>After rows were stored under their old keys: new ones get greater keys.</summary>
    /// <param name="lastErased"><see cref="ContentsMark.LastErased"/> of the source.</param>
    public void ContinueKeys(long? lastErased)
    {
        var given = new BsonDocument { ["_id"] = GivenKeys };
        foreach (var table in ContentsTable.All.Where(table => table is { KeyColumns: 1, Columns: [{ Kind: ContentsKind.Number }, ..] }))
            given[table.Name] = Plain(table.Name).NewestFirst().FirstOrDefault()?["_id"] ?? 0L;
        given["subscriptions"] = Math.Max(given["subscriptions"].AsInt64, lastErased ?? 0);
        Facts.Upsert(given);
    }

    /// <summary>The last key that was given out; null before the first.</summary>
    public long? LastKey(string table) => Facts.FindById(GivenKeys)?[table].NumberOrNull();

    public bool IsUnfinished => Facts.FindById(UnfinishedCopy) is not null;

    /// <summary>While it is unfinished: how often the source had changed when that copy began.</summary>
    public long? SourceChanges => Facts.FindById(UnfinishedCopy)?["changes"].NumberOrNull();

    public void BeginCopy(long sourceChanges) => Facts.Upsert(new BsonDocument { ["_id"] = UnfinishedCopy, ["changes"] = sourceChanges });

    public void EndCopy() => Facts.Delete(UnfinishedCopy);

    public ItemsVersion ReadVersion()
    {
        var tally = ReadTally();
        return new ItemsVersion(tally["item"].AsInt64, tally["changes"].AsInt64, tally["at"].InstantOrNull());
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

    /// <summary>All documents by id; some at a time, because LiteDB keeps every page that a query has read until it ends.</summary>
    public static IEnumerable<BsonDocument> Scan(ILiteCollection<BsonDocument> collection)
    {
        // Counting walks the ids from end to end. Only there does LiteDB notice that damage has made a circle of them; further on it would run in it for ever.
        var rest = collection.LongCount();
        BsonValue? last = null;
        for (var read = Some; read == Some; )
        {
            read = 0;
            var query = last is null ? collection.Query() : collection.Query().Where("$._id > @0", last);
            foreach (var document in query.OrderBy("$._id").Limit(Some).ToEnumerable())
            {
                if (last is not null && document["_id"].CompareTo(last) <= 0)
                    throw StoreDamage.Of($"the ids of {collection.Name} are out of order");
                (last, read, rest) = (document["_id"], read + 1, rest - 1);
                yield return document;
            }
        }
        if (rest != 0)
            throw StoreDamage.Of($"the ids of {collection.Name} do not lead to every document");
    }

    public ItemRow? FindItem(long id) => Items.FindById(id) is { } document ? RowOf(document) : null;

    /// <summary>By id.</summary>
    public List<ItemRow> StoryMembers(long story) =>
        [.. Items.Query().Where("$.story = @0", story).ToList().Select(RowOf).OrderBy(row => row.Id)];

    public static ItemRow RowOf(BsonDocument document) => Unpack<ItemRow>(document, "row", "row");

    public static BsonDocument Document(ItemRow row) =>
        new()
        {
            ["_id"] = row.Id,
            ["place"] = PlaceOf(row.NewsAt, row.Id),
            ["story"] = row.Story,
            ["feed"] = row.Feed,
            ["seen"] = row.SeenAt.ToUnixTimeMilliseconds(),
            ["touched"] = (row.ChangedAt ?? row.SeenAt).ToUnixTimeMilliseconds(),
            ["row"] = Packed.Pack(StoredJson.Bytes(Cut(row))),
        };

    /// <summary>Instants as every engine gives them back: to the millisecond, in UTC.</summary>
    private static ItemRow Cut(ItemRow row) =>
        row with
        {
            NewsAt = Cut(row.NewsAt),
            SeenAt = Cut(row.SeenAt),
            Published = Cut(row.Published),
            Updated = Cut(row.Updated),
            ChangedAt = Cut(row.ChangedAt),
        };

    private static DateTimeOffset Cut(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    private static DateTimeOffset? Cut(DateTimeOffset? at) => at is { } instant ? Cut(instant) : null;

    public ItemBody FindBody(long id) => ItemBody.Unpack(Bodies.FindById(id)?["body"].AsBinary, id);

    public void PutBody(long id, ItemContent content)
    {
        if (ItemBody.Pack(content) is { } body)
            Bodies.Upsert(new BsonDocument { ["_id"] = id, ["body"] = body });
        else
            Bodies.Delete(id);
    }

    /// <summary>Newest first.</summary>
    public List<ItemRevision> FindRevisions(long id) => RevisionRows(id).ConvertAll(row => Unpack<ItemRevision>(row, "past", "revision"));

    /// <param name="number">How many there were with it; those <paramref name="kept"/> or more before it are let go.</param>
    public void PutRevision(long id, int number, ItemRevision past, int kept)
    {
        Revisions.Insert(new BsonDocument { ["_id"] = LiteTable.Key(id, (long)number), ["past"] = Packed.Pack(StoredJson.Bytes(past)) });
        RevisionRows(id).Skip(kept).ToList().ForEach(row => Revisions.Delete(row["_id"]));
    }

    public void DeleteRevisions(long id) => RevisionRows(id).ForEach(row => Revisions.Delete(row["_id"]));

    private List<BsonDocument> RevisionRows(long id) =>
        Revisions
            .Query()
            .Where("$._id BETWEEN @0 AND @1", LiteTable.Key(id, 0L), LiteTable.Key(id, long.MaxValue))
            .OrderByDescending("$._id")
            .ToList();

    private static T Unpack<T>(BsonDocument document, string field, string what)
    {
        var named = $"the {what} of {document["_id"].RawValue}".ReplaceLineEndings("/");
        return document[field].AsBinary is { } packed
            ? StoredJson.Read<T>(Packed.Unpack(packed, named), named)
            : throw StoreDamage.Of($"{named} is missing");
    }
}
