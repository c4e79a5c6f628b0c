using FeedAggregator.Storage;
using FeedAggregator.Stories;

namespace FeedAggregator;

/// <summary>Lets the store ask the story window while it commits.</summary>
public sealed class StoryPlacer : IStoryPlacer
{
    private readonly StoryWindow _window = new();

    public TimeSpan Window => StoryWindow.Length;

    public void Admit(PlacedItem item) =>
        _window.Admit(item.ItemId, item.StoryId, item.FeedKey, StoryFingerprint.FromBytes(item.Fingerprint.Span), item.SeenAt, item.Merged);

    public void Renew(PlacedItem item) =>
        _window.Renew(item.ItemId, item.StoryId, StoryFingerprint.FromBytes(item.Fingerprint.Span), item.Merged);

    public StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt)
    {
        var match = _window.Place(itemId, feedKey, StoryFingerprint.FromBytes(fingerprint), seenAt);
        return new StoryPlacement(match.StoryId, Layer(match.Layer), match.Score, match.Evidence);
    }

    public void Forget(IReadOnlyList<long> itemIds)
    {
        foreach (var id in itemIds)
        {
            _window.Forget(id);
        }
    }

    private static string? Layer(MatchLayer layer) =>
        layer switch
        {
            MatchLayer.New => null,
            MatchLayer.CanonicalUrl => "url",
            MatchLayer.ContentHash => "content",
            MatchLayer.NearDuplicate => "near",
            _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, null),
        };
}
