namespace FeedAggregator.Storage.Sql;

internal static class Statistics
{
    private const string Tombstones =
        "select count(distinct k.item) from identities k where not exists (select 1 from items i where i.id = k.item)";

    public static StoreStatistics Read(Session session) =>
        new()
        {
            Engine = session.Dialect.Engine,
            SchemaVersion = (int)Count(session, session.Dialect.SchemaVersion),
            Feeds = Count(session, "select count(*) from feeds where listed = 1"),
            Items = Count(session, "select count(*) from items"),
            Stories = Count(session, "select count(distinct story) from items"),
            Revisions = Count(session, "select count(*) from revisions"),
            Tombstones = Count(session, Tombstones),
            OldestNewsAt = session.First("select min(news_at) from items", row => row.InstantOrNull(0)),
            NewestNewsAt = session.First("select max(news_at) from items", row => row.InstantOrNull(0)),
            Bytes = Count(session, session.Dialect.SizeOnDisk),
        };

    private static long Count(Session session, string sql) => session.Number(sql) ?? 0;
}
