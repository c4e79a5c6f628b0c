namespace FeedAggregator.Stories;

/// <summary>Turns evidence into the probability that two items report on one event, in whatever words.</summary>
/// <param name="Coefficients">One for each of <see cref="Names"/>.</param>
/// <param name="RelateAt">The probability from which two stories are shown as related.</param>
internal sealed record EventModel(double[] Coefficients, double RelateAt)
{
    internal static IReadOnlyList<string> Names { get; } = ["constant"];

    internal static EventModel Current { get; } = new([-5, 4, 1, 1, 1, 1, 1, 1, 0], 0.5);

    internal static double[] Features(PairEvidence e) =>
        [
            1,
            e.TermsShared,
            Math.Log(1 + e.TermsMass),
            e.TitleMin,
            e.TitleMax,
            Math.Log(1 + e.TitleMass),
            e.LeadMax,
            e.Containment,
            e.TermsCosine,
            e.MarksCosine,
            Math.Log(1 + e.MarksMass),
            Math.Sqrt(e.MarksCosine),
        ];

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
