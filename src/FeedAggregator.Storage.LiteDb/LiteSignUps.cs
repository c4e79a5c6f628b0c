using System.Globalization;
using FeedAggregator.Subscriptions;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>Takes a stranger's wish inside a transaction of the store's thread.</summary>
internal static class LiteSignUps
{
    public static SignUpVerdict Take(LiteTables tables, SignUp signUp)
    {
        var (now, hash) = (signUp.Now, Suppression.HashOf(signUp.Mailbox.ToString()));
        var aDayAgo = now.AddDays(-1).ToUnixTimeMilliseconds();
        foreach (var old in tables.SignUps.Between("at", 0L, aDayAgo - 1))
            tables.SignUps.Delete(old);
        var verdict = signUp.Limits.Judge(
            Since(tables.SignUps.With("network", signUp.Network), now.AddHours(-1)),
            Since(tables.SignUps.With("target_hash", hash), now.AddDays(-1)),
            LiteBounces.Find(tables, hash)?.Since is not null
        );
        if (verdict == SignUpVerdict.Refuse)
            return verdict;
        Remember(tables, signUp, hash);
        if (verdict == SignUpVerdict.Take)
            Answer(tables, signUp, hash);
        return verdict;
    }

    private static int Since(List<BsonDocument> signUps, DateTimeOffset after) =>
        signUps.Count(row => row["at"].AsInt64 > after.ToUnixTimeMilliseconds());

    private static void Remember(LiteTables tables, SignUp signUp, string hash)
    {
        var row = new BsonDocument
        {
            ["at"] = LiteValues.Of(signUp.Now),
            ["network"] = signUp.Network,
            ["target_hash"] = hash,
        };
        tables.SignUps.Insert(row, apart: tables.NextKey("sign_ups").ToString(CultureInfo.InvariantCulture));
    }

    private static void Answer(LiteTables tables, SignUp signUp, string hash)
    {
        var target = signUp.Mailbox.ToString();
        var row = LiteSubscriptions.Find(tables, signUp.Digest, SubscriptionChannel.Mail, target);
        var active = row?["status"].AsInt64 == (long)SubscriptionStatus.Active;
        if (row is null)
        {
            row = LiteSubscriptions.New(tables, signUp.Digest, SubscriptionChannel.Mail, target, signUp.Wish, signUp.Now);
            tables.Subscriptions.Insert(row);
        }
        else if (!active)
        {
            row["status"] = (long)SubscriptionStatus.Pending;
            row["target"] = target;
            row["wish"] = StoredJson.SealedText(signUp.Wish);
            row["created_at"] = LiteValues.Of(signUp.Now);
            row["confirmed_at"] = BsonValue.Null;
            row["ended_at"] = BsonValue.Null;
            tables.Subscriptions.Update(row);
        }
        var id = row["id"].AsInt64;
        var kind = active ? DeliveryKind.Reminder : DeliveryKind.Confirmation;
        if (!LiteOutbox.Waiting(tables, id).Exists(delivery => delivery["kind"].AsInt64 != (long)DeliveryKind.Edition))
            tables.Deliveries.Insert(LiteOutbox.New(tables, kind, id, edition: null, signUp.Now));
    }
}
