namespace FeedAggregator.Storage.Sql;

/// <summary>Reads all that has a checksum, a piece at a time, so that no snapshot is held for long.</summary>
internal sealed class Inspection(Readers readers, IDialect dialect)
{
    private const int Piece = 500;
    private const int MostProblems = 100;
    private const string Items =
        $"select {ItemRow.Columns}, b.body from items i left join bodies b on b.item = i.id where i.id > $1 order by i.id limit $2";
    private const string Revisions = "select item, content from revisions where item > $1 and item <= $2";
    private const string Feeds = "select key, settings, state, seal from feeds";
    private const string Documents = "select feed, body from documents where feed > $1 order by feed limit 1";

    private const string Records = "select p.record, p.feed from polls p where p.feed > $1 and p.feed <= $2";
    private const string Editions = "select key, digest, document from editions where key > $1 order by key limit 50";
    private const string Wishes = "select id, wish from subscriptions where id > $1 order by id limit $2";

    private const string Hubs = "select subscription from hubs";

    private readonly List<string> _problems = [];

    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken ct)
    {
        await readers.RunAsync(CheckPages, ct);
        await readers.RunAsync(CheckFeeds, ct);
        await readers.RunAsync(session => session.All(Hubs, row => Found(() => SqlHubs.Subscription(row, 0))).Count, ct);
        foreach (var check in (Func<Session, long, long?>[])[CheckRecords, CheckItems, CheckDocument, CheckEditions, CheckWishes])
        {
            for (long? last = 0; last is not null && _problems.Count < MostProblems; )
                last = await readers.RunAsync(session => check(session, last.Value), ct);
        }
        return _problems.Count <= MostProblems ? _problems : _problems[..MostProblems];
    }

    private int CheckPages(Session session)
    {
        _problems.AddRange(dialect.CheckPages(session));
        return 0;
    }

    private int CheckFeeds(Session session) =>
        session.All(Feeds, row => Found(() => FeedRow.Read(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3)))).Count;

    /// <returns>The last item looked at; null when there are no more.</returns>
    private long? CheckItems(Session session, long after)
    {
        var ids = session.All(Items, row => CheckItem(row), after, Piece);
        if (ids.Count == 0)
            return null;
        session.All(Revisions, row => Found(() => PastContent.Unpack(row.GetFieldValue<byte[]>(1), row.GetInt64(0))), after, ids[^1]);
        return ids[^1];
    }

    private long CheckItem(System.Data.Common.DbDataReader row)
    {
        Found(() => ItemBody.Unpack(StoredItem.Read(row).Body, row.GetInt64(0)));
        return row.GetInt64(0);
    }

    private long? CheckDocument(Session session, long after) =>
        session.First(
            Documents,
            row =>
            {
                Found(() => Packed.Unpack(row.GetFieldValue<byte[]>(1), $"the document of feed {row.GetInt64(0)}"));
                return (long?)row.GetInt64(0);
            },
            after
        );

    private long? CheckRecords(Session session, long after)
    {
        if (
            session.Number("select max(key) from (select key from feeds where key > $1 order by key limit $2) f", after, Piece)
            is not { } last
        )
            return null;
        session.All(
            Records,
            row => Found(() => StoredJson.ReadSealed<PollRecord>(row.GetString(0), $"a poll record of feed {row.GetInt64(1)}")),
            after,
            last
        );
        return last;
    }

    private long? CheckEditions(Session session, long after) =>
        session.All(
            Editions,
            row =>
            {
                if (row.BytesOrNull(2) is { } document)
                    Found(() => Packed.Unpack(document, $"edition {row.GetInt64(0)}, of {row.GetString(1)},"));
                return row.GetInt64(0);
            },
            after
        )
            is [.., var last]
            ? last
            : null;

    private long? CheckWishes(Session session, long after) =>
        session.All(
            Wishes,
            row =>
            {
                Found(() => SubscriptionRow.ReadWish(row, 1));
                return row.GetInt64(0);
            },
            after,
            Piece
        )
            is [.., var last]
            ? last
            : null;

    private bool Found(Action read)
    {
        try
        {
            read();
        }
        catch (StoreException damage)
        {
            _problems.Add(damage.Message);
        }
        return true;
    }
}
