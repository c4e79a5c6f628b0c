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
        var rows = files
            .SelectMany(x => LabelledPairs.Of(LabelledStream.Read(x)))
            .Select(x => (StoryModel.Features(x.Evidence), x.Same, 1.0))
            .ToList();
        var beta = LogisticFit.Fit(rows, ridge: 1);
        Console.WriteLine(string.Join(", ", beta.Select(x => x.ToString("F3", CultureInfo.InvariantCulture))));
        Console.WriteLine(
            $"{rows.Count} pairs, {rows.Count(x => x.Same)} same, wrong {rows.Count(x => LogisticFit.Probability(beta, x.Item1) >= 0.5 != x.Same)}"
        );
    }
}
