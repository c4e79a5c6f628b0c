using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LitePolls(LiteThread thread, LiteTables tables, LiteWindow window) : IPollStore
{
    private const int PollsKept = 64;
    private const int RevisionsKept = 24;

    /// <summary>The last id given out, to work that was rolled back too: none is given twice.</summary>
    private long _lastItem;

    public Task<IReadOnlyDictionary<long, KnownItem>> FindKnownAsync(long feedKey, IReadOnlyList<long> keys, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyDictionary<long, KnownItem>>(() => FindKnown(feedKey, keys), ct);

    public Task<PollReceipt> ApplyAsync(PollPlan plan, CancellationToken ct) => thread.WriteAsync(() => Apply(plan), ct);

    private Dictionary<long, KnownItem> FindKnown(long feed, IEnumerable<long> keys)
    {
        var known = new Dictionary<long, KnownItem>();
        foreach (var key in keys)
        {
            if (tables.Identities.FindById(LiteTables.IdentityOf(feed, key)) is not { } identity)
                continue;
            var id = identity["item"].AsInt64;
            known[key] = tables.FindItem(id) is { } row
                ? new KnownItem(id, row.ContentHash, row.Revisions, Purged: false)
                : new KnownItem(id, 0, 0, Purged: true);
        }
        return known;
    }

    private PollReceipt Apply(PollPlan plan)
    {
        var feed =
            tables.Feeds.FindById(plan.Feed.Key) ?? throw new InvalidOperationException($"There is no feed with the key {plan.Feed.Key}.");
        if (feed["lease"].AsInt64 != plan.Feed.Lease)
            return new PollReceipt(LeaseLost: true, 0, 0);
        if (feed["applied"].AsInt64 == plan.Feed.Lease)
            return new PollReceipt(LeaseLost: false, 0, 0);
        var placed = new List<long>();
        try
        {
            return Write(plan, feed, placed);
        }
        catch
        {
            // The thread rolls this work back: these items never were.
            window.Forget(placed);
            throw;
        }
    }

    private PollReceipt Write(PollPlan plan, BsonDocument feed, List<long> placed)
    {
        window.CatchUp();
        _lastItem = Math.Max(_lastItem, tables.ReadTally()["item"].AsInt64);
        var newest = feed["newest"].InstantOrNull();
        var known = FindKnown(plan.Feed.Key, plan.NewItems.SelectMany(item => item.Keys)).Keys.ToHashSet();
        foreach (var item in plan.NewItems.Where(item => !item.Keys.Any(known.Contains)))
        {
            known.UnionWith(item.Keys);
            placed.Add(++_lastItem);
            Add(item, _lastItem, plan.Feed.Key);
            newest = newest > item.NewsAt ? newest : item.NewsAt;
        }
        var updated = plan.Updates.Count(update => Update(update, plan.Feed.Key));
        WriteFeed(plan, feed, placed.Count, updated, newest);
        if (placed.Count + updated > 0)
            tables.Count(placed.Count + updated, placed.Count, placed.Count > 0 ? _lastItem : null, plan.Record.At);
        return new PollReceipt(LeaseLost: false, placed.Count, updated);
    }

    private void Add(NewItem item, long id, long feed)
    {
        var placement = window.Place(id, feed, item.Content.Fingerprint.Span, item.SeenAt);
        tables.Items.Insert(LiteTables.Document(ItemRow.Of(item, id, feed, placement)));
        tables.Fingerprints.Insert(new BsonDocument { ["_id"] = id, ["data"] = item.Content.Fingerprint.ToArray() });
        tables.PutBody(id, item.Content);
        foreach (var link in placement.Related)
            tables.Links.Add(id, link.StoryId, link.Score);
        foreach (var key in item.Keys)
            tables.AddIdentity(feed, key, id);
    }

    private bool Update(ItemUpdate update, long feed)
    {
        if (tables.FindItem(update.ItemId) is not { } before || before.Feed != feed)
            return false;
        foreach (var key in update.Keys)
            tables.AddIdentity(feed, key, update.ItemId);
        if (before.ContentHash == update.Content.ContentHash && !update.Reread)
            return false;
        var after = before.Saying(update.Content);
        if (!update.Reread)
        {
            var past = new ItemRevision(update.SeenAt, before.Title, before.Excerpt, tables.FindBody(before.Id).Html);
            after = after with { Revisions = before.Revisions + 1, ChangedAt = update.SeenAt };
            tables.PutRevision(before.Id, after.Revisions, past, RevisionsKept);
        }
        tables.Items.Update(LiteTables.Document(after));
        tables.PutBody(after.Id, update.Content);
        if (tables.Fingerprints.Update(new BsonDocument { ["_id"] = after.Id, ["data"] = update.Content.Fingerprint.ToArray() }))
            window.Changed(after.Id);
        return true;
    }

    private void WriteFeed(PollPlan plan, BsonDocument feed, int added, int updated, DateTimeOffset? newest)
    {
        // Settings that changed while the feed was polled stay as they are now.
        LiteFeeds.Put(feed, LiteFeeds.Read(feed).Feed, plan.State);
        feed["leaseUntil"] = 0L;
        feed["applied"] = feed["lease"];
        feed["items"] = feed["items"].AsInt64 + added;
        feed["newest"] = newest is { } at ? at.ToUnixTimeMilliseconds() : BsonValue.Null;
        if (!plan.Replay)
            Remember(feed, plan.Record with { ItemsNew = added, ItemsUpdated = updated });
        tables.Feeds.Update(feed);
        if (plan is { Replay: false, Raw: { } raw })
            PutDocument(tables, plan.Feed.Key, raw with { At = plan.Record.At });
    }

    private static void Remember(BsonDocument feed, PollRecord poll)
    {
        var record = StoredJson.SealedText(poll);
        feed["polls"] = new BsonArray(feed["polls"].AsArray.TakeLast(PollsKept - 1).Append(new BsonValue(record)));
    }

    /// <summary>Keeps the document; none where it is too large for LiteDB even when packed.</summary>
    public static void PutDocument(LiteTables tables, long feed, RawDocument raw)
    {
        var body = Packed.Pack(raw.Body.Span);
        if (body.Length > LiteTables.MaxBlob)
        {
            tables.Documents.Delete(feed);
            return;
        }
        tables.Documents.Upsert(
            new BsonDocument
            {
                ["_id"] = feed,
                ["url"] = Storable.Text(raw.FinalUrl),
                ["type"] = Storable.Text(raw.ContentType),
                ["language"] = Storable.Text(raw.ContentLanguage),
                ["location"] = Storable.Text(raw.ContentLocation),
                ["at"] = LiteValues.Of(raw.At),
                ["body"] = body,
            }
        );
    }
}
