using FeedAggregator.Cleaning;
using FeedAggregator.Storage;
using FeedAggregator.Stories;

namespace FeedAggregator;

/// <summary>What the stories of the last days would be under another threshold: read → replay twice → compare. Nothing is changed.</summary>
public sealed class PreviewStories(IStoreContents contents)
{
    private const int Page = 500;

    /// <param name="joinAt">0..1: how sure the matcher would have to be.</param>
    /// <param name="since">Items seen at or after.</param>
    /// <returns>What would change, and the titles of all items looked at.</returns>
    public async Task<(ThresholdPreview Preview, IReadOnlyDictionary<long, string> Titles)> RunAsync(
        double joinAt,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        var (now, then) = (new StoryReplay(DefaultThreshold), new StoryReplay(joinAt));
        var placed = new List<(long, long, long)>();
        var titles = new Dictionary<long, string>();
        var after = await BeforeAsync(since, ct);
        while (await contents.ItemsAsync(after, Page, ct) is { Count: > 0 } page)
        {
            foreach (var item in page.Where(x => x.SeenAt >= since))
            {
                var past = Past(item);
                placed.Add((item.Id, now.Place(past), then.Place(past)));
                titles.Add(item.Id, item.Content.Title);
            }
            after = page[^1].Id;
        }
        return (ThresholdPreview.Of(placed), titles);
    }

    /// <summary>The threshold in use.</summary>
    public static double DefaultThreshold => StoryWindow.DefaultJoinAt;

    /// <summary>An id after which all items seen since come: ids grow with time.</summary>
    private async Task<long> BeforeAsync(DateTimeOffset since, CancellationToken ct)
    {
        var (low, high) = (0L, (await contents.MarkAsync(ct)).LastStoredItemId);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var next = await contents.ItemsAsync(middle, 1, ct);
            (low, high) = next.Count > 0 && next[0].SeenAt < since ? (next[0].Id, high) : (low, middle);
        }
        return low;
    }

    /// <summary>A fingerprint that was let go, as the item had left the window, is made again of what is stored.</summary>
    private static PastItem Past(ItemContents item)
    {
        var content = item.Content;
        var fingerprint =
            StoryFingerprint.TryFromBytes(content.Fingerprint.Span)
            ?? StoryFingerprint.Of(content.Title, PlainText.FromHtml(content.BodyHtml ?? content.Excerpt), content.Link);
        return new PastItem(
            item.Id,
            item.Placement.StoryId,
            item.FeedKey,
            fingerprint,
            item.SeenAt,
            item.Placement.Layer is StoryCorrection.SplitLayer or StoryCorrection.MergeLayer,
            item.BarredFrom
        );
    }
}
