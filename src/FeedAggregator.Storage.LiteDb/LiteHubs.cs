using FeedAggregator.Fetching.WebSub;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteHubs(LiteThread thread, LiteTables tables) : IHubStore
{
    public Task AddAsync(long feedKey, HubSubscription subscription, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                tables.Hubs.Insert(Put(new BsonDocument { ["id"] = subscription.Id, ["feed"] = feedKey }, subscription));
                return true;
            },
            ct
        );

    public Task<FeedHub?> FindAsync(string id, CancellationToken ct) =>
        thread.ReadAsync(() => tables.Hubs.Find(id) is { } row ? Read(row).Hub : null, ct);

    public Task<IReadOnlyList<FeedHub>> ListAsync(long? feedKey, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<FeedHub>>(
            () =>
                [
                    .. InOrder(feedKey is { } key ? tables.Hubs.With("feed", key) : tables.Hubs.All())
                        .Select(x => x.Hub)
                        .OfType<FeedHub>()
                        .OrderBy(hub => hub.FeedKey),
                ],
            ct
        );

    public Task<DueHubs> DueAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        thread.ReadAsync(
            () =>
            {
                // Few feeds have a hub: all are read.
                var hubs = InOrder(tables.Hubs.All()).ToList();
                return new DueHubs(
                    [.. hubs.Select(x => x.Hub).OfType<FeedHub>().Where(hub => IsDue(hub, now)).Take(limit)],
                    [.. hubs.Where(x => x.Hub is null).Select(x => x.Feed)]
                );
            },
            ct
        );

    public Task<HubSubscription?> ChangeAsync(string id, Func<HubSubscription, HubSubscription?> change, CancellationToken ct) =>
        thread.WriteAsync(
            () =>
            {
                if (tables.Hubs.Find(id) is not { } row)
                    return null;
                var before = Subscription(row);
                var after = change(before);
                if (after is null)
                    tables.Hubs.Delete(row);
                else if (after != before)
                    tables.Hubs.Update(Put(row, after));
                return after;
            },
            ct
        );

    private static bool IsDue(FeedHub hub, DateTimeOffset now) =>
        hub.Subscription.DueAt.ToUnixTimeMilliseconds() <= now.ToUnixTimeMilliseconds() || (hub.Subscription.Wanted && !hub.Polled);

    /// <summary>The longest due first.</summary>
    private IEnumerable<(string Feed, FeedHub? Hub)> InOrder(List<BsonDocument> rows) =>
        rows.OrderBy(row => row["due_at"].AsInt64).ThenBy(row => row["id"].AsString, StringComparer.Ordinal).Select(Read);

    private static BsonDocument Put(BsonDocument row, HubSubscription subscription)
    {
        row["wanted"] = subscription.Wanted ? 1L : 0L;
        row["due_at"] = LiteValues.Of(subscription.DueAt);
        row["subscription"] = StoredJson.SealedText(subscription);
        return row;
    }

    private (string Feed, FeedHub? Hub) Read(BsonDocument row)
    {
        var key = row["feed"].AsInt64;
        var found = tables.Feeds.FindById(key) ?? throw StoreDamage.Of($"the feed {key} is missing");
        var (feed, state) = LiteFeeds.Read(found);
        try
        {
            return (feed.Id, new FeedHub(key, feed.Id, found["listed"].AsBoolean && FeedRow.Pollable(feed, state), Subscription(row)));
        }
        catch (StoreException damaged) when (damaged.Problem == StoreProblem.Damaged)
        {
            return (feed.Id, null);
        }
    }

    private static HubSubscription Subscription(BsonDocument row) =>
        StoredJson.ReadSealed<HubSubscription>(row["subscription"].AsString, "what a hub was asked for");
}
