using System.Text;

namespace FeedAggregator.Storage.Sql;

/// <summary>Turns an <see cref="ItemQuery"/> into one statement: the ids first, off an index alone, and only then the rows.</summary>
internal sealed class ItemSelection(IDialect dialect)
{
    /// <summary>Each off an index of its own; one condition with "or" would read every item.</summary>
    private const string Touched = "select id from items where coalesce(changed_at, seen_at) >= {0}";
    private const string Later = " union select id from items where id > {1}";

    private readonly string _feedsByTag = $"select distinct feed from feed_tags where tag {dialect.AnyOf("$1")}";
    private readonly string _feedsById = $"select key from feeds where id {dialect.AnyOf("$1")}";

    public List<ItemRow> Run(Session session, ItemQuery query)
    {
        var feeds = Feeds(session, query);
        if (feeds is { Length: 0 })
            return [];
        var phrases = SearchPhrase.Parse(query.Text ?? "");
        if (phrases.Count == 0 && !string.IsNullOrWhiteSpace(query.Text))
            return [];
        var values = new List<Value>();
        var sql = Statement(query, feeds, phrases, values);
        return session.All(sql, ItemRow.Read, values.ToArray());
    }

    /// <returns>The keys of the feeds that may answer; null for all.</returns>
    private long[]? Feeds(Session session, ItemQuery query)
    {
        var byTag = Keys(session, _feedsByTag, query.Tags);
        var byId = Keys(session, _feedsById, query.Feeds);
        return byTag is null || byId is null ? byTag ?? byId : [.. byTag.Intersect(byId)];
    }

    private static long[]? Keys(Session session, string sql, IReadOnlyList<string> names) =>
        names.Count == 0 ? null : [.. session.All(sql, static row => row.GetInt64(0), names.ToArray())];

    private string Statement(ItemQuery query, long[]? feeds, List<SearchPhrase> phrases, List<Value> values)
    {
        var where = new StringBuilder("where true");
        void Must(string condition, Value value, Value? another = null)
        {
            values.Add(value);
            where.Append(" and ").AppendFormat(null, condition, $"${values.Count}", $"${values.Count + 1}");
            if (another is { } second)
                values.Add(second);
        }
        var order = query.InStoredOrder ? "i.id" : "i.news_at desc, i.id desc";
        if (feeds is not null)
            Must($"i.feed {dialect.AnyOf("{0}")}", feeds);
        if (query.Since is { } since)
            Must("i.news_at >= {0}", since);
        if (query.Until is { } until)
            Must("i.news_at < {0}", until);
        if (query.AfterItemId is { } after)
            Must("i.id > {0}", after);
        if (query.NewSince is { ItemId: { } last } all)
            Must($"i.id in ({Touched}{Later})", all.Touched, last);
        else if (query.NewSince is { } touched)
            Must($"i.id in ({Touched})", touched.Touched);
        if (phrases.Count > 0)
            Must($"i.id in ({dialect.MatchWords("{0}")})", dialect.QueryOf(phrases));
        if (query.WithoutBacklog)
            where.Append(" and i.backlog = 0");
        values.Add(query.Limit);
        return $"""
            with top as (select i.id from items i {where} order by {order} limit ${values.Count})
            select {ItemRow.Columns} from top join items i on i.id = top.id
            order by {order}
            """;
    }
}
