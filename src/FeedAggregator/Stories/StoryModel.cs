namespace FeedAggregator.Stories;

/// <summary>Turns evidence into the probability that two items tell the same news: a logistic model, fitted on labelled streams.</summary>
/// <param name="Coefficients">One for each of <see cref="Names"/>.</param>
/// <param name="JoinAt">The probability from which an item joins a story.</param>
internal sealed record StoryModel(double[] Coefficients, double JoinAt)
{
    /// <summary>Stored with each match. Raise it whenever a coefficient, a feature or a threshold changes.</summary>
    internal const int Version = 1;

    internal static IReadOnlyList<string> Names { get; } =
    [
        "constant",
        "containment",
        "damped containment",
        "squared damped containment",
        "larger lead containment",
        "smaller lead containment",
        "title over the poorer title",
        "title over the richer title",
        "title mass",
        "numbers missing",
        "names missing",
        "title numbers missing",
        "rivals",
        "title only",
        "title only x title",
        "same feed",
        "same feed x damped containment",
    ];

    /// <summary>Made by `stories fit`; see docs/technotes/story-matching.md.</summary>
    internal static StoryModel Current { get; } =
        new(
            [-4.663, 2.198, 3.262, 2.987, 1.955, 0.953, 1.026, 0.966, 1.016, -2.741, -1.443, -1.219, -3.985, 3.308, 2.612, -2.480, -2.302],
            0.65
        );

    internal static double[] Features(PairEvidence e)
    {
        var titleOnly = e.ShorterUnits == 0 ? 1.0 : 0;
        var sameFeed = e.SameFeed ? 1.0 : 0;
        return
        [
            1,
            e.Containment,
            e.Damped,
            e.Damped * e.Damped,
            e.LeadMax,
            e.LeadMin,
            e.TitleMin,
            e.TitleMax,
            Math.Min(1, e.TitleMass / 40),
            e.NumbersMissing,
            e.NamesMissing,
            e.TitleNumbersMissing,
            Math.Min(5, e.Rivals) / 5.0,
            titleOnly,
            titleOnly * e.TitleMax,
            sameFeed,
            sameFeed * e.Damped,
        ];
    }

    /// <summary>0..1.</summary>
    internal double Score(PairEvidence e)
    {
        var features = Features(e);
        double sum = 0;
        for (var i = 0; i < features.Length; i++)
        {
            sum += features[i] * Coefficients[i];
        }
        return 1 / (1 + Math.Exp(-sum));
    }
}
