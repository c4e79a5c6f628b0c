namespace FeedAggregator.Storage.Sql;

/// <summary>Turns contents into rows and back.</summary>
internal sealed class ContentsRows(IDialect dialect, bool fullText)
{
    private const string InsertFeed = """
        insert into feeds (key, id, listed, pollable, due_at, lease, lease_until, applied, polls, items, settings, state, seal)
        values ($1, $2, $3, $4, $5, 0, 0, 0, $6, 0, $7, $8, $9) on conflict do nothing
        """;

    private const string InsertTag = "insert into feed_tags (feed, tag) values ($1, $2) on conflict do nothing";
    private const string InsertRevision = PollStatements.InsertRevision + " on conflict do nothing";

    public PreparedRows Prepare(ContentsPage page)
    {
        var rows = new PreparedRows();
        foreach (var feed in page.Feeds)
            Add(rows, feed);
        foreach (var item in page.Items)
            Add(rows, item);
        foreach (var stone in page.Tombstones)
            rows.Add(PollStatements.InsertIdentity, stone.FeedKey, stone.Key, stone.ItemId);
        foreach (var row in page.Rows)
            rows.Add(TableRows.Of(page.Table!).Insert, TableRows.Of(page.Table!).Values(row));
        return rows;
    }

    private static void Add(PreparedRows rows, FeedContents feed)
    {
        var (settings, state) = (StoredJson.Text(feed.Feed), StoredJson.Text(feed.State));
        rows.Add(
            InsertFeed,
            feed.Key,
            feed.Feed.Id,
            feed.Listed,
            feed.Listed && FeedRow.Pollable(feed.Feed, feed.State),
            feed.State.NextPollAt,
            feed.Polls.Count,
            settings,
            state,
            FeedRow.SealOf(settings, state)
        );
        foreach (var tag in feed.Feed.Tags)
            rows.Add(InsertTag, feed.Key, tag);
        foreach (var (number, record) in feed.Polls.Index())
            rows.Add(PollStatements.InsertRecord, feed.Key, number % PollStatements.Ring, number, StoredJson.SealedText(record));
        if (feed.Document is { } raw)
            rows.Add(PollStatements.InsertDocument, PollStatements.Document(feed.Key, raw, Packed.Pack(raw.Body.Span)));
    }

    private void Add(PreparedRows rows, ItemContents item)
    {
        var content = PreparedContent.Of(item.Content, dialect, fullText);
        rows.Add(ItemRow.Insert, ItemRow.Of(item).Values());
        if (content.Body is { } body)
            rows.Add(PollStatements.InsertBody, item.Id, body);
        if (content.Words is { } words)
            rows.Add(dialect.InsertWords, item.Id, words);
        if (item.HasFingerprint)
            rows.Add(PollStatements.InsertFingerprint, item.Id, item.Content.Fingerprint.ToArray());
        foreach (var key in item.Keys)
            rows.Add(PollStatements.InsertIdentity, item.FeedKey, key, item.Id);
        foreach (var link in item.Placement.Related)
            rows.Add(SqlStories.InsertLink, item.Id, link.StoryId, link.Score);
        foreach (var story in item.BarredFrom)
            rows.Add(SqlStories.InsertBar, item.Id, story);
        foreach (var (age, past) in item.Revisions.Index())
            rows.Add(
                InsertRevision,
                item.Id,
                item.RevisionCount - age,
                past.ReplacedAt,
                new PastContent(past.Title, past.Excerpt, past.BodyHtml).Pack()
            );
    }
}

/// <summary>Rows by statement, in the order in which the statements were first named.</summary>
internal sealed class PreparedRows
{
    private readonly OrderedDictionary<string, List<Value[]>> _rows = [];

    public void Add(string sql, params Value[] row)
    {
        if (!_rows.TryGetValue(sql, out var rows))
            _rows.Add(sql, rows = []);
        rows.Add(row);
    }

    public void Write(Session session)
    {
        foreach (var (sql, rows) in _rows)
            session.RunEach(sql, rows);
    }
}
