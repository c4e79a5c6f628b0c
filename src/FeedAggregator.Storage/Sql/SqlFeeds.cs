using System.Data.Common;
using FeedAggregator.Feeds;

namespace FeedAggregator.Storage.Sql;

internal sealed class SqlFeeds(Writer writer, Readers readers, IDialect dialect) : IFeedStore
{
    /// <summary>For an engine that knows it is alone.</summary>
    public const string FreeLeases = "update feeds set lease = lease + 1, lease_until = 0 where lease_until <> 0";

    /// <summary>In the order <see cref="ReadDocument"/> takes them.</summary>
    public const string DocumentColumns = "body, final_url, content_type, content_language, content_location, at";

    private const string Overview = "select key, settings, state, seal, items, newest_at from feeds ";

    // The condition is that of the index feeds_quiet.
    private const string Quiet = Overview + "where state like '%\"RetryAfter\":%' and listed = 1";
    private const string Records =
        "select record from polls where feed = (select key from feeds where id = $1) order by number desc limit $2";
    private const string Document = $"select {DocumentColumns} from documents where feed = (select key from feeds where id = $1)";
    private const string Release = "update feeds set lease = lease + 1, lease_until = 0 where key = $1 and lease = $2 and applied <> $2";

    private readonly string _claimDue = Claim(
        "pollable = 1 and due_at <= $1 and lease_until <= $1 order by due_at, key limit $3",
        dialect.ForUpdateSkipLocked
    );

    private readonly string _claimNamed = Claim(
        $"id {dialect.AnyOf("$3")} and listed = 1 and lease_until <= $1",
        dialect.ForUpdateSkipLocked
    );

    public Task SyncAsync(IReadOnlyList<Feed> feeds, DateTimeOffset now, CancellationToken ct) =>
        writer.RunAsync(batch => SyncFeeds.Run(batch, feeds, now), places: true, ct);

    public Task<IReadOnlyList<ClaimedFeed>> ClaimDueAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return writer.RunAsync(batch => Claimed(batch.Session.All(_claimDue, ReadClaim, now, now + lease, limit)), places: false, ct);
    }

    public Task<IReadOnlyList<ClaimedFeed>> ClaimAsync(
        IReadOnlyList<string> feedIds,
        DateTimeOffset now,
        TimeSpan lease,
        CancellationToken ct
    ) =>
        writer.RunAsync(
            batch => Claimed(batch.Session.All(_claimNamed, ReadClaim, now, now + lease, feedIds.ToArray())),
            places: false,
            ct
        );

    public Task ReleaseAsync(IReadOnlyList<ClaimedFeed> feeds, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
            {
                batch.Session.RunEach(Release, [.. feeds.Select(feed => new Value[] { feed.Key, feed.Lease })]);
                return true;
            },
            places: false,
            ct
        );

    public Task<IReadOnlyList<FeedOverview>> ListAsync(CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<FeedOverview>>(session => session.All(Overview + "where listed = 1 order by id", ReadOverview), ct);

    public Task<IReadOnlyList<FeedOverview>> ListQuietAsync(CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<FeedOverview>>(session => session.All(Quiet, ReadOverview), ct);

    public Task<FeedOverview?> FindAsync(string feedId, CancellationToken ct) =>
        readers.RunAsync(session => session.First(Overview + "where id = $1", ReadOverview, feedId), ct);

    public Task<IReadOnlyList<PollRecord>> RecentPollsAsync(string feedId, int limit, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<PollRecord>>(
            session =>
                session.All(
                    Records,
                    row => StoredJson.ReadSealed<PollRecord>(row.GetString(0), $"a poll record of {feedId}"),
                    feedId,
                    limit
                ),
            ct
        );

    public Task<RawDocument?> LastDocumentAsync(string feedId, CancellationToken ct) =>
        readers.RunAsync(session => session.First(Document, row => ReadDocument(row, feedId), feedId), ct);

    public static RawDocument ReadDocument(DbDataReader row, string feedId) =>
        new(Packed.Unpack(row.GetFieldValue<byte[]>(0), $"the document of feed {feedId}"), row.GetString(1), row.TextOrNull(2))
        {
            ContentLanguage = row.TextOrNull(3),
            ContentLocation = row.TextOrNull(4),
            At = row.Instant(5),
        };

    private static string Claim(string condition, string locking) =>
        $"""
            with due as (select key from feeds where {condition}{locking})
            update feeds set lease = lease + 1, lease_until = $2 from due where feeds.key = due.key
            returning feeds.key, settings, state, seal, lease
            """;

    private static (ClaimedFeed Feed, DateTimeOffset Due) ReadClaim(DbDataReader row)
    {
        var (feed, state) = FeedRow.Read(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3));
        return (new ClaimedFeed(row.GetInt64(0), feed, state, row.GetInt64(4)), state.NextPollAt);
    }

    // RETURNING promises no order.
    private static IReadOnlyList<ClaimedFeed> Claimed(List<(ClaimedFeed Feed, DateTimeOffset Due)> rows) =>
        [.. rows.OrderBy(row => row.Due).ThenBy(row => row.Feed.Key).Select(row => row.Feed)];

    private static FeedOverview ReadOverview(DbDataReader row)
    {
        var (feed, state) = FeedRow.Read(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3));
        return new FeedOverview(row.GetInt64(0), feed, state, row.GetInt64(4), row.InstantOrNull(5));
    }
}
