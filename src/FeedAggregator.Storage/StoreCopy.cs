namespace FeedAggregator.Storage;

/// <summary>Moves house: everything from one open store into another.</summary>
internal static class StoreCopy
{
    private const int FeedsPage = 200;
    private const int ItemsPage = 500;
    private const int TombstonesPage = 2000;
    private const int RowsPage = 500;

    public static async Task RunAsync(IStoreContents from, IStoreContents to, IProgress<CopyProgress>? progress, CancellationToken ct)
    {
        var source = await from.MarkAsync(ct);
        var target = await to.MarkAsync(ct);
        await RefuseStrangersAsync(from, to, source, target, ct);
        await to.BeginAsync(source, ct);
        await CopyFeedsAsync(from, to, ct);
        await CopyItemsAsync(from, to, source, target, progress, ct);
        await CopyTombstonesAsync(from, to, ct);
        foreach (var table in ContentsTable.All)
            await CopyRowsAsync(from, to, table, source.Rows[table.Name], progress, ct);
        await to.FinishAsync(source, ct);
    }

    /// <summary>A copy goes into an empty database, or on where it was broken off: then the last item copied is the source's.</summary>
    private static async Task RefuseStrangersAsync(
        IStoreContents from,
        IStoreContents to,
        ContentsMark source,
        ContentsMark target,
        CancellationToken ct
    )
    {
        if (target is { Unfinished: false, Feeds: 0, Items: 0 } && target.Rows.Values.Sum() == 0)
            return;
        var same = target.Items == 0 || SameItem(await LastAsync(to, target, ct), await LastAsync(from, target, ct));
        if (!target.Unfinished || !same)
            throw new StoreException(
                StoreProblem.Foreign,
                "The database to copy to is not empty, nor a copy of this one that was broken off. Name an empty one; it was not touched."
            );
        // Items are taken up behind the last; what has changed or gone before it would be missed.
        if (target.SourceChanges is { } changes && changes != source.Version.Changes)
            throw new StoreException(
                StoreProblem.Foreign,
                "Items were stored or changed here since that copy was broken off, so it cannot go on. Remove the unfinished copy and start again."
            );
    }

    private static bool SameItem(ItemContents? copied, ItemContents? original) =>
        copied?.Id == original?.Id && copied?.Content.ContentHash == original?.Content.ContentHash;

    private static async Task<ItemContents?> LastAsync(IStoreContents contents, ContentsMark target, CancellationToken ct) =>
        await contents.ItemsAsync(target.LastStoredItemId - 1, 1, ct) is [var last, ..] ? last : null;

    private static async Task CopyFeedsAsync(IStoreContents from, IStoreContents to, CancellationToken ct)
    {
        for (long last = 0; await from.FeedsAsync(last, FeedsPage, ct) is { Count: > 0 } feeds; last = feeds[^1].Key)
            await to.WriteAsync(new ContentsPage { Feeds = feeds }, ct);
    }

    private static async Task CopyItemsAsync(
        IStoreContents from,
        IStoreContents to,
        ContentsMark source,
        ContentsMark target,
        IProgress<CopyProgress>? progress,
        CancellationToken ct
    )
    {
        var (last, done) = (target.LastStoredItemId, target.Items);
        while (await from.ItemsAsync(last, ItemsPage, ct) is { Count: > 0 } items)
        {
            await to.WriteAsync(new ContentsPage { Items = items }, ct);
            (last, done) = (items[^1].Id, done + items.Count);
            progress?.Report(new CopyProgress("items", done, source.Items));
        }
    }

    private static async Task CopyTombstonesAsync(IStoreContents from, IStoreContents to, CancellationToken ct)
    {
        for (long last = 0; await from.TombstonesAsync(last, TombstonesPage, ct) is { Count: > 0 } stones; last = stones[^1].ItemId)
            await to.WriteAsync(new ContentsPage { Tombstones = stones }, ct);
    }

    private static async Task CopyRowsAsync(
        IStoreContents from,
        IStoreContents to,
        ContentsTable table,
        long total,
        IProgress<CopyProgress>? progress,
        CancellationToken ct
    )
    {
        long done = 0;
        for (ContentsRow? last = null; await from.RowsAsync(table, last, RowsPage, ct) is { Count: > 0 } rows; last = rows[^1])
        {
            await to.WriteAsync(new ContentsPage { Table = table, Rows = rows }, ct);
            progress?.Report(new CopyProgress(table.Name, done += rows.Count, total));
        }
    }
}
