using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteOutbox(LiteThread thread, LiteTables tables) : IOutbox
{
    public Task<IReadOnlyList<ClaimedDelivery>> ClaimDueAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return thread.WriteAsync<IReadOnlyList<ClaimedDelivery>>(() => Claim(now, lease, limit), ct);
    }

    public Task<bool> HandOverAsync(ClaimedDelivery delivery, DateTimeOffset now, TimeSpan lease, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                if (Held(delivery) is not { } row)
                    return false;
                row["doubts"] = row["doubts"].AsInt64 + row["in_doubt"].AsInt64;
                row["in_doubt"] = 1L;
                row["lease_until"] = LiteValues.Of(now + lease);
                tables.Deliveries.Update(row);
                return true;
            },
            ct
        );

    public Task<bool> RecordAsync(ClaimedDelivery delivery, DeliveryVerdict verdict, DateTimeOffset now, CancellationToken ct) =>
        thread.WriteAsync(() => Record(delivery, verdict, now), ct);

    public Task ReleaseAsync(IReadOnlyList<ClaimedDelivery> deliveries, DateTimeOffset dueAt, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                foreach (var row in deliveries.Select(Held).OfType<BsonDocument>())
                {
                    row["due_at"] = LiteValues.Of(dueAt);
                    tables.Deliveries.Update(Freed(row));
                }
                return true;
            },
            ct
        );

    public Task<IReadOnlyList<DeliveryRecord>> ListAsync(DeliveryState? state, int limit, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<DeliveryRecord>>(
            () => Records((state is { } one ? In(one) : tables.Deliveries.NewestFirst()).Take(limit)),
            ct
        );

    public Task<IReadOnlyList<DeliveryRecord>> OfSubscriptionAsync(long subscription, int limit, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<DeliveryRecord>>(
            () => Records(tables.Deliveries.With("subscription", subscription).AsEnumerable().Reverse().Take(limit)),
            ct
        );

    public Task<IReadOnlyDictionary<DeliveryState, long>> CountAsync(CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyDictionary<DeliveryState, long>>(
            () =>
                Enum.GetValues<DeliveryState>()
                    .Select(state => (State: state, Count: In(state).LongCount()))
                    .Where(counted => counted.Count > 0)
                    .ToDictionary(counted => counted.State, counted => counted.Count),
            ct
        );

    public Task<int> RetryAsync(IReadOnlyList<long> deliveries, DateTimeOffset now, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                var named =
                    deliveries.Count == 0 ? In(DeliveryState.GivenUp) : deliveries.Distinct().Select(id => tables.Deliveries.Find(id));
                var rows = named.OfType<BsonDocument>().Where(row => StateOf(row) == DeliveryState.GivenUp).ToList();
                foreach (var row in rows)
                {
                    row["state"] = (long)DeliveryState.Waiting;
                    row["due_at"] = LiteValues.Of(now);
                    row["attempts"] = 0L;
                    row["ended_at"] = BsonValue.Null;
                    row["lease"] = row["lease"].AsInt64 + 1;
                    tables.Deliveries.Update(row);
                }
                return rows.Count;
            },
            ct
        );

    public static BsonDocument New(LiteTables tables, DeliveryKind kind, long subscription, long? edition, DateTimeOffset dueAt) =>
        new()
        {
            ["id"] = tables.NextKey("deliveries"),
            ["kind"] = (long)kind,
            ["subscription"] = subscription,
            ["edition"] = LiteValues.Of(edition),
            ["state"] = (long)DeliveryState.Waiting,
            ["due_at"] = LiteValues.Of(dueAt),
            ["lease"] = 0L,
            ["lease_until"] = 0L,
            ["attempts"] = 0L,
            ["in_doubt"] = 0L,
            ["doubts"] = 0L,
        };

    public static List<BsonDocument> Waiting(LiteTables tables, long subscription) =>
        tables.Deliveries.With("subscription", subscription).FindAll(row => StateOf(row) == DeliveryState.Waiting);

    /// <summary>What waits for a subscription is not to be sent any more.</summary>
    public static void LeaveOut(LiteTables tables, long subscription, string why, DateTimeOffset now)
    {
        foreach (var row in Waiting(tables, subscription))
        {
            row["state"] = (long)DeliveryState.Skipped;
            row["ended_at"] = LiteValues.Of(now);
            row["note"] = why;
            tables.Deliveries.Update(Freed(row));
        }
    }

    /// <summary>Whoever held leases is dead: the file is ours alone, so what it was sending need not wait for them to end.</summary>
    public static void FreeLeases(LiteTables tables)
    {
        var held = tables.Deliveries.Between("place", Place(DeliveryState.Waiting, 0), Place(DeliveryState.Waiting, long.MaxValue));
        foreach (var row in held.Where(row => row["lease_until"].AsInt64 != 0))
            tables.Deliveries.Update(Freed(row));
    }

    private List<ClaimedDelivery> Claim(DateTimeOffset now, TimeSpan lease, int limit)
    {
        var due = tables
            .Deliveries.Walk("waits", LiteIndexes.FirstWaiting, LiteIndexes.Waiting(now, long.MaxValue))
            .Where(row => row["lease_until"].AsInt64 <= now.ToUnixTimeMilliseconds())
            .Take(limit)
            .ToList();
        foreach (var row in due)
        {
            row["lease"] = row["lease"].AsInt64 + 1;
            row["lease_until"] = LiteValues.Of(now + lease);
            tables.Deliveries.Update(row);
        }
        var numbers = Numbers(due);
        return due.ConvertAll(row => new ClaimedDelivery(
            row["id"].AsInt64,
            row["lease"].AsInt64,
            (DeliveryKind)row["kind"].AsInt64,
            LiteSubscriptions.Read(SubscriptionOf(row)),
            NumberOf(row, numbers),
            (int)row["attempts"].AsInt64,
            row["in_doubt"].AsInt64 != 0
        ));
    }

    private bool Record(ClaimedDelivery delivery, DeliveryVerdict verdict, DateTimeOffset now)
    {
        if (Held(delivery) is not { } row)
            return false;
        row["state"] = (long)verdict.State;
        if (verdict.DueAt is { } due)
            row["due_at"] = LiteValues.Of(due);
        row["note"] = verdict.Text;
        row["in_doubt"] = verdict.InDoubt ? 1L : 0L;
        row["attempts"] = row["attempts"].AsInt64 + (verdict.Counts ? 1 : 0);
        row["ended_at"] = LiteValues.Of(verdict.State == DeliveryState.Waiting ? null : (DateTimeOffset?)now);
        tables.Deliveries.Update(Freed(row));
        if (verdict.DeadMailbox)
        {
            var mailbox = SubscriptionOf(row)["target"].AsString;
            LiteBounces.Note(tables, mailbox, hard: true, verdict.Text ?? "the mailbox does not exist", report: null, now);
        }
        return true;
    }

    /// <summary>The row while the lease is still the holder's.</summary>
    private BsonDocument? Held(ClaimedDelivery delivery) =>
        tables.Deliveries.Find(delivery.Id) is { } row && row["lease"].AsInt64 == delivery.Lease && StateOf(row) == DeliveryState.Waiting
            ? row
            : null;

    private static BsonDocument Freed(BsonDocument row)
    {
        row["lease"] = row["lease"].AsInt64 + 1;
        row["lease_until"] = 0L;
        return row;
    }

    private IEnumerable<BsonDocument> In(DeliveryState state) =>
        tables.Deliveries.Walk("place", Place(state, 0), Place(state, long.MaxValue), descending: true);

    private static string Place(DeliveryState state, long id) => LiteIndexes.DeliveryPlace(state, id);

    private static DeliveryState StateOf(BsonDocument row) => (DeliveryState)row["state"].AsInt64;

    private BsonDocument SubscriptionOf(BsonDocument row) =>
        tables.Subscriptions.Find(row["subscription"])
        ?? throw StoreDamage.Of($"the subscription of delivery {row["id"].AsInt64} is missing");

    /// <summary>The editions' numbers by key: each is looked up once.</summary>
    private Dictionary<long, int?> Numbers(List<BsonDocument> rows) =>
        rows.Select(row => row["edition"].NumberOrNull())
            .OfType<long>()
            .Distinct()
            .ToDictionary(key => key, key => (int?)tables.Editions.Find(key)?["number"].NumberOrNull());

    private static int? NumberOf(BsonDocument row, Dictionary<long, int?> numbers) =>
        row["edition"].NumberOrNull() is { } edition ? numbers[edition] : null;

    private List<DeliveryRecord> Records(IEnumerable<BsonDocument> found)
    {
        var rows = found.ToList();
        var numbers = Numbers(rows);
        return rows.ConvertAll(row =>
        {
            var subscription = SubscriptionOf(row);
            return new DeliveryRecord(
                row["id"].AsInt64,
                (DeliveryKind)row["kind"].AsInt64,
                row["subscription"].AsInt64,
                subscription["target"].AsString,
                subscription["digest"].AsString,
                NumberOf(row, numbers),
                StateOf(row),
                row["due_at"].Instant(),
                row["ended_at"].InstantOrNull(),
                (int)row["attempts"].AsInt64,
                (int)row["doubts"].AsInt64,
                row["note"].TextOrNull()
            );
        });
    }
}
