using FeedAggregator.Feeds;

namespace FeedAggregator.Storage.Sql;

/// <summary>Brings the stored feeds in line with the admin's file; writes only what differs.</summary>
internal static class SyncFeeds
{
    private const string Select = "select key, id, settings, state, seal, listed from feeds";

    private const string Insert = """
        insert into feeds (id, listed, pollable, due_at, lease, lease_until, applied, polls, items, settings, state, seal)
        values ($1, 1, $2, $3, 0, 0, 0, 0, 0, $4, $5, $6)
        """;

    private const string Update = """
        update feeds set listed = 1, pollable = $2, due_at = $3, settings = $4, state = $5, seal = $6
        where id = $1
        """;

    /// <summary>Whoever polls the old address holds a lease that is void now.</summary>
    private const string VoidLease = "update feeds set lease = lease + 1, lease_until = 0 where key = $1";
    private const string Unlist = "update feeds set listed = 0, pollable = 0 where key = $1";
    private const string Untag = "delete from feed_tags where feed = $1";
    private const string Tag = "insert into feed_tags (feed, tag) select key, $1 from feeds where id = $2 on conflict do nothing";

    /// <returns>How many feeds were changed.</returns>
    public static int Run(WriteBatch batch, IReadOnlyList<Feed> feeds, DateTimeOffset now)
    {
        var stored = Stored(batch.Session);
        var changes = 0;
        foreach (var feed in feeds)
        {
            var settings = StoredJson.Text(feed);
            if (!stored.Remove(feed.Id, out var row))
                Add(batch.Session, feed, settings, now);
            else if (!row.Listed || row.Settings != settings)
                Change(batch.Session, row, feed, settings, now);
            else
                continue;
            changes++;
        }
        foreach (var missing in stored.Values.Where(row => row.Listed))
        {
            batch.Session.Run(Unlist, missing.Key);
            changes++;
        }
        if (changes > 0)
            batch.Changed(changes, now);
        return changes;
    }

    private static Dictionary<string, Row> Stored(Session session) =>
        session
            .All(
                Select,
                static row => new Row(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.Flag(5))
            )
            .ToDictionary(row => row.Id);

    private static void Add(Session session, Feed feed, string settings, DateTimeOffset now)
    {
        Write(session, Insert, feed, new FeedState { NextPollAt = now }, settings);
        Retag(session, feed);
    }

    private static void Change(Session session, Row row, Feed feed, string settings, DateTimeOffset now)
    {
        var (before, state) = FeedRow.Read(row.Key, row.Settings, row.State, row.Seal);
        var moved = before.Url != feed.Url;
        Write(session, Update, feed, moved ? FeedRow.AtNewAddress(state, now) : state, settings);
        session.Run(Untag, row.Key);
        Retag(session, feed);
        if (moved)
            session.Run(VoidLease, row.Key);
    }

    private static void Write(Session session, string sql, Feed feed, FeedState state, string settings)
    {
        var stateText = StoredJson.Text(state);
        session.Run(
            sql,
            feed.Id,
            FeedRow.Pollable(feed, state),
            state.NextPollAt,
            settings,
            stateText,
            FeedRow.SealOf(settings, stateText)
        );
    }

    private static void Retag(Session session, Feed feed) =>
        session.RunEach(Tag, [.. feed.Tags.Select(tag => new Value[] { tag, feed.Id })]);

    private sealed record Row(long Key, string Id, string Settings, string State, long Seal, bool Listed);
}
