using FeedAggregator.Stories;

namespace FeedAggregator.Benchmarks.Stories;

/// <summary>Pairwise counts of a grouping against labels; pairs of stories that people would not agree on are left out.</summary>
internal sealed record StoryScore(int Both, int OnlyFound, int OnlyLabelled)
{
    internal double Precision => Both + OnlyFound == 0 ? 1 : (double)Both / (Both + OnlyFound);

    internal double Recall => Both + OnlyLabelled == 0 ? 1 : (double)Both / (Both + OnlyLabelled);

    internal double F1 => 2 * Precision * Recall / Math.Max(1e-9, Precision + Recall);

    public override string ToString() =>
        FormattableString.Invariant($"P {Precision:F4}  R {Recall:F4}  F1 {F1:F4}  (+{OnlyFound} -{OnlyLabelled})");

    /// <summary>Places the items in a new window and compares the stories.</summary>
    internal static StoryScore OfStories(List<LabelledItem> items, StoryModel model, Func<LabelledItem, bool>? counts = null)
    {
        var window = new StoryWindow(model);
        return Of(items, [.. items.Select((x, i) => Place(window, x, i))], counts ?? (_ => true));
    }

    /// <summary>Places the items in a new window and compares the events.</summary>
    internal static StoryScore OfEvents(List<LabelledItem> items, EventModel model, Func<LabelledItem, bool>? counts = null)
    {
        var window = new StoryWindow();
        var events = new EventGroups(window, model);
        var found = new long[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            Place(window, items[i], i);
            found[i] = events.Place(i);
        }
        return Of(items, found, counts ?? (_ => true));
    }

    /// <summary>The sum of the counts of several folds.</summary>
    internal static StoryScore Sum(IEnumerable<StoryScore> folds) =>
        folds.Aggregate(
            new StoryScore(0, 0, 0),
            (a, b) => new(a.Both + b.Both, a.OnlyFound + b.OnlyFound, a.OnlyLabelled + b.OnlyLabelled)
        );

    private static long Place(StoryWindow window, LabelledItem x, int id) =>
        window.Place(id, x.Item.Feed, x.Fingerprint, x.Item.ArrivedAt).StoryId;

    internal static StoryScore Of(List<LabelledItem> items, long[] found, Func<LabelledItem, bool> counts)
    {
        var byId = items.ToDictionary(x => x.Item.Id);
        var undecided = items
            .SelectMany(x => x.Undecided.Where(byId.ContainsKey).Select(y => (x.Story, byId[y].Story)))
            .SelectMany(x => new[] { x, (x.Item2, x.Item1) })
            .ToHashSet();
        var labelled = Pairs(Enumerable.Range(0, items.Count).GroupBy(i => items[i].Story)).Where(x => counts(items[x.Later])).ToHashSet();
        var grouped = Pairs(Enumerable.Range(0, items.Count).GroupBy(i => found[i])).Where(x => counts(items[x.Later])).ToList();
        var both = grouped.Count(labelled.Contains);
        var wrong = grouped.Count(x =>
            items[x.Earlier].Story != items[x.Later].Story && !undecided.Contains((items[x.Earlier].Story, items[x.Later].Story))
        );
        return new StoryScore(both, wrong, labelled.Count - both);
    }

    private static IEnumerable<(int Earlier, int Later)> Pairs<T>(IEnumerable<IGrouping<T, int>> groups) =>
        from g in groups
        let members = g.ToArray()
        from i in Enumerable.Range(0, members.Length)
        from j in Enumerable.Range(0, i)
        select (members[j], members[i]);
}
