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
            case ["pairs", .. var files]:
                Pairs(files);
                return 0;
            case ["fit", .. var files]:
                FitModel(files);
                return 0;
            default:
                return 2;
        }
    }

    private static void Pairs(string[] files)
    {
        foreach (var pair in files.SelectMany(x => LabelledPairs.Of(LabelledStream.Read(x))))
        {
            Console.WriteLine(
                string.Join(
                    '\t',
                    [
                        pair.Item.Item.Id,
                        pair.Other.Item.Id,
                        pair.Same ? "1" : "0",
                        StoryModel.Score(pair.Evidence).ToString("F4", CultureInfo.InvariantCulture),
                        .. StoryModel.Features(pair.Evidence).Select(x => x.ToString("F4", CultureInfo.InvariantCulture)),
                        pair.Evidence.ShorterUnits.ToString(CultureInfo.InvariantCulture),
                        pair.Evidence.LongerUnits.ToString(CultureInfo.InvariantCulture),
                    ]
                )
            );
        }
    }

    private static void FitModel(string[] files)
    {
        var pairs = files.SelectMany(x => LabelledPairs.Of(LabelledStream.Read(x))).ToList();
        var beta = Fit(pairs);
        Console.WriteLine(string.Join(", ", beta.Select(x => x.ToString("F3", CultureInfo.InvariantCulture))));
        Report("all, fitted on all", pairs, beta);
        CrossValidate("left-out language", pairs, x => x.Item.Language);
        CrossValidate("left-out feed", pairs, x => x.Item.Item.Feed.ToString(CultureInfo.InvariantCulture));
        CrossValidate(
            "left-out fifth of the stories",
            pairs,
            x => (StringComparer.Ordinal.GetHashCode(x.Item.Story) % 5).ToString(CultureInfo.InvariantCulture)
        );
    }

    private static double[] Fit(IEnumerable<LabelledPair> pairs) =>
        LogisticFit.Fit([.. pairs.Select(x => (x.Features, x.Same, 1.0))], ridge: 1);

    private static void CrossValidate(string name, List<LabelledPair> pairs, Func<LabelledPair, string> group)
    {
        var wrong = new List<string>();
        int fp = 0,
            fn = 0;
        foreach (var fold in pairs.GroupBy(group).ToList())
        {
            var held = fold.ToHashSet();
            var beta = Fit(pairs.Where(x => !held.Contains(x)));
            var (p, n) = Wrong(fold, beta);
            fp += p;
            fn += n;
            wrong.Add($"{fold.Key} +{p} -{n}");
        }
        Console.WriteLine($"{name}: wrongly same {fp}, missed {fn}; {(wrong.Count < 8 ? string.Join("; ", wrong) : "")}");
    }

    private static (int False, int Missed) Wrong(IEnumerable<LabelledPair> pairs, double[] beta)
    {
        int fp = 0,
            fn = 0;
        foreach (var pair in pairs)
        {
            var same = LogisticFit.Probability(beta, pair.Features) >= StoryModel.JoinAt;
            fp += same && !pair.Same ? 1 : 0;
            fn += !same && pair.Same ? 1 : 0;
        }
        return (fp, fn);
    }

    private static void Report(string name, List<LabelledPair> pairs, double[] beta)
    {
        var (fp, fn) = Wrong(pairs, beta);
        var loss = pairs.Sum(x =>
        {
            var p = LogisticFit.Probability(beta, x.Features);
            return -Math.Log(Math.Max(1e-12, x.Same ? p : 1 - p));
        });
        Console.WriteLine($"{name}: {pairs.Count} pairs, {pairs.Count(x => x.Same)} same; wrongly same {fp}, missed {fn}, loss {loss:F1}");
    }
}
