using System.Globalization;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Storage.Sql;

internal sealed class SqlSubscriptions(Writer writer, Readers readers, IDialect dialect) : ISubscriptionStore
{
    private const string From = $"select {SubscriptionRow.Columns} from subscriptions s ";
    private const string ById = From + "where s.id = $1";
    private const string ByTarget = From + "where s.target_key = $1 order by s.digest, s.id";
    private const string All = From + "order by s.digest, s.id";
    private const string OfDigest = From + "where s.digest = $1 order by s.id";
    private const string Confirmed =
        From + "join confirmations c on c.subscription = s.id where c.hash = $1 and c.expires_at > $2 and s.status <> 2";

    private readonly string _upsert = $"""
        insert into subscriptions (id, digest, channel, target, target_key, target_hash, status, wish, created_at, confirmed_at)
        values ({dialect.NewSubscription}, $1, $2, $3, $4, $5, 1, $6, $7, $7)
        on conflict (digest, channel, target_key) do update set status = 1, wish = excluded.wish, confirmed_at = excluded.confirmed_at, ended_at = null
        returning id
        """;

    private const string Issue = "insert into confirmations (hash, subscription, expires_at) values ($1, $2, $3) on conflict do nothing";
    private const string Expire = "delete from confirmations where expires_at <= $1";
    private const string Activate = "update subscriptions set status = 1, confirmed_at = $2 where id = $1 and status = 0";
    private const string Change = "update subscriptions set wish = $2 where id = $1 and status = 1";
    private const string End = "update subscriptions set status = 2, ended_at = $2 where id = $1 and status <> 2";

    private const string LeaveOut = """
        update deliveries set state = 3, ended_at = $2, note = 'the reader has left', lease_until = 0, lease = lease + 1
        where subscription = $1 and state = 0
        """;

    private const string Unsuppress = "delete from suppressions where hash = $1";
    private const string EraseDeliveries =
        "delete from deliveries where subscription in (select id from subscriptions where target_key = $1)";
    private const string EraseTokens =
        "delete from confirmations where subscription in (select id from subscriptions where target_key = $1)";
    private const string EraseSignUps = "delete from sign_ups where target_hash = $1";

    /// <summary>Links in old letters name a subscription by its id and do not expire: who comes later must not get it.</summary>
    public const string RememberErased = """
        insert into facts (name, value) values ('erased subscription', $1)
        on conflict (name) do update set value = excluded.value where cast(facts.value as bigint) < cast(excluded.value as bigint)
        """;
    public const string LastErased = "select cast(value as bigint) from facts where name = 'erased subscription'";
    private const string LastOf = "select max(id) from subscriptions where target_key = $1";
    private const string EraseAll = "delete from subscriptions where target_key = $1";
    private const string Key = "select value from keys where name = $1";
    private const string KeepKey = "insert into keys (name, value) values ($1, $2) on conflict do nothing";

    public Task<SignUpVerdict> SignUpAsync(SignUp signUp, CancellationToken ct) =>
        writer.RunAsync(batch => SignUps.Take(batch.Session, signUp), places: false, ct);

    public Task<Subscription> AddAsync(
        string digest,
        SubscriptionChannel channel,
        string target,
        SubscriptionWish wish,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var (key, hash, text) = (Subscription.KeyOf(target), Suppression.HashOf(target), StoredJson.SealedText(wish));
        return writer.RunAsync(
            batch =>
            {
                batch.Session.Run(Unsuppress, hash);
                var id = batch.Session.Number(_upsert, digest, (long)channel, target, key, hash, text, now)!.Value;
                return batch.Session.First(ById, SubscriptionRow.Read, id)!;
            },
            places: false,
            ct
        );
    }

    public Task IssueAsync(long subscription, string tokenHash, DateTimeOffset expiresAt, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
            {
                batch.Session.Run(Expire, expiresAt - ConfirmationToken.Lifetime);
                return batch.Session.Run(Issue, tokenHash, subscription, expiresAt);
            },
            places: false,
            ct
        );

    public Task<Subscription?> ConfirmAsync(string tokenHash, DateTimeOffset now, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
            {
                if (batch.Session.First(Confirmed, SubscriptionRow.Read, tokenHash, now) is not { } found)
                    return null;
                batch.Session.Run(Activate, found.Id, now);
                return batch.Session.First(ById, SubscriptionRow.Read, found.Id);
            },
            places: false,
            ct
        );

    public Task<Subscription?> FindAsync(long subscription, CancellationToken ct) =>
        readers.RunAsync(session => session.First(ById, SubscriptionRow.Read, subscription), ct);

    public Task<IReadOnlyList<Subscription>> ListAsync(string? digest, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<Subscription>>(
            session => digest is null ? session.All(All, SubscriptionRow.Read) : session.All(OfDigest, SubscriptionRow.Read, digest),
            ct
        );

    public Task<IReadOnlyList<Subscription>> OfTargetAsync(string target, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<Subscription>>(
            session => session.All(ByTarget, SubscriptionRow.Read, Subscription.KeyOf(target)),
            ct
        );

    public Task<bool> ChangeAsync(long subscription, SubscriptionWish wish, CancellationToken ct) =>
        writer.RunAsync(batch => batch.Session.Run(Change, subscription, StoredJson.SealedText(wish)) == 1, places: false, ct);

    public Task<bool> EndAsync(long subscription, DateTimeOffset now, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
            {
                batch.Session.Run(End, subscription, now);
                batch.Session.Run(LeaveOut, subscription, now);
                return batch.Session.First(ById, SubscriptionRow.Read, subscription) is not null;
            },
            places: false,
            ct
        );

    public Task<int> EraseAsync(string target, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
            {
                var key = Subscription.KeyOf(target);
                batch.Session.Run(EraseDeliveries, key);
                batch.Session.Run(EraseTokens, key);
                batch.Session.Run(EraseSignUps, Suppression.HashOf(target));
                if (batch.Session.Number(LastOf, key) is { } last)
                    batch.Session.Run(RememberErased, last.ToString(CultureInfo.InvariantCulture));
                return batch.Session.Run(EraseAll, key);
            },
            places: false,
            ct
        );

    public Task<Suppression?> BounceAsync(
        string mailbox,
        bool hard,
        string reason,
        string? report,
        DateTimeOffset now,
        CancellationToken ct
    ) => writer.RunAsync(batch => Bounces.Note(batch.Session, mailbox, hard, reason, report, now), places: false, ct);

    public Task<Suppression?> SuppressionAsync(string mailbox, CancellationToken ct) =>
        readers.RunAsync(session => Bounces.Find(session, Suppression.HashOf(mailbox)), ct);

    public async Task<byte[]> KeyAsync(string name, byte[] fresh, CancellationToken ct) =>
        await readers.RunAsync(session => session.First(Key, row => row.GetFieldValue<byte[]>(0), name), ct)
        ?? await writer.RunAsync(
            batch =>
            {
                batch.Session.Run(KeepKey, name, fresh);
                return batch.Session.First(Key, row => row.GetFieldValue<byte[]>(0), name)!;
            },
            places: false,
            ct
        );
}
