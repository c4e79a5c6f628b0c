using FeedAggregator.Service.Commands;
using FeedAggregator.Stories;

namespace FeedAggregator.Benchmarks.Stories;

/// <summary>A link a reader could be shown: from an item that founded its story to an earlier one.</summary>
/// <param name="Window">The window's number among those of its size.</param>
/// <param name="Right">Both report on one event; null where neither is labelled by event.</param>
internal sealed record CandidateLink(int Size, int Window, LabelledItem Item, LabelledItem Other, LinkEvidence Evidence, bool? Right);

/// <summary>Links in windows from that of a new installation to a full one: whole events and as many items of other streams.</summary>
internal static class LinkRun
{
    private static readonly (int Size, int Windows)[] Sizes = [(50, 200), (100, 100), (300, 30), (1000, 8), (5000, 2)];
    private static readonly double[] Thresholds = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>In a window up to this size, items drawn from streams of many days have next to nothing to do with each other.</summary>
    private const int Scattered = 300;

    private const int Folds = 5;

    internal static void Run(List<LabelledItem> labelled, List<LabelledItem> background)
    {
        var links = Collect(labelled, background, out var linkable);
        Print(links, linkable, x => LinkModel.Current.Score(x.Evidence));
    }

    /// <summary>Prints the links that readers of an unlabelled stream would be shown, for a judge to look at.</summary>
    internal static void Show(IEnumerable<StreamItem> stream)
    {
        var window = new StoryWindow();
        var items = new List<StreamItem>();
        foreach (var item in stream)
        {
            var id = items.Count;
            items.Add(item);
            var story = window
                .Place(id, item.Feed, StoryFingerprint.Of(item.Title, item.Text, item.Url), DateTimeOffset.UnixEpoch.AddSeconds(id))
                .StoryId;
            foreach (var link in story == id ? window.Related(id) : [])
            {
                Console.WriteLine(FormattableString.Invariant($"{link.Score:F2}  {item.Title}\n      {items[(int)link.StoryId].Title}"));
            }
        }
    }

    /// <summary>Coefficients of all, then figures with a fifth of the events left out in turn.</summary>
    internal static void Fit(List<LabelledItem> labelled, List<LabelledItem> background)
    {
        var links = Collect(labelled, background, out var linkable);
        StoryRuns.Print(LinkModel.Names, Fit(links));
        var models = Enumerable
            .Range(0, Folds)
            .Select(x => new LinkModel(Fit(links.Where(y => Fold(y.Item) != x && Fold(y.Other) != x))))
            .ToList();
        Console.WriteLine("a fifth of the events left out in turn:");
        Print(links, linkable, x => models[Fold(x.Item)].Score(x.Evidence));
    }

    private static double[] Fit(IEnumerable<CandidateLink> links) =>
        LogisticFit.Fit([.. links.Where(x => IsKnown(x)).Select(x => (LinkModel.Features(x.Evidence), x.Right == true))], ridge: 1);

    /// <summary>Unlabelled pairs of one feed are nearly always two reports by one template.</summary>
    private static bool IsKnown(CandidateLink x) =>
        x.Right is not null || x.Size <= Scattered || (x.Size <= 1000 && x.Evidence.Event.Pair.SameFeed && x.Item.Story != x.Other.Story);

    private static int Fold(LabelledItem item) => (int)(Shuffled(item.Story, 7) % Folds);

    private static void Print(List<CandidateLink> links, Dictionary<int, int> linkable, Func<CandidateLink, double> score)
    {
        foreach (var (size, windows) in Sizes)
        {
            var scored = links.Where(x => x.Size == size).Select(x => (Link: x, Score: score(x))).ToList();
            foreach (var showAt in Thresholds.Append(LinkModel.ShowAt).Distinct().Order())
            {
                Print(size, windows, showAt, [.. scored.Where(x => x.Score >= showAt).Select(x => x.Link)], linkable[size]);
            }
        }
    }

    private static void Print(int size, int windows, double showAt, List<CandidateLink> shown, int linkable)
    {
        var right = shown.Count(x => x.Right == true);
        var wrong = shown.Count(x => x.Right == false);
        var linked = shown.Where(x => x.Right == true).Select(x => (x.Window, x.Item)).Distinct().Count();
        var unlabelled = (double)(shown.Count - right - wrong) / windows;
        Console.WriteLine(
            FormattableString.Invariant(
                $"{size, 5} items, shown at {showAt:F2}: P {right / Math.Max(1.0, right + wrong):F3}  R {linked / Math.Max(1.0, linkable):F3}  ({wrong} of {right + wrong} wrong; between unlabelled items {unlabelled:F1} a window)"
            )
        );
    }

    private static List<CandidateLink> Collect(
        List<LabelledItem> labelled,
        List<LabelledItem> background,
        out Dictionary<int, int> linkable
    )
    {
        var links = new List<CandidateLink>();
        linkable = Sizes.ToDictionary(
            x => x.Size,
            x => Enumerable.Range(0, x.Windows).Sum(i => Collect(x.Size, i, labelled, background, links))
        );
        return links;
    }

    /// <returns>How many items founded a story and had another story on their event in the window.</returns>
    private static int Collect(int size, int number, List<LabelledItem> labelled, List<LabelledItem> background, List<CandidateLink> links)
    {
        var start = DateTimeOffset.UnixEpoch;
        var window = new StoryWindow();
        var byId = new List<(LabelledItem Item, bool Labelled)>();
        var known = new Dictionary<string, long>();
        var linkable = 0;
        foreach (var (item, isLabelled) in Sample(size, number, labelled, background))
        {
            var id = byId.Count;
            byId.Add((item, isLabelled));
            var story = window.Place(id, item.Item.Feed + (isLabelled ? 1_000_000 : 0), item.Fingerprint, start.AddSeconds(id)).StoryId;
            if (story != id)
            {
                continue;
            }
            linkable += isLabelled && !known.TryAdd(item.Story, id) ? 1 : 0;
            foreach (var (other, evidence) in window.Links(window.Find(id)!))
            {
                var (otherItem, otherLabelled) = byId[(int)other.Id];
                bool? right = isLabelled || otherLabelled ? isLabelled && otherLabelled && item.Story == otherItem.Story : null;
                links.Add(new CandidateLink(size, number, item, otherItem, evidence, right));
            }
        }
        return linkable;
    }

    /// <summary>Events in up to half of the window, the rest from elsewhere, each in its own order, evenly mixed.</summary>
    private static IEnumerable<(LabelledItem Item, bool Labelled)> Sample(
        int size,
        int number,
        List<LabelledItem> labelled,
        List<LabelledItem> background
    )
    {
        var events = Thinned(Draw(labelled, size, number), size / 2, number);
        var others = Draw(background, size - events.Count, number);
        return events
            .Select((x, i) => (Item: (x, true), At: (i + 0.5) / events.Count))
            .Concat(others.Select((x, i) => (Item: (x, false), At: (i + 0.5) / others.Count)))
            .OrderBy(x => x.At)
            .Select(x => x.Item);
    }

    /// <summary>One event in four stays whole, as related stories are few in a small installation; of the others one item stays.</summary>
    private static List<LabelledItem> Thinned(List<LabelledItem> items, int count, int number)
    {
        var seen = new HashSet<string>();
        var kept = items.Where(x => seen.Add(x.Story) || count > Scattered || Shuffled(x.Story, number + 1000) % 4 == 0).Take(count);
        return [.. kept];
    }

    private static List<LabelledItem> Draw(List<LabelledItem> items, int count, int number)
    {
        var drawn = items.GroupBy(x => x.Story).OrderBy(x => Shuffled(x.Key, number)).SelectMany(x => x).Take(count).ToHashSet();
        return [.. items.Where(drawn.Contains)];
    }

    private static uint Shuffled(string story, int number) =>
        TextUnits.Mix(story.Aggregate((uint)number * 2654435761u, (h, c) => (h ^ c) * 16777619u));
}
