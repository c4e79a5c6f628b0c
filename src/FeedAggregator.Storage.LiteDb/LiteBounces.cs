using FeedAggregator.Subscriptions;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>Notes what became of mail to a mailbox, inside a transaction of the store's thread.</summary>
internal static class LiteBounces
{
    public static Suppression? Find(LiteTables tables, string hash) =>
        tables.Suppressions.Find(hash) is { } row
            ? new Suppression((int)row["soft"].AsInt64, row["last_at"].Instant(), row["since"].InstantOrNull(), row["reason"].AsString)
            {
                Counted = row["counted"].TextOrNull() ?? "",
            }
            : null;

    /// <returns>Null when it was noted before.</returns>
    public static Suppression? Note(LiteTables tables, string mailbox, bool hard, string reason, string? report, DateTimeOffset now)
    {
        var hash = Suppression.HashOf(mailbox);
        var before = Find(tables, hash);
        if (Suppression.After(before, hard, reason, report, now) is not { } after)
            return null;
        var row = new BsonDocument
        {
            ["_id"] = hash,
            ["hash"] = hash,
            ["soft"] = (long)after.SoftBounces,
            ["last_at"] = LiteValues.Of(after.LastAt),
            ["since"] = LiteValues.Of(after.Since),
            ["reason"] = after.Reason,
            ["counted"] = after.Counted,
        };
        if (before is null)
            tables.Suppressions.Insert(row);
        else
            tables.Suppressions.Update(row);
        if (after.Since is not null)
        {
            foreach (var subscription in tables.Subscriptions.With("target_hash", hash))
                LiteOutbox.LeaveOut(tables, subscription["id"].AsInt64, "the mailbox is suppressed", now);
        }
        return after;
    }
}
