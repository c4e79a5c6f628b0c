using FeedAggregator.Subscriptions;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteSubscriptions(LiteThread thread, LiteTables tables) : ISubscriptionStore
{
    public Task<SignUpVerdict> SignUpAsync(SignUp signUp, CancellationToken ct) =>
        thread.WriteAsync(() => LiteSignUps.Take(tables, signUp), ct);

    public Task<Subscription> AddAsync(
        string digest,
        SubscriptionChannel channel,
        string target,
        SubscriptionWish wish,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        thread.WriteAsync(
            () =>
            {
                if (tables.Suppressions.Find(Suppression.HashOf(target)) is { } suppression)
                    tables.Suppressions.Delete(suppression);
                var known = Find(tables, digest, channel, target);
                var row = known ?? New(tables, digest, channel, target, wish, now);
                row["status"] = (long)SubscriptionStatus.Active;
                row["wish"] = StoredJson.SealedText(wish);
                row["confirmed_at"] = LiteValues.Of(now);
                row["ended_at"] = BsonValue.Null;
                if (known is null)
                    tables.Subscriptions.Insert(row);
                else
                    tables.Subscriptions.Update(row);
                return Read(row);
            },
            ct
        );

    public Task IssueAsync(long subscription, string tokenHash, DateTimeOffset expiresAt, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                var now = (expiresAt - ConfirmationToken.Lifetime).ToUnixTimeMilliseconds();
                foreach (var expired in tables.Confirmations.Between("expires_at", 0L, now))
                    tables.Confirmations.Delete(expired);
                if (tables.Confirmations.Find(tokenHash) is null)
                    tables.Confirmations.Insert(
                        new BsonDocument
                        {
                            ["hash"] = tokenHash,
                            ["subscription"] = subscription,
                            ["expires_at"] = LiteValues.Of(expiresAt),
                        }
                    );
                return true;
            },
            ct
        );

    public Task<Subscription?> ConfirmAsync(string tokenHash, DateTimeOffset now, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                if (tables.Confirmations.Find(tokenHash) is not { } token || token["expires_at"].AsInt64 <= now.ToUnixTimeMilliseconds())
                    return null;
                if (tables.Subscriptions.Find(token["subscription"]) is not { } row || StatusOf(row) == SubscriptionStatus.Ended)
                    return null;
                if (StatusOf(row) == SubscriptionStatus.Pending)
                {
                    row["status"] = (long)SubscriptionStatus.Active;
                    row["confirmed_at"] = LiteValues.Of(now);
                    tables.Subscriptions.Update(row);
                }
                return Read(row);
            },
            ct
        );

    public Task<Subscription?> FindAsync(long subscription, CancellationToken ct) =>
        thread.ReadAsync(() => tables.Subscriptions.Find(subscription) is { } row ? Read(row) : null, ct);

    public Task<IReadOnlyList<Subscription>> ListAsync(string? digest, CancellationToken ct) =>
        thread.ReadAsync(() => InOrder(digest is null ? tables.Subscriptions.All() : tables.Subscriptions.With("digest", digest)), ct);

    public Task<IReadOnlyList<Subscription>> OfTargetAsync(string target, CancellationToken ct) =>
        thread.ReadAsync(() => InOrder(OfTarget(target)), ct);

    public Task<bool> ChangeAsync(long subscription, SubscriptionWish wish, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                if (tables.Subscriptions.Find(subscription) is not { } row || StatusOf(row) != SubscriptionStatus.Active)
                    return false;
                row["wish"] = StoredJson.SealedText(wish);
                tables.Subscriptions.Update(row);
                return true;
            },
            ct
        );

    public Task<bool> EndAsync(long subscription, DateTimeOffset now, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                if (tables.Subscriptions.Find(subscription) is not { } row)
                    return false;
                LiteOutbox.LeaveOut(tables, subscription, "the reader has left", now);
                if (StatusOf(row) == SubscriptionStatus.Ended)
                    return true;
                row["status"] = (long)SubscriptionStatus.Ended;
                row["ended_at"] = LiteValues.Of(now);
                tables.Subscriptions.Update(row);
                return true;
            },
            ct
        );

    public Task<int> EraseAsync(string target, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                var rows = OfTarget(target);
                foreach (var row in rows)
                {
                    tables.Deliveries.With("subscription", row["id"]).ForEach(tables.Deliveries.Delete);
                    tables.Confirmations.With("subscription", row["id"]).ForEach(tables.Confirmations.Delete);
                    tables.Subscriptions.Delete(row);
                }
                tables.SignUps.With("target_hash", Suppression.HashOf(target)).ForEach(tables.SignUps.Delete);
                return rows.Count;
            },
            ct
        );

    public Task<Suppression?> BounceAsync(
        string mailbox,
        bool hard,
        string reason,
        string? report,
        DateTimeOffset now,
        CancellationToken ct
    ) => thread.WriteAsync(() => LiteBounces.Note(tables, mailbox, hard, reason, report, now), ct);

    public Task<Suppression?> SuppressionAsync(string mailbox, CancellationToken ct) =>
        thread.ReadAsync(() => LiteBounces.Find(tables, Suppression.HashOf(mailbox)), ct);

    public async Task<byte[]> KeyAsync(string name, byte[] fresh, CancellationToken ct) =>
        await thread.ReadAsync(() => tables.Keys.Find(name)?["value"].AsBinary, ct)
        ?? await thread.WriteAsync(
            () =>
            {
                if (tables.Keys.Find(name) is { } kept)
                    return kept["value"].AsBinary;
                tables.Keys.Insert(new BsonDocument { ["name"] = name, ["value"] = fresh });
                return fresh;
            },
            ct
        );

    public static BsonDocument? Find(LiteTables tables, string digest, SubscriptionChannel channel, string target) =>
        OfTarget(tables, target).Find(row => row["digest"].AsString == digest && row["channel"].AsInt64 == (long)channel);

    public static BsonDocument New(
        LiteTables tables,
        string digest,
        SubscriptionChannel channel,
        string target,
        SubscriptionWish wish,
        DateTimeOffset now
    ) =>
        new()
        {
            ["id"] = tables.NextKey("subscriptions"),
            ["digest"] = digest,
            ["channel"] = (long)channel,
            ["target"] = target,
            ["target_key"] = Subscription.KeyOf(target),
            ["target_hash"] = Suppression.HashOf(target),
            ["status"] = (long)SubscriptionStatus.Pending,
            ["wish"] = StoredJson.SealedText(wish),
            ["created_at"] = LiteValues.Of(now),
        };

    public static Subscription Read(BsonDocument row) =>
        new()
        {
            Id = row["id"].AsInt64,
            Digest = row["digest"].AsString,
            Channel = (SubscriptionChannel)row["channel"].AsInt64,
            Target = row["target"].AsString,
            Status = StatusOf(row),
            Wish = Wish(row),
            CreatedAt = row["created_at"].Instant(),
            ConfirmedAt = row["confirmed_at"].InstantOrNull(),
            EndedAt = row["ended_at"].InstantOrNull(),
        };

    public static SubscriptionWish Wish(BsonDocument row) =>
        StoredJson.ReadSealed<SubscriptionWish>(row["wish"].AsString, "what a reader chose");

    private static List<BsonDocument> OfTarget(LiteTables tables, string target)
    {
        var key = Subscription.KeyOf(target);
        return tables.Subscriptions.With("target_hash", Suppression.HashOf(target)).FindAll(row => row["target_key"].AsString == key);
    }

    private static IReadOnlyList<Subscription> InOrder(IEnumerable<BsonDocument> rows) =>
        [.. rows.Select(Read).OrderBy(row => row.Digest, StringComparer.Ordinal).ThenBy(row => row.Id)];

    private static SubscriptionStatus StatusOf(BsonDocument row) => (SubscriptionStatus)row["status"].AsInt64;

    private List<BsonDocument> OfTarget(string target) => OfTarget(tables, target);
}
