using System.Data.Common;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Storage.Sql;

internal sealed class SqlOutbox(Writer writer, Readers readers, IDialect dialect) : IOutbox
{
    /// <summary>For an engine that knows it is alone.</summary>
    public const string FreeLeases = "update deliveries set lease = lease + 1, lease_until = 0 where state = 0 and lease_until <> 0";

    private const string HandOver = """
        update deliveries set doubts = doubts + in_doubt, in_doubt = 1, lease_until = $3 where id = $1 and lease = $2 and state = 0
        """;

    private const string Record = """
        update deliveries set state = $3, due_at = coalesce($4, due_at), note = $5, in_doubt = $6, attempts = attempts + $7, ended_at = $8,
            lease_until = 0, lease = lease + 1
        where id = $1 and lease = $2 and state = 0
        """;

    private const string Release = """
        update deliveries set due_at = $1, lease_until = 0, lease = lease + 1 where id = $2 and lease = $3 and state = 0
        """;

    private const string Target = "select s.target from deliveries d join subscriptions s on s.id = d.subscription where d.id = $1";

    private const string Rows = """
        select d.id, d.kind, d.subscription, s.target, s.digest, e.number, d.state, d.due_at, d.ended_at, d.attempts, d.doubts, d.note
        from deliveries d join subscriptions s on s.id = d.subscription left join editions e on e.key = d.edition
        """;
    private const string ListAll = Rows + " order by d.id desc limit $1";
    private const string ListState = Rows + " where d.state = $2 order by d.id desc limit $1";
    private const string OfOne = Rows + " where d.subscription = $2 order by d.id desc limit $1";
    private const string Count = "select state, count(*) from deliveries group by state";
    private const string Again =
        "update deliveries set state = 0, due_at = $1, attempts = 0, ended_at = null, lease = lease + 1 where state = 2";

    private readonly string _claim = $"""
        with due as (select id from deliveries where state = 0 and due_at <= $1 and lease_until <= $1 order by due_at, id limit $3{dialect.ForUpdateSkipLocked})
        update deliveries set lease = lease + 1, lease_until = $2 from due where deliveries.id = due.id
        returning deliveries.id
        """;

    private readonly string _claimed = $"""
        select d.id, d.lease, d.kind, e.number, d.attempts, d.in_doubt, d.due_at, {SubscriptionRow.Columns}
        from deliveries d join subscriptions s on s.id = d.subscription left join editions e on e.key = d.edition
        where d.id {dialect.AnyOf("$1")} order by d.due_at, d.id
        """;

    private readonly string _again = $"{Again} and id {dialect.AnyOf("$2")}";

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimDueAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return writer.RunAsync<IReadOnlyList<ClaimedDelivery>>(
            batch =>
            {
                long[] ids = [.. batch.Session.All(_claim, row => row.GetInt64(0), now, now + lease, limit)];
                return ids.Length == 0 ? [] : batch.Session.All(_claimed, ReadClaim, ids);
            },
            places: false,
            ct
        );
    }

    public Task<bool> HandOverAsync(ClaimedDelivery delivery, DateTimeOffset now, TimeSpan lease, CancellationToken ct) =>
        writer.RunAsync(batch => batch.Session.Run(HandOver, delivery.Id, delivery.Lease, now + lease) == 1, places: false, ct);

    public Task<bool> RecordAsync(ClaimedDelivery delivery, DeliveryVerdict verdict, DateTimeOffset now, CancellationToken ct) =>
        writer.RunAsync(batch => Write(batch.Session, delivery, verdict, now), places: false, ct);

    public Task ReleaseAsync(IReadOnlyList<ClaimedDelivery> deliveries, DateTimeOffset dueAt, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
            {
                batch.Session.RunEach(Release, [.. deliveries.Select(x => new Value[] { dueAt, x.Id, x.Lease })]);
                return true;
            },
            places: false,
            ct
        );

    public Task<IReadOnlyList<DeliveryRecord>> ListAsync(DeliveryState? state, int limit, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<DeliveryRecord>>(
            session => state is { } one ? session.All(ListState, ReadRecord, limit, (long)one) : session.All(ListAll, ReadRecord, limit),
            ct
        );

    public Task<IReadOnlyList<DeliveryRecord>> OfSubscriptionAsync(long subscription, int limit, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<DeliveryRecord>>(session => session.All(OfOne, ReadRecord, limit, subscription), ct);

    public async Task<IReadOnlyDictionary<DeliveryState, long>> CountAsync(CancellationToken ct) =>
        await readers.RunAsync(
            session =>
                session
                    .All(Count, row => (State: (DeliveryState)row.GetInt64(0), Count: row.GetInt64(1)))
                    .ToDictionary(x => x.State, x => x.Count),
            ct
        );

    public Task<int> RetryAsync(IReadOnlyList<long> deliveries, DateTimeOffset now, CancellationToken ct) =>
        writer.RunAsync(
            batch => deliveries.Count == 0 ? batch.Session.Run(Again, now) : batch.Session.Run(_again, now, deliveries.ToArray()),
            places: false,
            ct
        );

    private static bool Write(Session session, ClaimedDelivery delivery, DeliveryVerdict verdict, DateTimeOffset now)
    {
        var written = session.Run(
            Record,
            delivery.Id,
            delivery.Lease,
            (long)verdict.State,
            verdict.DueAt,
            verdict.Text,
            verdict.InDoubt,
            verdict.Counts ? 1 : 0,
            verdict.State == DeliveryState.Waiting ? (DateTimeOffset?)null : now
        );
        if (written == 0)
            return false;
        if (verdict.DeadMailbox && session.First(Target, row => row.GetString(0), delivery.Id) is { } mailbox)
            Bounces.Note(session, mailbox, hard: true, verdict.Text ?? "the mailbox does not exist", report: null, now);
        return true;
    }

    private static ClaimedDelivery ReadClaim(DbDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetInt64(1),
            (DeliveryKind)row.GetInt64(2),
            SubscriptionRow.Read(row, 7),
            row.IsDBNull(3) ? null : (int)row.GetInt64(3),
            (int)row.GetInt64(4),
            row.Flag(5)
        );

    private static DeliveryRecord ReadRecord(DbDataReader row) =>
        new(
            row.GetInt64(0),
            (DeliveryKind)row.GetInt64(1),
            row.GetInt64(2),
            row.GetString(3),
            row.GetString(4),
            row.IsDBNull(5) ? null : (int)row.GetInt64(5),
            (DeliveryState)row.GetInt64(6),
            row.Instant(7),
            row.InstantOrNull(8),
            (int)row.GetInt64(9),
            (int)row.GetInt64(10),
            row.TextOrNull(11)
        );
}
