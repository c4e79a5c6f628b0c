using System.Globalization;
using FeedAggregator.Service.Commands;
using FeedAggregator.Stories;

namespace FeedAggregator.Benchmarks.Stories;

/// <summary>Quality and speed of story matching on labelled streams; see docs/technotes/story-matching.md.</summary>
internal static class StoryRuns
{
    private const string Usage = """
        stories quality FILE        how well the shipped model groups a labelled stream, by language, and what it costs
        stories flat FILE           how the price of placing an item grows with the window
        stories quality-related FILE  how well it groups a stream labelled by event
        stories links FILE BACKGROUND  precision and recall of the links readers see, by the size of the window; FILE is labelled by event
        stories show-links FILE     the links readers of a stream would see, for a judge to look at
        stories fit-links FILE BACKGROUND  new coefficients for links
        stories fit FILE            new coefficients for stories, and how they do on languages and feeds left out
        stories fit-related FILE    new coefficients for events, and how they do on events left out
        stories addresses FILE…     which addresses of different stories become one canonical address; 1 when there are any
        stories evaluate FILE       {"id","story"} lines, for an outside scorer; --related after FILE: events instead of stories
        """;

    internal static int Run(string[] args)
    {
        switch (args)
        {
            case ["evaluate", var file, .. var rest]:
                using (var input = File.OpenRead(file))
                using (var output = Console.OpenStandardOutput())
                {
                    return EvaluateStories.Run(input, output, related: rest is ["--related"]);
                }
            case ["quality", var file]:
                Quality(LabelledStream.Read(file));
                SpeedRun.Run(file);
                return 0;
            case ["flat", var file]:
                SpeedRun.Flatness(file);
                return 0;
            case ["quality-related", var file]:
                Console.WriteLine($"events: {StoryScore.OfEvents(LabelledStream.Read(file), EventModel.Current)}");
                return 0;
            case ["links", var file, .. var background]:
                LinkRun.Run(LabelledStream.Read(file), [.. background.SelectMany(LabelledStream.Read)]);
                return 0;
            case ["show-links", var file]:
                using (var input = File.OpenRead(file))
                {
                    LinkRun.Show(EvaluateStories.Read(input));
                }
                return 0;
            case ["fit-links", var file, .. var background]:
                LinkRun.Fit(LabelledStream.Read(file), [.. background.SelectMany(LabelledStream.Read)]);
                return 0;
            case ["addresses", .. var files]:
                return AddressRun.Run([.. files.SelectMany(LabelledStream.Read)]);
            case ["fit", var file]:
                FitStories(LabelledStream.Read(file));
                return 0;
            case ["fit-related", var file]:
                FitEvents(LabelledStream.Read(file));
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static void Quality(List<LabelledItem> items)
    {
        Console.WriteLine($"stories: {StoryScore.OfStories(items, StoryModel.Current)}");
        foreach (var language in items.Select(x => x.Language).Distinct().Order())
        {
            Console.WriteLine($"stories, {language}: {StoryScore.OfStories(items, StoryModel.Current, x => x.Language == language)}");
        }
    }

    private static void FitStories(List<LabelledItem> items)
    {
        var pairs = LabelledPairs.OfStories(items);
        Print(StoryModel.Names, Fit(pairs));
        foreach (var joinAt in new[] { 0.5, 0.6, 0.65, 0.7, 0.8 })
        {
            Console.WriteLine(
                FormattableString.Invariant($"join at {joinAt}: {StoryScore.OfStories(items, new StoryModel(Fit(pairs), joinAt))}")
            );
        }
        LeaveOut("language", items, pairs, x => x.Language, Score);
        LeaveOut("fifth of the feeds", items, pairs, x => (x.Item.Feed % 5).ToString(CultureInfo.InvariantCulture), Score);

        StoryScore Score(double[] coefficients, Func<LabelledItem, bool> counts) =>
            StoryScore.OfStories(items, new StoryModel(coefficients, StoryModel.Current.JoinAt), counts);
    }

    private static void FitEvents(List<LabelledItem> items)
    {
        var pairs = LabelledPairs.OfEvents(items);
        Print(EventModel.Names, Fit(pairs));
        foreach (var relateAt in new[] { 0.1, 0.15, 0.2, 0.25, 0.3, 0.4 })
        {
            Console.WriteLine(
                FormattableString.Invariant($"relate at {relateAt}: {StoryScore.OfEvents(items, new EventModel(Fit(pairs), relateAt))}")
            );
        }
        LeaveOut("fifth of the events", items, pairs, x => (x.Story.Sum(c => c * 7) % 5).ToString(CultureInfo.InvariantCulture), Score);

        StoryScore Score(double[] coefficients, Func<LabelledItem, bool> counts) =>
            StoryScore.OfEvents(items, new EventModel(coefficients, EventModel.Current.RelateAt), counts);
    }

    private static double[] Fit(IEnumerable<LabelledPair> pairs) => LogisticFit.Fit([.. pairs.Select(x => (x.Features, x.Same))], ridge: 1);

    internal static void Print(IReadOnlyList<string> names, double[] coefficients)
    {
        foreach (var (name, value) in names.Zip(coefficients))
        {
            Console.WriteLine(FormattableString.Invariant($"{value, 8:F3}  {name}"));
        }
    }

    /// <summary>Fits without each group in turn, and scores the items of that group.</summary>
    private static void LeaveOut(
        string name,
        List<LabelledItem> items,
        List<LabelledPair> pairs,
        Func<LabelledItem, string> group,
        Func<double[], Func<LabelledItem, bool>, StoryScore> score
    )
    {
        var folds = new List<StoryScore>();
        foreach (var fold in items.Select(group).Distinct().Order())
        {
            var coefficients = Fit(pairs.Where(x => group(x.Item) != fold && group(x.Other) != fold));
            folds.Add(score(coefficients, x => group(x) == fold));
            Console.WriteLine($"left out {name} {fold}: {folds[^1]}");
        }
        Console.WriteLine($"every {name} left out: {StoryScore.Sum(folds)}");
    }
}
