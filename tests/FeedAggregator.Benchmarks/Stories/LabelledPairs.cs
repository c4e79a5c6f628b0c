using FeedAggregator.Stories;

namespace FeedAggregator.Benchmarks.Stories;

/// <summary>A pair the matcher would look at, as the model sees it, and whether the labels join it.</summary>
internal sealed record LabelledPair(LabelledItem Item, LabelledItem Other, double[] Features, bool Same);

/// <summary>The pairs a window meets when every item before was placed as the labels say.</summary>
internal static class LabelledPairs
{
    /// <summary>For the model of stories; items that an exact layer places are not asked.</summary>
    internal static List<LabelledPair> OfStories(List<LabelledItem> items) =>
        Of(
            items,
            (window, probe) =>
                window.Exact(probe) is null ? window.Compare(probe).ConvertAll(x => (x.Item, StoryModel.Features(x.Evidence))) : []
        );

    /// <summary>For the model of events.</summary>
    internal static List<LabelledPair> OfEvents(List<LabelledItem> items) =>
        Of(items, (window, probe) => window.EventCandidates(probe, out var compare).ConvertAll(x => (x, EventModel.Features(compare(x)))));

    private static List<LabelledPair> Of(
        List<LabelledItem> items,
        Func<StoryWindow, WindowItem, List<(WindowItem Item, double[] Features)>> compare
    )
    {
        var pairs = new List<LabelledPair>();
        var window = new StoryWindow();
        var byStory = new Dictionary<string, long>();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            window.Advance(item.Item.ArrivedAt);
            foreach (var (other, features) in compare(window, item.InWindow(i)))
            {
                var known = items[(int)other.Id];
                if (!item.Undecided.Contains(known.Item.Id) && !known.Undecided.Contains(item.Item.Id))
                {
                    pairs.Add(new LabelledPair(item, known, features, item.Story == known.Story));
                }
            }
            var story = byStory.TryGetValue(item.Story, out var first) ? first : byStory[item.Story] = i;
            window.Admit(i, story, item.Item.Feed, item.Fingerprint, item.Item.ArrivedAt);
        }
        return pairs;
    }
}
