namespace FeedAggregator.Stories;

/// <summary>
/// The items of the last 72 hours by arrival, and which story each is in. A pure function of the rows admitted, in
/// their order. Not thread-safe: the store's single writer owns it.
/// </summary>
public sealed class StoryWindow
{
    private readonly Dictionary<string, (long Item, long Story)> _items = [];

    /// <summary>How long an item takes part in matching, by arrival.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromHours(72);

    /// <summary>Finds the story of a new item and admits the item to it.</summary>
    public StoryMatch Place(long itemId, long feedId, StoryFingerprint fp, DateTimeOffset arrivedAt)
    {
        if (_items.TryGetValue(fp.Key, out var same))
        {
            return new StoryMatch(same.Story, MatchLayer.ContentHash, 1, same.Item, "same content (model 0)");
        }
        Admit(itemId, itemId, feedId, fp, arrivedAt);
        return new StoryMatch(itemId, MatchLayer.New, 0, null, "no candidate (model 0)");
    }

    /// <summary>Takes in a row that has its story already. Admitting an item again moves it (an admin's split or merge).</summary>
    public void Admit(long itemId, long storyId, long feedId, StoryFingerprint fp, DateTimeOffset arrivedAt) =>
        _items[fp.Key] = (itemId, storyId);

    /// <summary>Takes an item out, as if it had never come: its transaction failed.</summary>
    public void Forget(long itemId)
    {
        foreach (var key in _items.Where(x => x.Value.Item == itemId).Select(x => x.Key).ToList())
        {
            _items.Remove(key);
        }
    }

    /// <summary>Stories in the window that report on the same event as the item in other words, best first.</summary>
    /// <param name="itemId">An item in the window.</param>
    /// <param name="limit">At most this many.</param>
    public IReadOnlyList<RelatedStory> Related(long itemId, int limit = 5) =>
        [.. _items.Values.Where(x => x.Item == itemId && x.Story != itemId).Take(limit).Select(x => new RelatedStory(x.Story, 1))];
}
