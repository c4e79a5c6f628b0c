using System.Data.Common;

namespace FeedAggregator.Storage.Sql;

internal sealed class SqlItems(Readers readers, IDialect dialect) : IItemStore
{
    private const string Version = "select last_item, changes, changed_at from tally where id = 1";
    private const string Revisions = "select replaced_at, content from revisions where item = $1 order by number desc";

    private readonly FeedLabels _labels = new(dialect);
    private readonly ItemSelection _selection = new(dialect);
    private readonly string _members = $"""
        select {ItemRow.Columns} from items i
        where i.story {dialect.AnyOf("$1")} order by i.story, i.news_at, i.id
        """;

    public Task<IReadOnlyList<ItemSummary>> SelectAsync(ItemQuery query, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 10_000);
        return readers.RunAsync<IReadOnlyList<ItemSummary>>(session => _labels.Join(session, _selection.Run(session, query)), ct);
    }

    public async Task<IReadOnlyList<ItemSummary>> StoryMembersAsync(IReadOnlyList<long> storyIds, CancellationToken ct) =>
        storyIds.Count == 0
            ? []
            : await readers.RunAsync(session => _labels.Join(session, session.All(_members, ItemRow.Read, storyIds.ToArray())), ct);

    public Task<ItemDetail?> FindAsync(long itemId, CancellationToken ct) => readers.RunAsync(session => Find(session, itemId), ct);

    public Task<ItemsVersion> VersionAsync(CancellationToken ct) => readers.RunAsync(ReadVersion, ct);

    public static ItemsVersion ReadVersion(Session session) =>
        session.First(Version, row => new ItemsVersion(row.GetInt64(0), row.GetInt64(1), row.InstantOrNull(2)))
        ?? throw StoreDamage.Of("the table 'tally' is empty");

    private ItemDetail? Find(Session session, long itemId)
    {
        if (session.First(PollStatements.SelectItem, StoredItem.Read, itemId) is not { } item)
            return null;
        var body = ItemBody.Unpack(item.Body, itemId);
        var summary = _labels.Join(session, [item.Row])[0];
        return new ItemDetail(summary, body.Html, body.Categories, body.Enclosures)
        {
            Revisions = session.All(Revisions, row => ReadRevision(row, itemId), itemId),
        };
    }

    private static ItemRevision ReadRevision(DbDataReader row, long itemId)
    {
        var past = PastContent.Unpack(row.GetFieldValue<byte[]>(1), itemId);
        return new ItemRevision(row.Instant(0), past.Title, past.Excerpt, past.Html);
    }
}
