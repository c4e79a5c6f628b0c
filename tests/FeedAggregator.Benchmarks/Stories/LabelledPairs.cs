using FeedAggregator.Stories;

namespace FeedAggregator.Benchmarks.Stories;

/// <summary>A pair the matcher would look at, and whether it is one story.</summary>
internal sealed record LabelledPair(LabelledItem Item, LabelledItem Other, PairEvidence Evidence, bool Same, double[] Features);

/// <summary>The pairs a window meets when every item before was placed as the labels say.</summary>
internal static class LabelledPairs
{
    internal static List<LabelledPair> Of(List<LabelledItem> items, bool events = false)
    {
        var pairs = new List<LabelledPair>();
        var window = new StoryWindow();
        var byStory = new Dictionary<string, long>();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            window.Advance(item.Item.ArrivedAt);
            var probe = new WindowItem(i, item.Item.Feed, item.Fingerprint, item.Item.ArrivedAt);
            var compared =
                events ? window.CompareWidely(probe)
                : window.Exact(probe) is null ? window.Compare(probe)
                : [];
            foreach (var (other, evidence) in compared)
            {
                var known = items[(int)other.Id];
                if (!item.Undecided.Contains(known.Item.Id) && !known.Undecided.Contains(item.Item.Id))
                {
                    pairs.Add(
                        new LabelledPair(
                            item,
                            known,
                            evidence,
                            item.Story == known.Story,
                            events ? EventModel.Features(evidence) : StoryModel.Features(evidence)
                        )
                    );
                }
            }
            var story = byStory.TryGetValue(item.Story, out var first) ? first : byStory[item.Story] = i;
            window.Admit(i, story, item.Item.Feed, item.Fingerprint, item.Item.ArrivedAt);
        }
        return pairs;
    }
}
