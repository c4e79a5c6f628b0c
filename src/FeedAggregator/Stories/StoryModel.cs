namespace FeedAggregator.Stories;

/// <summary>Turns evidence into the probability that two items tell the same news: a logistic model, fitted on labelled streams.</summary>
/// <param name="Coefficients">One for each of <see cref="Names"/>.</param>
/// <param name="JoinAt">The probability from which an item joins a story.</param>
internal sealed record StoryModel(double[] Coefficients, double JoinAt)
{
    /// <summary>Stored with each match. Raise it whenever a coefficient, a feature or a threshold changes.</summary>
    internal const int Version = 2;

    private const int FeatureCount = 17;

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
        var features = new double[FeatureCount];
        Fill(features, e);
        return features;
    }

    /// <summary>0..1.</summary>
    internal double Score(PairEvidence e)
    {
        Span<double> features = stackalloc double[FeatureCount];
        Fill(features, e);
        double sum = 0;
        for (var i = 0; i < features.Length; i++)
        {
            sum += features[i] * Coefficients[i];
        }
        return 1 / (1 + Math.Exp(-sum));
    }

    private static void Fill(Span<double> features, PairEvidence e)
    {
        var titleOnly = e.ShorterUnits == 0 ? 1.0 : 0;
        var sameFeed = e.SameFeed ? 1.0 : 0;
        features[0] = 1;
        features[1] = e.Containment;
        features[2] = e.Damped;
        features[3] = e.Damped * e.Damped;
        features[4] = e.LeadMax;
        features[5] = e.LeadMin;
        features[6] = e.TitleMin;
        features[7] = e.TitleMax;
        features[8] = Math.Min(1, e.TitleMass / 40);
        features[9] = e.NumbersMissing;
        features[10] = e.NamesMissing;
        features[11] = e.TitleNumbersMissing;
        features[12] = Math.Min(5, e.Rivals) / 5.0;
        features[13] = titleOnly;
        features[14] = titleOnly * e.TitleMax;
        features[15] = sameFeed;
        features[16] = sameFeed * e.Damped;
    }
}
