using System.Data.Common;

namespace FeedAggregator.Storage.Sql;

/// <summary>Keeps the story placer in step with the table: what is stored is admitted, what is rolled back is forgotten.</summary>
internal sealed class StoryWindow(IStoryPlacer placer, TimeProvider clock)
{
    private const string Rows = """
        select f.item, i.story, i.feed, f.fingerprint, i.seen_at, i.match_layer
        from fingerprints f join items i on i.id = f.item
        """;
    private const string Newer = Rows + " where f.item > $1 and f.item <= $2 and i.seen_at >= $3 order by f.item";
    private const string Renewed = Rows + " where f.renewed > $1 and f.renewed <= $2 and f.item <= $3 order by f.renewed, f.item";

    private Tally _seen;

    /// <summary>An item seen longer ago than this matches nothing.</summary>
    public TimeSpan Length => placer.Window;

    /// <summary>Admits what was stored by others, or by an earlier run, since the last look, and renews what was edited or corrected since, by anybody.</summary>
    /// <param name="tally">As it was committed: what the running transaction adds may yet be rolled back.</param>
    public void CatchUp(Session session, Tally tally)
    {
        if (tally.LastItem > _seen.LastItem)
        {
            foreach (var row in session.All(Newer, Read, _seen.LastItem, tally.LastItem, clock.GetUtcNow() - placer.Window))
                placer.Admit(row);
        }
        if (tally.Renewals > _seen.Renewals)
        {
            foreach (var row in session.All(Renewed, Read, _seen.Renewals, tally.Renewals, tally.LastItem))
                placer.Renew(row);
        }
        _seen = tally;
    }

    public StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt) =>
        placer.Place(itemId, feedKey, fingerprint, seenAt);

    /// <summary>The transaction that stored these is durable.</summary>
    public void Committed(long lastItemId) => _seen = _seen with { LastItem = Math.Max(_seen.LastItem, lastItemId) };

    public void Forget(IReadOnlyList<long> itemIds)
    {
        if (itemIds.Count > 0)
            placer.Forget(itemIds);
    }

    private static PlacedItem Read(DbDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetInt64(1),
            row.GetInt64(2),
            row.GetFieldValue<byte[]>(3),
            row.Instant(4),
            row.TextOrNull(5) == StoryCorrection.MergeLayer
        );
}
