namespace FeedAggregator.Stories;

/// <summary>The second level: other words on the same event. Links, never one story.</summary>
public sealed partial class StoryWindow
{
    private const int MaxRelatedCandidates = 24;

    /// <summary>Stories in the window that report on the same event as the item in other words, best first.</summary>
    /// <param name="itemId">An item in the window. For the one that was placed last, what its placing compared is not compared again.</param>
    /// <param name="limit">At most this many.</param>
    public IReadOnlyList<RelatedStory> Related(long itemId, int limit = 5)
    {
        if (!_items.TryGetValue(itemId, out var item))
        {
            return [];
        }
        return
        [
            .. Links(item)
                .Select(x => new RelatedStory(x.Item.Story.Id, LinkModel.Current.Score(x.Evidence)))
                .Where(x => x.Score >= LinkModel.ShowAt)
                .GroupBy(x => x.StoryId)
                .Select(x => x.MaxBy(y => y.Score)!)
                .OrderByDescending(x => x.Score)
                .ThenBy(x => x.StoryId)
                .Take(limit),
        ];
    }

    /// <summary>Items of other stories that a reader of this one may be shown, with what speaks for it.</summary>
    internal List<(WindowItem Item, LinkEvidence Evidence)> Links(WindowItem item)
    {
        var compared = ReferenceEquals(_compared.Item?.Fingerprint, item.Fingerprint) ? _compared.Others : Compare(item);
        return
        [
            .. compared
                .Where(x => x.Item.Story != item.Story && _items.GetValueOrDefault(x.Item.Id) == x.Item)
                .Select(x => (x.Item, Evidence: EventEvidence.Of(x.Evidence, item.Fingerprint, x.Item.Fingerprint, _search)))
                .Select(x => (x.Item, LinkEvidence.Of(x.Evidence, item.Fingerprint, x.Item.Fingerprint, _search))),
        ];
    }

    /// <summary>Items that may report on the same event, and how to compare any item with this one until the window changes.</summary>
    internal List<WindowItem> EventCandidates(WindowItem item, out Func<WindowItem, EventEvidence> compare)
    {
        var found = _search.Find(item.Fingerprint, _weights, MaxRelatedCandidates);
        var comparison = new PairComparison(item, _search, _weights);
        compare = other => EventEvidence.Of(comparison.With(other), item.Fingerprint, other.Fingerprint, _search);
        return found;
    }
}
