using FeedAggregator.Subscriptions;

namespace FeedAggregator.Storage.Sql;

/// <summary>Notes what became of mail to a mailbox, inside a transaction of the writer.</summary>
internal static class Bounces
{
    public const string Select = "select soft, last_at, since, reason, counted from suppressions where hash = $1";

    private const string Upsert = """
        insert into suppressions (hash, soft, last_at, since, reason, counted) values ($1, $2, $3, $4, $5, $6)
        on conflict (hash) do update set soft = excluded.soft, last_at = excluded.last_at, since = excluded.since, reason = excluded.reason,
            counted = excluded.counted
        """;

    private const string LeaveOut = """
        update deliveries set state = 3, ended_at = $2, note = 'the mailbox is suppressed', lease_until = 0, lease = lease + 1
        where state = 0 and subscription in (select id from subscriptions where target_hash = $1)
        """;

    public static Suppression? Find(Session session, string hash) =>
        session.First(
            Select,
            row => new Suppression((int)row.GetInt64(0), row.Instant(1), row.InstantOrNull(2), row.GetString(3))
            {
                Counted = row.GetString(4),
            },
            hash
        );

    /// <returns>Null when it was noted before.</returns>
    public static Suppression? Note(Session session, string mailbox, bool hard, string reason, string? report, DateTimeOffset now)
    {
        var hash = Suppression.HashOf(mailbox);
        if (Suppression.After(Find(session, hash), hard, reason, report, now) is not { } after)
            return null;
        session.Run(Upsert, hash, after.SoftBounces, after.LastAt, after.Since, after.Reason, after.Counted);
        if (after.Since is not null)
            session.Run(LeaveOut, hash, now);
        return after;
    }
}
