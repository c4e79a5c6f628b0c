namespace FeedAggregator.Stories;

/// <summary>Turns evidence into the probability that two items tell the same news.</summary>
internal static class StoryModel
{
    internal const int Version = 1;

    internal const double JoinAt = 0.5;

    internal static double[] Features(PairEvidence e) =>
        [1, e.Containment, e.Damped, e.LeadMax, e.LeadMin, e.TitleMin, e.TitleMax, e.NumbersMissing, e.NamesMissing, e.TitleNumbersMissing, e.SameFeed ? 1 : 0, Math.Min(5, e.Rivals) / 5.0, e.ShorterUnits == 0 ? 1 : 0, Math.Min(1, e.TitleMass / 40)];

    internal static double[] Coefficients { get; set; } = [-6, 4, 6, 1, 1, 1, 2, -4, -4, -1, 0, -1, 0, 2];

    internal static double Score(PairEvidence e)
    {
        var x = Features(e);
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * Coefficients[i];
        }
        return 1 / (1 + Math.Exp(-sum));
    }
}
