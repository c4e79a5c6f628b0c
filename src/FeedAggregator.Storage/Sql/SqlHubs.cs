using System.Data.Common;
using FeedAggregator.Fetching.WebSub;

namespace FeedAggregator.Storage.Sql;

internal sealed class SqlHubs(Writer writer, Readers readers, IDialect dialect) : IHubStore
{
    private const string From = "select h.feed, f.id, f.pollable, h.subscription from hubs h join feeds f on f.key = h.feed ";
    private const string ById = From + "where h.id = $1";
    private const string OfFeed = From + "where h.feed = $1 order by h.due_at, h.id";
    private const string All = From + "order by h.feed, h.due_at, h.id";
    private const string Due = From + "where h.due_at <= $1 or (h.wanted = 1 and f.pollable = 0) order by h.due_at, h.id limit $2";
    private const string Insert = "insert into hubs (id, feed, wanted, due_at, subscription) values ($1, $2, $3, $4, $5)";
    private const string Update = "update hubs set wanted = $2, due_at = $3, subscription = $4 where id = $1";
    private const string Delete = "delete from hubs where id = $1";

    private readonly string _toChange = $"select subscription from hubs where id = $1{dialect.ForUpdate}";

    public Task AddAsync(long feedKey, HubSubscription subscription, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
                batch.Session.Run(
                    Insert,
                    subscription.Id,
                    feedKey,
                    subscription.Wanted,
                    subscription.DueAt,
                    StoredJson.SealedText(subscription)
                ),
            places: false,
            ct
        );

    public Task<FeedHub?> FindAsync(string id, CancellationToken ct) => readers.RunAsync(session => session.First(ById, Read, id), ct);

    public Task<IReadOnlyList<FeedHub>> ListAsync(long? feedKey, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<FeedHub>>(
            session => feedKey is { } key ? session.All(OfFeed, Read, key) : session.All(All, Read),
            ct
        );

    public Task<IReadOnlyList<FeedHub>> DueAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<FeedHub>>(session => session.All(Due, Read, now, limit), ct);

    public Task<HubSubscription?> ChangeAsync(string id, Func<HubSubscription, HubSubscription?> change, CancellationToken ct) =>
        writer.RunAsync(
            batch =>
            {
                if (batch.Session.First(_toChange, row => Subscription(row, 0), id) is not { } before)
                    return null;
                var after = change(before);
                if (after is null)
                    batch.Session.Run(Delete, id);
                else if (after != before)
                    batch.Session.Run(Update, id, after.Wanted, after.DueAt, StoredJson.SealedText(after));
                return after;
            },
            places: false,
            ct
        );

    private static FeedHub Read(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.Flag(2), Subscription(row, 3));

    private static HubSubscription Subscription(DbDataReader row, int column) =>
        StoredJson.ReadSealed<HubSubscription>(row.GetString(column), "what a hub was asked for");
}
