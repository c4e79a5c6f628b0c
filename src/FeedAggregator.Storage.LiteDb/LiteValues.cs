using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>How values lie in documents: instants as milliseconds since 1970 in UTC, flags as 0 or 1, and all numbers as 64 bits.</summary>
internal static class LiteValues
{
    public static long? NumberOrNull(this BsonValue value) => value.IsNull ? null : value.AsInt64;

    public static string? TextOrNull(this BsonValue value) => value.IsNull ? null : value.AsString;

    public static DateTimeOffset Instant(this BsonValue value) => DateTimeOffset.FromUnixTimeMilliseconds(value.AsInt64);

    public static DateTimeOffset? InstantOrNull(this BsonValue value) => value.IsNull ? null : value.Instant();

    public static BsonValue Of(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    public static BsonValue Of(DateTimeOffset? at) => at is { } instant ? Of(instant) : BsonValue.Null;

    public static BsonValue Of(long? number) => number is { } some ? some : BsonValue.Null;
}
