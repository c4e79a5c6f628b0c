using System.Data.Common;
using System.Globalization;

namespace FeedAggregator.Storage.Sql;

internal sealed class SqlContents(Writer writer, Readers readers, IDialect dialect, bool fullText) : IStoreContents
{
    /// <summary>The name of the fact that a copy is under way; see <c>facts</c> in the schema.</summary>
    public const string UnfinishedCopy = "select count(*) from facts where name = 'unfinished copy'";

    private const string Mark = """
        insert into facts (name, value) values ('unfinished copy', $1) on conflict (name) do update set value = excluded.value
        """;
    private const string SourceChanges = "select value from facts where name = 'unfinished copy'";
    private const string Unmark = "delete from facts where name = 'unfinished copy'";
    private const string SetTally = "update tally set last_item = $1, changes = $2, changed_at = $3 where id = 1";
    private const string Recount =
        "update feeds set items = (select count(*) from items i where i.feed = feeds.key), newest_at = (select max(news_at) from items i where i.feed = feeds.key)";

    private const string Feeds = "select key, settings, state, seal, listed from feeds where key > $1 order by key limit $2";
    private const string Polls = "select record from polls where feed = $1 order by number";
    private const string Document = $"select {SqlFeeds.DocumentColumns} from documents where feed = $1";

    private const string Items = $"""
        select {ItemRow.Columns}, b.body, f.fingerprint from items i left join bodies b on b.item = i.id left join fingerprints f on f.item = i.id
        where i.id > $1 order by i.id limit $2
        """;

    private const string Tombstones = """
        select k.feed, k.key, k.item from identities k where k.item > $1 and not exists (select 1 from items i where i.id = k.item)
        order by k.item limit $2
        """;

    private readonly string _keys = $"select item, key from identities where feed {dialect.AnyOf("$2")} and item {dialect.AnyOf("$1")}";
    private readonly string _revisions =
        $"select item, replaced_at, content from revisions where item {dialect.AnyOf("$1")} order by item, number desc";
    private readonly string _bars = $"select item, story from story_bars where item {dialect.AnyOf("$1")} order by item, story";
    private readonly string _links = $"select story, other, score from story_links where story {dialect.AnyOf("$1")} order by story, other";
    private readonly ContentsRows _rows = new(dialect, fullText);

    public Task<ContentsMark> MarkAsync(CancellationToken ct) =>
        readers.RunAsync(
            session => new ContentsMark(
                session.Number(UnfinishedCopy) > 0,
                session.Number("select count(*) from feeds") ?? 0,
                session.Number("select count(*) from items") ?? 0,
                session.Number("select max(id) from items") ?? 0,
                SqlItems.ReadVersion(session),
                ContentsTable.All.ToDictionary(table => table.Name, table => session.Number(TableRows.Of(table).Count) ?? 0)
            )
            {
                SourceChanges = long.TryParse(
                    session.First(SourceChanges, row => row.GetString(0)),
                    CultureInfo.InvariantCulture,
                    out var changes
                )
                    ? changes
                    : null,
                LastErased = session.Number(SqlSubscriptions.LastErased),
            },
            ct
        );

    public Task<IReadOnlyList<FeedContents>> FeedsAsync(long afterKey, int limit, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<FeedContents>>(
            session => session.All(Feeds, ReadFeed, afterKey, limit).ConvertAll(feed => WithHistory(session, feed)),
            ct
        );

    public Task<IReadOnlyList<ItemContents>> ItemsAsync(long afterId, int limit, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<ItemContents>>(session => ReadItems(session, afterId, limit), ct);

    public Task<IReadOnlyList<Tombstone>> TombstonesAsync(long afterItemId, int limit, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<Tombstone>>(
            session =>
            {
                var stones = session.All(
                    Tombstones,
                    row => new Tombstone(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
                    afterItemId,
                    limit
                );
                // A full page may end within an item: that item is left for the next.
                return stones.Count < limit ? stones : stones.FindAll(stone => stone.ItemId < stones[^1].ItemId);
            },
            ct
        );

    public Task<IReadOnlyList<ContentsRow>> RowsAsync(ContentsTable table, ContentsRow? after, int limit, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<ContentsRow>>(session => TableRows.Of(table).Read(session, after, limit), ct);

    public Task BeginAsync(ContentsMark source, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
            {
                foreach (var table in ContentsTable.All.Reverse())
                    batch.Session.Run(TableRows.Of(table).Empty);
                return batch.Session.Run(Mark, source.Version.Changes.ToString(CultureInfo.InvariantCulture));
            },
            places: false,
            ct
        );

    public Task WriteAsync(ContentsPage page, CancellationToken ct)
    {
        var prepared = _rows.Prepare(page);
        return writer.RunAsync(
            batch =>
            {
                prepared.Write(batch.Session);
                return true;
            },
            places: false,
            ct
        );
    }

    public Task FinishAsync(ContentsMark source, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
            {
                batch.Session.Run(Recount);
                if (source.LastErased is { } erased)
                    batch.Session.Run(SqlSubscriptions.RememberErased, erased.ToString(CultureInfo.InvariantCulture));
                ContinueKeys(batch.Session, "feeds", "key");
                foreach (var table in ContentsTable.All)
                {
                    if (TableRows.Of(table).GivenOutKey is { } key)
                        ContinueKeys(batch.Session, table.Name, key);
                }
                batch.Session.Run(SetTally, source.Version.LastItemId, source.Version.Changes, source.Version.ChangedAt);
                return batch.Session.Run(Unmark);
            },
            places: false,
            ct
        );

    private void ContinueKeys(Session session, string table, string column)
    {
        if (dialect.ContinueKeys(table, column) is { } continueKeys)
            session.Run(continueKeys);
    }

    private static FeedContents ReadFeed(DbDataReader row)
    {
        var (feed, state) = FeedRow.Read(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3));
        return new FeedContents(row.GetInt64(0), feed, state, row.Flag(4));
    }

    private static FeedContents WithHistory(Session session, FeedContents feed) =>
        feed with
        {
            Polls = session.All(
                Polls,
                row => StoredJson.ReadSealed<PollRecord>(row.GetString(0), $"a poll record of {feed.Feed.Id}"),
                feed.Key
            ),
            Document = session.First(Document, row => SqlFeeds.ReadDocument(row, feed.Feed.Id), feed.Key),
        };

    private List<ItemContents> ReadItems(Session session, long afterId, int limit)
    {
        var rows = session.All(Items, row => (Item: StoredItem.Read(row), Fingerprint: row.BytesOrNull(ItemRow.Width + 1)), afterId, limit);
        if (rows.Count == 0)
            return [];
        var ids = rows.Select(row => row.Item.Row.Id).ToArray();
        var feeds = rows.Select(row => row.Item.Row.Feed).Distinct().ToArray();
        var keys = session
            .All(_keys, row => (Item: row.GetInt64(0), Key: row.GetInt64(1)), ids, feeds)
            .ToLookup(row => row.Item, row => row.Key);
        var revisions = session
            .All(_revisions, row => (Item: row.GetInt64(0), Past: ReadRevision(row)), ids)
            .ToLookup(row => row.Item, row => row.Past);
        var bars = session
            .All(_bars, row => (Item: row.GetInt64(0), Story: row.GetInt64(1)), ids)
            .ToLookup(row => row.Item, row => row.Story);
        var links = session
            .All(_links, row => (Story: row.GetInt64(0), Link: new StoryLink(row.GetInt64(1), row.GetDouble(2))), ids)
            .ToLookup(row => row.Story, row => row.Link);
        return rows.ConvertAll(row =>
            row.Item.Row.Contents(ItemBody.Unpack(row.Item.Body, row.Item.Row.Id), row.Fingerprint, [.. links[row.Item.Row.Id]]) with
            {
                Keys = [.. keys[row.Item.Row.Id]],
                BarredFrom = [.. bars[row.Item.Row.Id]],
                Revisions = [.. revisions[row.Item.Row.Id]],
            }
        );
    }

    private static ItemRevision ReadRevision(DbDataReader row)
    {
        var past = PastContent.Unpack(row.GetFieldValue<byte[]>(2), row.GetInt64(0));
        return new ItemRevision(row.Instant(1), past.Title, past.Excerpt, past.Html);
    }
}
