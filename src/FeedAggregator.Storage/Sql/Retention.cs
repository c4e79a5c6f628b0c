namespace FeedAggregator.Storage.Sql;

/// <summary>
/// Purges in pieces small enough that a poll waiting behind one does not notice. What an edition cites must be spared: the place for that condition, once
/// there are editions, is <see cref="Purgeable"/>.
/// </summary>
internal sealed class Retention(Writer writer, IDialect dialect, TimeSpan window)
{
    private const int Piece = 250;
    private const string Purgeable = "select id, feed from items";
    private const string TooOld = Purgeable + " where news_at < $1 and seen_at < $1 order by news_at limit $2";
    private const string Feeds = "select key from feeds where items > $1 order by key";
    private const string FirstTooMany = "select news_at, id from items where feed = $1 order by news_at desc, id desc limit 1 offset $2";
    private const string TooMany = Purgeable + " where feed = $1 and (news_at, id) <= ($2, $3) limit $4";

    private const string StaleFingerprints = """
        delete from fingerprints where item in (
            select f.item from fingerprints f join items i on i.id = f.item where i.seen_at < $1 order by f.item limit $2)
        """;

    private static readonly string[] Deletes =
    [
        "delete from bodies where item = $1",
        "delete from revisions where item = $1",
        "delete from fingerprints where item = $1",
        "delete from story_bars where item = $1",
        "delete from items where id = $1",
    ];

    private const string Recount = """
        update feeds set items = items - $2, newest_at = (select max(news_at) from items where feed = $1) where key = $1
        """;

    public async Task<RetentionReport> RunAsync(RetentionPolicy policy, DateTimeOffset now, CancellationToken ct)
    {
        long purged = 0;
        if (policy.MaxAge is { } age)
            purged += await RepeatAsync(batch => Purge(batch, batch.Session.All(TooOld, ReadItem, now - age, Piece), now), ct);
        if (policy.MaxItemsPerFeed is { } most)
            purged += await PurgeTooManyAsync(most, now, ct);
        await RepeatAsync(batch => batch.Session.Run(StaleFingerprints, now - window, Piece * 4), ct);
        if (dialect.GiveBack is { } giveBack)
            await writer.RunAsync(batch => batch.Session.Run(giveBack), places: false, ct);
        return new RetentionReport(purged);
    }

    private async Task<long> PurgeTooManyAsync(int most, DateTimeOffset now, CancellationToken ct)
    {
        long purged = 0;
        foreach (var feed in await writer.RunAsync(batch => batch.Session.All(Feeds, row => row.GetInt64(0), most), places: false, ct))
            purged += await RepeatAsync(batch => Purge(batch, Excess(batch.Session, feed, most), now), ct);
        return purged;
    }

    private static List<(long Id, long Feed)> Excess(Session session, long feed, int most)
    {
        var first = session.First(FirstTooMany, row => (NewsAt: row.Instant(0), Id: row.GetInt64(1)), feed, most);
        return first.Id == 0 ? [] : session.All(TooMany, ReadItem, feed, first.NewsAt, first.Id, Piece);
    }

    /// <summary>Until a piece comes out empty.</summary>
    private async Task<long> RepeatAsync(Func<WriteBatch, int> piece, CancellationToken ct)
    {
        long all = 0;
        while (await writer.RunAsync(piece, places: false, ct) is > 0 and var some)
            all += some;
        return all;
    }

    private int Purge(WriteBatch batch, List<(long Id, long Feed)> items, DateTimeOffset now)
    {
        if (items.Count == 0)
            return 0;
        var ids = items.ConvertAll(item => new Value[] { item.Id });
        batch.Session.RunEach(dialect.DeleteWords, ids);
        foreach (var delete in Deletes)
            batch.Session.RunEach(delete, ids);
        foreach (var feed in items.GroupBy(item => item.Feed))
            batch.Session.Run(Recount, feed.Key, feed.Count());
        batch.Changed(items.Count, now);
        return items.Count;
    }

    private static (long Id, long Feed) ReadItem(System.Data.Common.DbDataReader row) => (row.GetInt64(0), row.GetInt64(1));
}
