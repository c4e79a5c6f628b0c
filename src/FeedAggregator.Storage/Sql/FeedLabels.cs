using System.Collections.Concurrent;
using System.Data.Common;

namespace FeedAggregator.Storage.Sql;

/// <summary>Joins items with what a reader sees of their feeds. A feed's row is parsed once for each of its versions.</summary>
internal sealed class FeedLabels(IDialect dialect)
{
    private readonly string _select = $"select key, seal, settings, state from feeds where key {dialect.AnyOf("$1")}";
    private readonly ConcurrentDictionary<long, Label> _labels = [];

    public List<ItemSummary> Join(Session session, List<ItemRow> items)
    {
        if (items.Count == 0)
            return [];
        var keys = items.Select(item => item.Feed).Distinct().ToArray();
        var labels = session.All(_select, Read, keys).ToDictionary(label => label.Key);
        return items.ConvertAll(item =>
            labels.GetValueOrDefault(item.Feed) is { } feed
                ? item.Summary(feed.Id, feed.Name, feed.Tags, feed.Weight)
                : throw StoreDamage.Of($"the feed of item {item.Id} is missing")
        );
    }

    private Label Read(DbDataReader row)
    {
        var (key, seal) = (row.GetInt64(0), row.GetInt64(1));
        if (_labels.TryGetValue(key, out var known) && known.Seal == seal)
            return known;
        var (feed, state) = FeedRow.Read(key, row.GetString(2), row.GetString(3), seal);
        return _labels[key] = new Label(key, seal, feed.Id, feed.Name ?? state.Title ?? feed.Id, feed.Tags, feed.Weight);
    }

    private sealed record Label(long Key, long Seal, string Id, string Name, IReadOnlyList<string> Tags, double Weight);
}
