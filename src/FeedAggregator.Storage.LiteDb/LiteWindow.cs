namespace FeedAggregator.Storage.LiteDb;

/// <summary>Keeps the story placer in step with what is stored. Used by the store's thread only, but for <see cref="Admit"/> before it runs.</summary>
internal sealed class LiteWindow(LiteTables tables, IStoryPlacer placer)
{
    private readonly List<long> _changed = [];

    /// <summary>An item seen longer ago than this matches nothing.</summary>
    public TimeSpan Length => placer.Window;

    public void Admit(DateTimeOffset now)
    {
        foreach (var fingerprint in LiteTables.Scan(tables.Fingerprints))
        {
            if (Row(fingerprint["_id"].AsInt64) is { } row && row.SeenAt >= now - Length)
                placer.Admit(row);
        }
    }

    /// <summary>The fingerprint or the story of a stored item changes: the placer is told before it places the next item, by what is stored then.</summary>
    public void Changed(long itemId) => _changed.Add(itemId);

    public void CatchUp()
    {
        foreach (var id in _changed.Distinct().ToList())
        {
            if (Row(id) is { } row)
                placer.Renew(row);
        }
        _changed.Clear();
    }

    public StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt) =>
        placer.Place(itemId, feedKey, fingerprint, seenAt);

    public void Forget(List<long> itemIds)
    {
        if (itemIds.Count > 0)
            placer.Forget(itemIds);
    }

    private PlacedItem? Row(long id) =>
        tables.Fingerprints.FindById(id) is { } fingerprint && tables.FindItem(id) is { } row
            ? new PlacedItem(
                id,
                row.Story,
                row.Feed,
                fingerprint["data"].AsBinary,
                row.SeenAt,
                Merged: row.MatchLayer == StoryCorrection.MergeLayer
            )
            : null;
}
