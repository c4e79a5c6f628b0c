using FeedAggregator.Feeds;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteFeeds(LiteThread thread, LiteTables tables) : IFeedStore
{
    /// <summary>Where feeds stand that are not to be polled.</summary>
    private const long Never = long.MaxValue;

    public Task SyncAsync(IReadOnlyList<Feed> feeds, DateTimeOffset now, CancellationToken ct) =>
        thread.WriteAsync(() => Sync(feeds, now), ct);

    public Task<IReadOnlyList<ClaimedFeed>> ClaimDueAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return thread.WriteAsync(
            () =>
            {
                var due = tables
                    .Feeds.Query()
                    .Where("$.due <= @0", now.ToUnixTimeMilliseconds())
                    .OrderBy("$.due")
                    .ToEnumerable()
                    .Where(feed => IsFree(feed, now))
                    .Take(limit)
                    .ToList();
                return Claim(due, now + lease);
            },
            ct
        );
    }

    public Task<IReadOnlyList<ClaimedFeed>> ClaimAsync(
        IReadOnlyList<string> feedIds,
        DateTimeOffset now,
        TimeSpan lease,
        CancellationToken ct
    ) =>
        thread.WriteAsync(
            () =>
            {
                var named = feedIds.Distinct().Select(Find).OfType<BsonDocument>();
                return Claim([.. named.Where(feed => feed["listed"].AsBoolean && IsFree(feed, now))], now + lease);
            },
            ct
        );

    public Task ReleaseAsync(IReadOnlyList<ClaimedFeed> feeds, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                foreach (var claim in feeds)
                {
                    if (
                        tables.Feeds.FindById(claim.Key) is { } feed
                        && feed["lease"].AsInt64 == claim.Lease
                        && feed["applied"].AsInt64 != claim.Lease
                    )
                        tables.Feeds.Update(Freed(feed));
                }
                return true;
            },
            ct
        );

    public Task<IReadOnlyList<FeedOverview>> ListAsync(CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<FeedOverview>>(
            () =>
                [
                    .. tables
                        .Feeds.FindAll()
                        .Where(feed => feed["listed"].AsBoolean)
                        .Select(Overview)
                        .OrderBy(feed => feed.Feed.Id, StringComparer.Ordinal),
                ],
            ct
        );

    public Task<IReadOnlyList<FeedOverview>> ListQuietAsync(CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<FeedOverview>>(
            () =>
                [
                    .. tables
                        .Feeds.FindAll()
                        .Where(feed =>
                            feed["listed"].AsBoolean && feed["state"].AsString.Contains("\"RetryAfter\":", StringComparison.Ordinal)
                        )
                        .Select(Overview),
                ],
            ct
        );

    public Task<FeedOverview?> FindAsync(string feedId, CancellationToken ct) =>
        thread.ReadAsync(() => Find(feedId) is { } feed ? Overview(feed) : null, ct);

    public Task<IReadOnlyList<PollRecord>> RecentPollsAsync(string feedId, int limit, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<PollRecord>>(
            () => Find(feedId) is { } feed ? [.. Polls(feed).Reverse<PollRecord>().Take(limit)] : [],
            ct
        );

    public Task<RawDocument?> LastDocumentAsync(string feedId, CancellationToken ct) =>
        thread.ReadAsync(() => Find(feedId) is { } feed ? Document(tables, feed["_id"].AsInt64) : null, ct);

    public static (Feed Feed, FeedState State) Read(BsonDocument feed) =>
        FeedRow.Read(feed["_id"].AsInt64, feed["settings"].AsString, feed["state"].AsString, feed["seal"].AsInt64);

    /// <summary>The records kept, oldest first.</summary>
    public static List<PollRecord> Polls(BsonDocument feed) =>
        [
            .. feed["polls"]
                .AsArray.Select(record =>
                    StoredJson.ReadSealed<PollRecord>(record.AsString, $"a poll record of feed {feed["_id"].AsInt64}")
                ),
        ];

    public static RawDocument? Document(LiteTables tables, long feed) => tables.Documents.FindById(feed) is { } raw ? Document(raw) : null;

    public static RawDocument Document(BsonDocument raw) =>
        new(
            Packed.Unpack(raw["body"].AsBinary, $"the document of feed {raw["_id"].AsInt64}"),
            raw["url"].AsString,
            raw["type"].TextOrNull()
        )
        {
            ContentLanguage = raw["language"].TextOrNull(),
            ContentLocation = raw["location"].TextOrNull(),
            At = raw["at"].Instant(),
        };

    /// <summary>Writes settings and state into the row, and when it is due by them.</summary>
    public static void Put(BsonDocument row, Feed feed, FeedState state)
    {
        var (settings, stateText) = (StoredJson.Text(feed), StoredJson.Text(state));
        row["settings"] = settings;
        row["state"] = stateText;
        row["seal"] = FeedRow.SealOf(settings, stateText);
        row["due"] = row["listed"].AsBoolean && FeedRow.Pollable(feed, state) ? state.NextPollAt.ToUnixTimeMilliseconds() : Never;
    }

    public static BsonDocument New(long key, string id, bool listed) =>
        new()
        {
            ["_id"] = key,
            ["id"] = id,
            ["listed"] = listed,
            ["lease"] = 0L,
            ["leaseUntil"] = 0L,
            ["applied"] = 0L,
            ["items"] = 0L,
            ["newest"] = BsonValue.Null,
            ["polls"] = new BsonArray(),
        };

    private BsonDocument? Find(string feedId) => tables.Feeds.FindOne("$.id = @0", feedId);

    private static bool IsFree(BsonDocument feed, DateTimeOffset now) => feed["leaseUntil"].AsInt64 <= now.ToUnixTimeMilliseconds();

    private IReadOnlyList<ClaimedFeed> Claim(List<BsonDocument> feeds, DateTimeOffset until)
    {
        var claims = new List<ClaimedFeed>();
        foreach (var row in feeds)
        {
            row["lease"] = row["lease"].AsInt64 + 1;
            row["leaseUntil"] = until.ToUnixTimeMilliseconds();
            tables.Feeds.Update(row);
            var (feed, state) = Read(row);
            claims.Add(new ClaimedFeed(row["_id"].AsInt64, feed, state, row["lease"].AsInt64));
        }
        return [.. claims.OrderBy(claim => claim.State.NextPollAt).ThenBy(claim => claim.Key)];
    }

    private static FeedOverview Overview(BsonDocument row)
    {
        var (feed, state) = Read(row);
        return new FeedOverview(row["_id"].AsInt64, feed, state, row["items"].AsInt64, row["newest"].InstantOrNull());
    }

    private static BsonDocument Freed(BsonDocument feed)
    {
        feed["lease"] = feed["lease"].AsInt64 + 1;
        feed["leaseUntil"] = 0L;
        return feed;
    }

    private int Sync(IReadOnlyList<Feed> feeds, DateTimeOffset now)
    {
        var stored = tables.Feeds.FindAll().ToDictionary(row => row["id"].AsString, StringComparer.Ordinal);
        var changes = 0;
        foreach (var feed in feeds)
        {
            if (!stored.Remove(feed.Id, out var row))
                Add(feed, now);
            else if (!row["listed"].AsBoolean || row["settings"].AsString != StoredJson.Text(feed))
                Change(row, feed, now);
            else
                continue;
            changes++;
        }
        foreach (var missing in stored.Values.Where(row => row["listed"].AsBoolean))
        {
            missing["listed"] = false;
            missing["due"] = Never;
            tables.Feeds.Update(missing);
            changes++;
        }
        if (changes > 0)
            tables.Count(changes, items: 0, lastItem: null, now);
        return changes;
    }

    private void Add(Feed feed, DateTimeOffset now)
    {
        var tally = tables.ReadTally();
        tally["feed"] = tally["feed"].AsInt64 + 1;
        tables.Facts.Update(tally);
        var row = New(tally["feed"].AsInt64, feed.Id, listed: true);
        Put(row, feed, new FeedState { NextPollAt = now });
        tables.Feeds.Insert(row);
    }

    private void Change(BsonDocument row, Feed feed, DateTimeOffset now)
    {
        var (before, state) = Read(row);
        var moved = before.Url != feed.Url;
        row["listed"] = true;
        Put(row, feed, moved ? FeedRow.AtNewAddress(state, now) : state);
        // Whoever polls the old address holds a lease that is void now.
        tables.Feeds.Update(moved ? Freed(row) : row);
    }
}
