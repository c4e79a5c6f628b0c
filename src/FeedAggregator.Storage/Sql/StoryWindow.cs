namespace FeedAggregator.Storage.Sql;

/// <summary>Keeps the story placer in step with the table: what is stored is admitted, what is rolled back is forgotten.</summary>
internal sealed class StoryWindow(IStoryPlacer placer, TimeProvider clock)
{
    private const string Newer = """
        select f.item, i.story, i.feed, f.fingerprint, i.seen_at
        from fingerprints f join items i on i.id = f.item
        where f.item > $1 and i.seen_at >= $2 order by f.item
        """;

    private long _last;

    /// <summary>An item seen longer ago than this matches nothing.</summary>
    public TimeSpan Length => placer.Window;

    /// <summary>Admits what was stored by others, or by an earlier run, since the last look.</summary>
    public void CatchUp(Session session, long lastItemId)
    {
        if (lastItemId <= _last)
            return;
        var since = clock.GetUtcNow() - placer.Window;
        foreach (
            var row in session.All(
                Newer,
                static row => new PlacedItem(
                    row.GetInt64(0),
                    row.GetInt64(1),
                    row.GetInt64(2),
                    row.GetFieldValue<byte[]>(3),
                    row.Instant(4)
                ),
                _last,
                since
            )
        )
            placer.Admit(row);
        _last = lastItemId;
    }

    public StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt) =>
        placer.Place(itemId, feedKey, fingerprint, seenAt);

    /// <summary>The transaction that stored these is durable.</summary>
    public void Committed(long lastItemId) => _last = Math.Max(_last, lastItemId);

    public void Forget(IReadOnlyList<long> itemIds)
    {
        if (itemIds.Count > 0)
            placer.Forget(itemIds);
    }
}
