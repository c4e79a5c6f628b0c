using System.Data.Common;

namespace FeedAggregator.Storage.Packing;

/// <summary>Instants are stored as milliseconds since 1970 in UTC: what is finer is cut off, offsets are not kept.</summary>
internal static class Columns
{
    public static DateTimeOffset Instant(this DbDataReader row, int column) => ToInstant(row.GetInt64(column));

    public static DateTimeOffset? InstantOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : ToInstant(row.GetInt64(column));

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[]? BytesOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    public static bool Flag(this DbDataReader row, int column) => row.GetInt64(column) != 0;

    private static DateTimeOffset ToInstant(long milliseconds)
    {
        // A flipped bit can make any number: outside the calendar it is damage, not a bug.
        if (milliseconds is < -62135596800000 or > 253402300799999)
            throw StoreDamage.Of($"'{milliseconds}' is no time");
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
