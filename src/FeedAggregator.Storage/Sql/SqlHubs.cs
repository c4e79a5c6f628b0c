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

    public Task<FeedHub?> FindAsync(string id, CancellationToken ct) => readers.RunAsync(session => session.First(ById, Read, id).Hub, ct);

    public Task<IReadOnlyList<FeedHub>> ListAsync(long? feedKey, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<FeedHub>>(
            session => Readable(feedKey is { } key ? session.All(OfFeed, Read, key) : session.All(All, Read)),
            ct
        );

    public Task<DueHubs> DueAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        readers.RunAsync(
            session =>
            {
                var rows = session.All(Due, Read, now, limit);
                // Damaged rows are due for ever and come first: they must not take the places of the others.
                for (var most = limit; rows.Count == most && rows.Count(x => x.Hub is not null) < limit; )
                {
                    most += limit;
                    rows = session.All(Due, Read, now, most);
                }
                return new DueHubs([.. Readable(rows).Take(limit)], [.. rows.Where(x => x.Hub is null).Select(x => x.Feed)]);
            },
            ct
        );

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

    private static List<FeedHub> Readable(List<(string Feed, FeedHub? Hub)> rows) => [.. rows.Select(x => x.Hub).OfType<FeedHub>()];

    private static (string Feed, FeedHub? Hub) Read(DbDataReader row)
    {
        var feed = row.GetString(1);
        try
        {
            return (feed, new FeedHub(row.GetInt64(0), feed, row.Flag(2), Subscription(row, 3)));
        }
        catch (StoreException damaged) when (damaged.Problem == StoreProblem.Damaged)
        {
            return (feed, null);
        }
    }

    public static HubSubscription Subscription(DbDataReader row, int column) =>
        StoredJson.ReadSealed<HubSubscription>(row.GetString(column), "what a hub was asked for");
}
