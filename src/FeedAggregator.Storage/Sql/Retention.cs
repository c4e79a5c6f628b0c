using System.Data.Common;

namespace FeedAggregator.Storage.Sql;

/// <summary>
/// Purges in pieces small enough that a poll waiting behind one does not notice. What may go is looked up beside the writer, which then asks once more: an edition
/// may have been frozen in between. All items of a story that an edition has had are spared, and never walked past twice.
/// </summary>
internal sealed class Retention(Writer writer, Readers readers, IDialect dialect, TimeSpan window)
{
    private const int Piece = 250;

    /// <summary>What an admin parted from a story was of it when an edition had it.</summary>
    private const string Cited = """
        (exists (select 1 from edition_stories e where e.story = i.story)
            or exists (select 1 from story_bars b join edition_stories e on e.story = b.story where b.item = i.id))
        """;

    private const string Purgeable = $"select i.id, i.feed, i.news_at from items i where not {Cited} and (i.news_at, i.id) > ($1, $2)";
    private const string InOrder = " order by i.news_at, i.id limit $3";
    private const string TooOld = Purgeable + " and i.news_at < $4 and i.seen_at < $4" + InOrder;
    private const string TooMany = Purgeable + " and i.feed = $4 and (i.news_at, i.id) <= ($5, $6)" + InOrder;
    private const string Feeds = "select key from feeds where items > $1 order by key";
    private const string FirstTooMany = "select news_at, id from items where feed = $1 order by news_at desc, id desc limit 1 offset $2";

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
        "delete from story_links where story = $1",
        "delete from items where id = $1",
    ];

    private const string Recount = """
        update feeds set items = items - $2, newest_at = (select max(news_at) from items where feed = $1) where key = $1
        """;

    private static readonly Candidate Before = new(0, 0, DateTimeOffset.MinValue);

    private readonly string _lock = $"select id from items where id {dialect.AnyOf("$1")} order by id{dialect.ForUpdate}";
    private readonly string _stillPurgeable =
        $"select i.id, i.feed, i.news_at from items i where i.id {dialect.AnyOf("$1")} and not {Cited}";

    public async Task<RetentionReport> RunAsync(RetentionPolicy policy, DateTimeOffset now, CancellationToken ct)
    {
        long purged = 0;
        if (policy.MaxAge is { } age)
            purged += await PurgeAllAsync(
                (session, last) => session.All(TooOld, Candidate.Read, last.NewsAt, last.Id, Piece, now - age),
                now,
                ct
            );
        if (policy.MaxItemsPerFeed is { } most)
            purged += await PurgeTooManyAsync(most, now, ct);
        while (await writer.RunAsync(batch => batch.Session.Run(StaleFingerprints, now - window, Piece * 4), places: false, ct) > 0) { }
        if (dialect.GiveBack is { } giveBack)
            await writer.RunAsync(batch => batch.Session.Run(giveBack), places: false, ct);
        return new RetentionReport(purged);
    }

    private async Task<long> PurgeTooManyAsync(int most, DateTimeOffset now, CancellationToken ct)
    {
        long purged = 0;
        foreach (var feed in await readers.RunAsync(session => session.All(Feeds, row => row.GetInt64(0), most), ct))
        {
            var first = await readers.RunAsync(session => session.First(FirstTooMany, Position, feed, most), ct);
            if (first.Id > 0)
                purged += await PurgeAllAsync(
                    (session, last) => session.All(TooMany, Candidate.Read, last.NewsAt, last.Id, Piece, feed, first.NewsAt, first.Id),
                    now,
                    ct
                );
        }
        return purged;
    }

    /// <param name="next">The purgeable items behind one, in order.</param>
    private async Task<long> PurgeAllAsync(Func<Session, Candidate, List<Candidate>> next, DateTimeOffset now, CancellationToken ct)
    {
        long all = 0;
        var last = Before;
        while (await readers.RunAsync(session => next(session, last), ct) is { Count: > 0 } piece)
        {
            all += await writer.RunAsync(batch => Purge(batch, piece, now), places: false, ct);
            last = piece[^1];
        }
        return all;
    }

    private int Purge(WriteBatch batch, List<Candidate> piece, DateTimeOffset now)
    {
        long[] asked = [.. piece.Select(item => item.Id)];
        // A statement of its own: one that waits for an edition's locks still sees what was before it waited, and would purge what the edition has just cited.
        batch.Session.All(_lock, row => row.GetInt64(0), asked);
        var items = batch.Session.All(_stillPurgeable, Candidate.Read, asked);
        if (items.Count == 0)
            return 0;
        var ids = items.ConvertAll(item => new Value[] { item.Id });
        items.ForEach(item => batch.Words.Drop(item.Id));
        batch.Session.RunEach(dialect.DeleteWords, ids);
        foreach (var delete in Deletes)
            batch.Session.RunEach(delete, ids);
        foreach (var feed in items.GroupBy(item => item.Feed))
            batch.Session.Run(Recount, feed.Key, feed.Count());
        batch.Changed(items.Count, now);
        return items.Count;
    }

    private static (DateTimeOffset NewsAt, long Id) Position(DbDataReader row) => (row.Instant(0), row.GetInt64(1));

    private sealed record Candidate(long Id, long Feed, DateTimeOffset NewsAt)
    {
        public static Candidate Read(DbDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.Instant(2));
    }
}
