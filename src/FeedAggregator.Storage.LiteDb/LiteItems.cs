using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>Reads items off the index of the news. There is no index of words: a search reads what the other conditions leave, newest first.</summary>
internal sealed class LiteItems(LiteThread thread, LiteTables tables) : IItemStore
{
    public Task<IReadOnlyList<ItemSummary>> SelectAsync(ItemQuery query, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 10_000);
        return thread.ReadAsync<IReadOnlyList<ItemSummary>>(() => Select(query, ct), ct);
    }

    public Task<IReadOnlyList<ItemSummary>> StoryMembersAsync(IReadOnlyList<long> storyIds, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<ItemSummary>>(
            () =>
                Summaries([
                    .. storyIds
                        .Distinct()
                        .Order()
                        .SelectMany(story => tables.StoryMembers(story).OrderBy(row => row.NewsAt).ThenBy(row => row.Id)),
                ]),
            ct
        );

    public Task<ItemDetail?> FindAsync(long itemId, CancellationToken ct) =>
        thread.ReadAsync(
            () =>
            {
                if (tables.FindItem(itemId) is not { } row)
                    return null;
                var body = tables.FindBody(itemId);
                return new ItemDetail(Summaries([row])[0], body.Html, body.Categories, body.Enclosures)
                {
                    Revisions = tables.FindRevisions(itemId),
                };
            },
            ct
        );

    public Task<ItemsVersion> VersionAsync(CancellationToken ct) => thread.ReadAsync(tables.ReadVersion, ct);

    private List<ItemSummary> Select(ItemQuery query, CancellationToken ct)
    {
        var phrases = SearchPhrase.Parse(query.Text ?? "");
        if (phrases.Count == 0 && !string.IsNullOrWhiteSpace(query.Text))
            return [];
        if (FeedsOf(query) is not { } feeds)
            return Summaries([.. Candidates(query, ct).Where(row => Holds(row, phrases)).Take(query.Limit)]);
        return feeds.Count == 0
            ? []
            : Summaries([.. Candidates(query, ct).Where(row => feeds.Contains(row.Feed) && Holds(row, phrases)).Take(query.Limit)]);
    }

    /// <summary>Lazily, so that no more is read than the limit asks for.</summary>
    private IEnumerable<ItemRow> Candidates(ItemQuery query, CancellationToken ct)
    {
        var from = LiteTables.PlaceOf(query.Since ?? DateTimeOffset.MinValue, 0);
        var to = LiteTables.PlaceOf(query.Until ?? DateTimeOffset.MaxValue, 0);
        foreach (var document in InOrder(query, from, to))
        {
            ct.ThrowIfCancellationRequested();
            var place = document["place"].AsString;
            if (document["_id"].AsInt64 <= (query.AfterItemId ?? 0) || !IsWithin(place, from, to))
                continue;
            var row = LiteTables.RowOf(document);
            if (!query.WithoutBacklog || !row.Backlog)
                yield return row;
        }
    }

    private IEnumerable<BsonDocument> InOrder(ItemQuery query, string from, string to) =>
        (query.NewSince, query.InStoredOrder) switch
        {
            ({ } since, true) => NewSince(since).Order().Select(id => tables.Items.FindById(id)),
            ({ } since, false) => NewSince(since)
                .Select(id => tables.Items.FindById(id))
                .OrderByDescending(document => document["place"].AsString, StringComparer.Ordinal),
            (null, true) => tables.Items.Query().Where("$._id > @0", query.AfterItemId ?? 0).OrderBy("$._id").ToEnumerable(),
            _ => tables.Items.Query().Where("$.place BETWEEN @0 AND @1", from, to).OrderByDescending("$.place").ToEnumerable(),
        };

    private HashSet<long> NewSince(ItemsSince since)
    {
        var touched = tables.Items.Query().Where("$.touched >= @0", since.Touched.ToUnixTimeMilliseconds()).ToEnumerable();
        var ids = touched.Select(document => document["_id"].AsInt64).ToHashSet();
        if (since.ItemId is { } last)
            ids.UnionWith(tables.Items.Query().Where("$._id > @0", last).ToEnumerable().Select(document => document["_id"].AsInt64));
        return ids;
    }

    private static bool IsWithin(string place, string from, string to) =>
        string.CompareOrdinal(place, from) >= 0 && string.CompareOrdinal(place, to) < 0;

    private bool Holds(ItemRow row, List<SearchPhrase> phrases)
    {
        if (phrases.Count == 0)
            return true;
        var text = tables.FindBody(row.Id).Html is { } html ? $"{row.Title}\n{PlainText.Of(html)}" : $"{row.Title}\n{row.Excerpt}";
        var words = SearchWords.Cut(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return phrases.TrueForAll(phrase => phrase.IsIn(words));
    }

    /// <returns>The keys of the feeds that may answer; null for all.</returns>
    private HashSet<long>? FeedsOf(ItemQuery query)
    {
        if (query.Tags.Count == 0 && query.Feeds.Count == 0)
            return null;
        return
        [
            .. tables
                .Feeds.FindAll()
                .Select(row => (Key: row["_id"].AsInt64, LiteFeeds.Read(row).Feed))
                .Where(row => query.Feeds.Count == 0 || query.Feeds.Contains(row.Feed.Id))
                .Where(row => query.Tags.Count == 0 || row.Feed.Tags.Intersect(query.Tags).Any())
                .Select(row => row.Key),
        ];
    }

    private List<ItemSummary> Summaries(List<ItemRow> rows)
    {
        var feeds = rows.Select(row => row.Feed)
            .Distinct()
            .ToDictionary(
                key => key,
                key => LiteFeeds.Read(tables.Feeds.FindById(key) ?? throw StoreDamage.Of($"the feed {key} is missing"))
            );
        return rows.ConvertAll(row =>
        {
            var (feed, state) = feeds[row.Feed];
            return row.Summary(feed.Id, feed.Name ?? state.Title ?? feed.Id, feed.Tags, feed.Weight);
        });
    }
}
