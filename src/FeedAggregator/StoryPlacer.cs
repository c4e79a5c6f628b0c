using FeedAggregator.Storage;
using FeedAggregator.Stories;

namespace FeedAggregator;

/// <summary>Lets the store ask the story window while it commits.</summary>
public sealed class StoryPlacer : IStoryPlacer
{
    /// <summary>Links kept of a story to those before it.</summary>
    private const int MaxRelated = 4;

    private readonly StoryWindow _window = new();

    public TimeSpan Window => StoryWindow.Length;

    /// <summary>A stored fingerprint that cannot be read (another version's, or damaged) matches nothing; it must not stop the store.</summary>
    public void Admit(PlacedItem item)
    {
        if (StoryFingerprint.TryFromBytes(item.Fingerprint.Span) is { } print)
        {
            _window.Admit(item.ItemId, item.StoryId, item.FeedKey, print, item.SeenAt, item.Merged);
        }
    }

    public void Renew(PlacedItem item)
    {
        if (StoryFingerprint.TryFromBytes(item.Fingerprint.Span) is { } print)
        {
            _window.Renew(item.ItemId, item.StoryId, print, item.Merged);
        }
        else
        {
            _window.Forget(item.ItemId);
        }
    }

    public StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt)
    {
        var match = _window.Place(itemId, feedKey, StoryFingerprint.FromBytes(fingerprint), seenAt);
        // A story's links are found when it begins: a copy would only find the same again.
        var related = match.Layer == MatchLayer.New ? _window.Related(itemId, MaxRelated) : [];
        return new StoryPlacement(match.StoryId, Layer(match.Layer), match.Score, match.Evidence)
        {
            Related = [.. related.Select(x => new StoryLink(x.StoryId, x.Score))],
        };
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
