using System.Data.Common;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Storage.Sql;

internal static class SubscriptionRow
{
    public const int Count = 9;

    /// <summary>Of a table called s, in the order <see cref="Read(DbDataReader, int)"/> takes them.</summary>
    public const string Columns = "s.id, s.digest, s.channel, s.target, s.status, s.wish, s.created_at, s.confirmed_at, s.ended_at";

    public static Subscription Read(DbDataReader row) => Read(row, 0);

    public static Subscription Read(DbDataReader row, int first) =>
        new()
        {
            Id = row.GetInt64(first),
            Digest = row.GetString(first + 1),
            Channel = (SubscriptionChannel)row.GetInt64(first + 2),
            Target = row.GetString(first + 3),
            Status = (SubscriptionStatus)row.GetInt64(first + 4),
            Wish = ReadWish(row, first + 5),
            CreatedAt = row.Instant(first + 6),
            ConfirmedAt = row.InstantOrNull(first + 7),
            EndedAt = row.InstantOrNull(first + 8),
        };

    public static SubscriptionWish ReadWish(DbDataReader row, int column) =>
        StoredJson.ReadSealed<SubscriptionWish>(row.GetString(column), "what a reader chose");
}
