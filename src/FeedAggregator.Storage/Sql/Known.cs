namespace FeedAggregator.Storage.Sql;

/// <summary>What a feed has had before.</summary>
internal static class Known
{
    /// <summary>"Cross join" is SQLite's word for "in this order": with <c>in</c> it would make an index of the keys first, for a quarter of the time.</summary>
    private const int Columns = 4;

    /// <summary>"Cross join" is SQLite's word for "in this order": with <c>in</c> it would make an index of the keys first, for a quarter of the time.</summary>
    public static string Select(IDialect dialect) =>
        $"""
            select k.key, k.item, coalesce(i.content_hash, 0), coalesce(i.revisions, -1)
            from {dialect.EachOf("$1")} cross join identities k left join items i on i.id = k.item
            where k.feed = $2 and k.key = value
            """;

    public static Dictionary<long, KnownItem> Find(Session session, string select, long feedKey, long[] keys)
    {
        var numbers = session.Numbers(select, Columns, keys, feedKey);
        var known = new Dictionary<long, KnownItem>(numbers.Count / Columns);
        for (var at = 0; at < numbers.Count; at += Columns)
        {
            var revisions = (int)numbers[at + 3];
            known[numbers[at]] = new KnownItem(numbers[at + 1], numbers[at + 2], Math.Max(revisions, 0), Purged: revisions < 0);
        }
        return known;
    }
}
