namespace FeedAggregator.Stories;

/// <summary>Turns evidence into the probability that two items report on one event, in whatever words.</summary>
/// <param name="Coefficients">One for each of <see cref="Names"/>.</param>
/// <param name="RelateAt">The probability from which two stories are shown as related.</param>
internal sealed record EventModel(double[] Coefficients, double RelateAt)
{
    internal static IReadOnlyList<string> Names { get; } = ["constant"];

    internal static EventModel Current { get; } = new([-5, 4, 1, 1, 1, 1, 1, 1, 0], 0.5);

    internal static double[] Features(EventEvidence e) =>
        [
            1,
            e.Pair.TitleMin,
            e.Pair.TitleMax,
            Math.Log(1 + e.Pair.TitleMass),
            e.Pair.LeadMax,
            e.Pair.Containment,
            e.MarksCosine,
            Math.Sqrt(e.MarksCosine),
            Math.Log(1 + e.MarksMass),
        ];

    /// <summary>0..1.</summary>
    internal double Score(EventEvidence e)
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
