using FeedAggregator.Subscriptions;

namespace FeedAggregator.Storage.Sql;

/// <summary>Takes a stranger's wish inside a transaction of the writer.</summary>
internal static class SignUps
{
    private const string Forget = "delete from sign_ups where at < $1";
    private const string OfNetwork = "select count(*) from sign_ups where network = $1 and at > $2";
    private const string OfMailbox = "select count(*) from sign_ups where target_hash = $1 and at > $2";
    private const string Remember = "insert into sign_ups (at, network, target_hash) values ($1, $2, $3)";
    private const string Find = "select id, status from subscriptions where digest = $1 and channel = 0 and target_key = $2";

    private static string Insert(IDialect dialect) =>
        $"""
            insert into subscriptions (id, digest, channel, target, target_key, target_hash, status, wish, created_at)
            values ({dialect.NewSubscription}, $1, 0, $2, $3, $4, 0, $5, $6) returning id
            """;

    private const string Reopen =
        "update subscriptions set status = 0, target = $2, wish = $3, created_at = $4, confirmed_at = null, ended_at = null where id = $1";

    private const string Letter = """
        insert into deliveries (kind, subscription, edition, state, due_at, lease, lease_until, attempts, in_doubt, doubts)
        values ($1, $2, null, 0, $3, 0, 0, 0, 0, 0)
        """;

    private const string LettersWaiting = "select count(*) from deliveries where subscription = $1 and kind <> 0 and state = 0";

    public static SignUpVerdict Take(Session session, SignUp signUp)
    {
        var (now, hash) = (signUp.Now, Suppression.HashOf(signUp.Mailbox.ToString()));
        session.Run(Forget, now.AddDays(-1));
        var verdict = signUp.Limits.Judge(
            session.Number(OfNetwork, signUp.Network, now.AddHours(-1)) ?? 0,
            session.Number(OfMailbox, hash, now.AddDays(-1)) ?? 0,
            Bounces.Find(session, hash)?.Since is not null
        );
        if (verdict == SignUpVerdict.Refuse)
            return verdict;
        session.Run(Remember, now, signUp.Network, hash);
        if (verdict == SignUpVerdict.Take)
            Answer(session, signUp, hash);
        return verdict;
    }

    private static void Answer(Session session, SignUp signUp, string hash)
    {
        var (key, wish, now) = (Subscription.KeyOf(signUp.Mailbox.ToString()), StoredJson.SealedText(signUp.Wish), signUp.Now);
        var (id, status) = session.First(
            Find,
            row => (Id: row.GetInt64(0), Status: (SubscriptionStatus)row.GetInt64(1)),
            signUp.Digest,
            key
        );
        if (id == 0)
            id = session.Number(Insert(session.Dialect), signUp.Digest, signUp.Mailbox.ToString(), key, hash, wish, now)!.Value;
        else if (status != SubscriptionStatus.Active)
            session.Run(Reopen, id, signUp.Mailbox.ToString(), wish, now);
        var active = id != 0 && status == SubscriptionStatus.Active;
        if (session.Number(LettersWaiting, id) == 0)
            session.Run(Letter, (long)(active ? DeliveryKind.Reminder : DeliveryKind.Confirmation), id, now);
    }
}
