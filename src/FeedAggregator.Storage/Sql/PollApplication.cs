using System.Data.Common;

namespace FeedAggregator.Storage.Sql;

/// <summary>Applies one plan inside the writer's transaction. Used once.</summary>
internal sealed class PollApplication(WriteBatch batch, PreparedPoll prepared, PollStatements statements)
{
    private readonly Session _session = batch.Session;
    private readonly PollPlan _plan = prepared.Plan;
    private readonly List<Value[]> _items = [];
    private readonly List<Value[]> _bodies = [];
    private readonly List<Value[]> _identities = [];
    private readonly List<Value[]> _fingerprints = [];
    private readonly List<Value[]> _links = [];
    private DateTimeOffset? _newest;

    private long Feed => _plan.Feed.Key;

    public PollReceipt Run()
    {
        var feed =
            _session.First(statements.SelectFeed, FeedHead.Read, Feed)
            ?? throw new InvalidOperationException($"There is no feed with the key {Feed}.");
        if (feed.Lease != _plan.Feed.Lease)
            return new PollReceipt(LeaseLost: true, 0, 0);
        if (feed.Applied == feed.Lease)
            return new PollReceipt(LeaseLost: false, 0, 0);
        var added = AddItems();
        var updated = _plan.Updates.Select((update, i) => UpdateItem(update, prepared.Updates[i])).Count(changed => changed);
        WriteRows();
        WriteFeed(feed, added, updated);
        if (added + updated > 0)
            batch.Changed(added + updated, _plan.Record.At);
        return new PollReceipt(LeaseLost: false, added, updated);
    }

    private int AddItems()
    {
        var known = KnownKeys();
        for (var i = 0; i < _plan.NewItems.Count; i++)
        {
            var item = _plan.NewItems[i];
            if (item.Keys.Any(known.Contains))
                continue;
            known.UnionWith(item.Keys);
            AddItem(item, prepared.NewItems[i]);
        }
        return _items.Count;
    }

    /// <summary>The journey asked before, but on a state that another poll, or this plan's first try, may have changed since.</summary>
    private HashSet<long> KnownKeys()
    {
        var keys = _plan.NewItems.SelectMany(item => item.Keys).ToArray();
        return keys.Length == 0 ? [] : [.. Known.Find(_session, statements.SelectKnown, Feed, keys).Keys];
    }

    private void AddItem(NewItem item, PreparedContent content)
    {
        var id = batch.NextItemId();
        var placement = batch.Place(id, Feed, item.Content.Fingerprint.Span, item.SeenAt);
        _items.Add(ItemRow.Of(item, id, Feed, placement).Values());
        _fingerprints.Add([id, item.Content.Fingerprint.ToArray()]);
        _links.AddRange(placement.Related.Select(link => new Value[] { id, link.StoryId, link.Score }));
        if (content.Words is { } words)
            batch.Words.Add(id, words);
        Keep(id, item.Keys, content);
        _newest = _newest > item.NewsAt ? _newest : item.NewsAt;
    }

    private void Keep(long id, IReadOnlyList<long> keys, PreparedContent content)
    {
        _identities.AddRange(keys.Select(key => new Value[] { Feed, key, id }));
        if (content.Body is { } body)
            _bodies.Add([id, body]);
    }

    private bool UpdateItem(ItemUpdate update, PreparedContent content)
    {
        var stored = _session.First(PollStatements.SelectItem, StoredItem.Read, update.ItemId);
        if (stored is null || stored.Row.Feed != Feed)
            return false;
        if (stored.Row.ContentHash == update.Content.ContentHash && !update.Reread)
        {
            _identities.AddRange(update.Keys.Select(key => new Value[] { Feed, key, update.ItemId }));
            return false;
        }
        var row = stored.Row.Saying(update.Content);
        if (!update.Reread)
        {
            KeepRevision(stored, update.SeenAt);
            row = row with { Revisions = stored.Row.Revisions + 1, ChangedAt = update.SeenAt };
        }
        _session.Run(ItemRow.Update, row.Values());
        _session.Run(PollStatements.DeleteBody, row.Id);
        _session.Run(PollStatements.RenewFingerprint, row.Id, update.Content.Fingerprint.ToArray(), batch.NextRenewal());
        batch.Words.Replace(row.Id, content.Words);
        Keep(row.Id, update.Keys, content);
        return true;
    }

    private void KeepRevision(StoredItem stored, DateTimeOffset replacedAt)
    {
        var (row, number) = (stored.Row, (long)stored.Row.Revisions + 1);
        var past = new PastContent(row.Title, row.Excerpt, ItemBody.Unpack(stored.Body, row.Id).Html);
        _session.Run(PollStatements.InsertRevision, row.Id, number, replacedAt, past.Pack());
        if (number > PollStatements.Revisions)
            _session.Run(PollStatements.DeleteRevisions, row.Id, number - PollStatements.Revisions);
    }

    private void WriteRows()
    {
        _session.RunEach(ItemRow.Insert, _items);
        _session.RunEach(PollStatements.InsertBody, _bodies);
        _session.RunEach(PollStatements.InsertIdentity, _identities);
        _session.RunEach(PollStatements.InsertFingerprint, _fingerprints);
        _session.RunEach(SqlStories.InsertLink, _links);
    }

    private void WriteFeed(FeedHead feed, int added, int updated)
    {
        var state = StoredJson.Text(_plan.State);
        // Settings that changed while the feed was polled stay as they are now.
        var settings = FeedRow.Settings(Feed, feed.Settings, feed.State, feed.Seal);
        _session.Run(
            PollStatements.UpdateFeed,
            Feed,
            state,
            FeedRow.SealOf(feed.Settings, state),
            feed.Listed && FeedRow.Pollable(settings, _plan.State),
            _plan.State.NextPollAt,
            added,
            Later(feed.NewestAt, _newest),
            _plan.Replay ? 0 : 1
        );
        if (_plan.Replay)
            return;
        var record = StoredJson.SealedText(_plan.Record with { ItemsNew = added, ItemsUpdated = updated });
        _session.Run(PollStatements.InsertRecord, Feed, feed.Polls % PollStatements.Ring, feed.Polls, record);
        if (_plan.Raw is { } raw)
            _session.Run(
                PollStatements.InsertDocument,
                PollStatements.Document(Feed, raw with { At = _plan.Record.At }, prepared.Document!)
            );
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

    private sealed record FeedHead(long Lease, long Applied, long Polls, string Settings, bool Listed, DateTimeOffset? NewestAt)
    {
        public required string State { get; init; }
        public required long Seal { get; init; }

        public static FeedHead Read(DbDataReader row) =>
            new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.Flag(4), row.InstantOrNull(5))
            {
                State = row.GetString(6),
                Seal = row.GetInt64(7),
            };
    }
}
