using System.Globalization;
using FeedAggregator.Service.Commands;
using FeedAggregator.Stories;

namespace FeedAggregator.Benchmarks.Stories;

internal static class StoryRuns
{
    internal static int Run(string[] args)
    {
        switch (args)
        {
            case ["evaluate", var file]:
                using (var input = File.OpenRead(file))
                using (var output = Console.OpenStandardOutput())
                {
                    return EvaluateStories.Run(input, output);
                }
            case ["speed", var file]:
                SpeedRun.Run(file);
                return 0;
            case ["fit-related", .. var files]:
                FitEvents(files);
                return 0;
            case ["fit", .. var files]:
                FitModel(files);
                return 0;
            default:
                return 2;
        }
    }

    private static void FitModel(string[] files)
    {
        foreach (var file in files)
        {
            var items = LabelledStream.Read(file);
            var pairs = LabelledPairs.OfStories(items);
            var beta = Fit(pairs);
            Console.WriteLine(string.Join(", ", beta.Select(x => x.ToString("F3", CultureInfo.InvariantCulture))));
            foreach (var at in new[] { 0.5, 0.6, 0.65, 0.7 })
            {
                Console.WriteLine($"all at {at}: {StoryScore.Of(items, new StoryModel(beta, at))}");
            }
            Held("language", items, pairs, x => x.Language);
            Held("feed", items, pairs, x => "fold " + (x.Item.Feed % 5));
        }
    }

    private static void Held(string name, List<LabelledItem> items, List<LabelledPair> pairs, Func<LabelledItem, string> group)
    {
        var total = new StoryScore(0, 0, 0);
        foreach (var fold in items.Select(group).Distinct().Order())
        {
            var beta = Fit(pairs.Where(x => group(x.Item) != fold && group(x.Other) != fold));
            var score = StoryScore.Of(items, new StoryModel(beta, StoryModel.Current.JoinAt), x => group(x) == fold);
            total = new(total.Both + score.Both, total.OnlyFound + score.OnlyFound, total.OnlyLabelled + score.OnlyLabelled);
            if (name == "language")
                Console.WriteLine($"fitted without {name} {fold}, scored on it: {score}");
        }
        Console.WriteLine($"every {name} held out: {total}");
    }

    private static double[] Fit(IEnumerable<LabelledPair> pairs) =>
        LogisticFit.Fit([.. pairs.Select(x => (x.Features, x.Same, 1.0))], ridge: 1, 10);

    private static void FitEvents(string[] files)
    {
        foreach (var file in files)
        {
            var items = LabelledStream.Read(file);
            var pairs = LabelledPairs.OfEvents(items);
            var beta = Fit(pairs);
            Console.WriteLine(
                $"{pairs.Count} pairs {pairs.Count(x => x.Same)} same "
                    + string.Join(", ", beta.Select(x => x.ToString("F3", CultureInfo.InvariantCulture)))
            );
            for (var at = 0.1; at < 0.75; at += 0.1)
            {
                Console.WriteLine($"at {at:F2}: {Events(items, new EventModel(beta, at), _ => true)}");
            }
            var folds = items.ToDictionary(x => x.Item.Id, x => x.Story.Sum(c => c * 7) % 5);
            for (var at = 0.2; at < 0.75; at += 0.1)
            {
                var total = new StoryScore(0, 0, 0);
                for (var fold = 0; fold < 5; fold++)
                {
                    var held = Fit(pairs.Where(x => folds[x.Item.Item.Id] != fold && folds[x.Other.Item.Id] != fold));
                    var score = Events(items, new EventModel(held, at), x => folds[x.Item.Id] == fold);
                    total = new(total.Both + score.Both, total.OnlyFound + score.OnlyFound, total.OnlyLabelled + score.OnlyLabelled);
                }
                Console.WriteLine($"held out at {at:F2}: {total}");
            }
        }
    }

    private static StoryScore Events(List<LabelledItem> items, EventModel model, Func<LabelledItem, bool> counts)
    {
        var window = new StoryWindow();
        var events = new long[items.Count];
        var members = new Dictionary<long, List<WindowItem>>();
        static double Logit(double p) => Math.Log(p / (1 - p));
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            window.Advance(item.Item.ArrivedAt);
            var probe = item.InWindow(i);
            var best = window
                .CompareWidely(probe)
                .Select(x => events[x.Item.Id])
                .Distinct()
                .Select(e =>
                    (
                        Event: e,
                        Score: Link(
                            members[e].TakeLast(12).Select(m => Logit(model.Score(window.CompareAsEvent(probe, m)))).OrderDescending().ToList()
                        )
                    )
                )
                .OrderByDescending(x => x.Score)
                .FirstOrDefault();
            events[i] = best.Score >= Logit(model.RelateAt) && members.ContainsKey(best.Event) ? best.Event : i;
            if (!members.TryGetValue(events[i], out var list))
                members[events[i]] = list = [];
            list.Add(probe);
            window.Admit(i, i, item.Item.Feed, item.Fingerprint, item.Item.ArrivedAt);
        }
        return StoryScore.Of(items, events, counts);
    }

    private static readonly string LinkMode = Environment.GetEnvironmentVariable("LINK") ?? "mean";

    private static double Link(List<double> s) =>
        LinkMode switch
        {
            "mean" => s.Average(),
            "top3" => s.Take(3).Average(),
            "half" => s.Take((s.Count + 1) / 2).Average(),
            "mix" => (s[0] + s.Average()) / 2,
            "max" => s[0],
            "two" => (s[0] + s[Math.Min(1, s.Count - 1)]) / 2,
            _ => s[s.Count / 2],
        };
}
