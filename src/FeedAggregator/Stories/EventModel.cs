namespace FeedAggregator.Stories;

/// <summary>Turns evidence into the probability that two items report on one event, in whatever words.</summary>
/// <param name="Coefficients">One for each of <see cref="Names"/>.</param>
/// <param name="RelateAt">The probability, averaged over an event's members, from which an item is of the event.</param>
internal sealed record EventModel(double[] Coefficients, double RelateAt)
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "constant",
        "title over the poorer title",
        "title over the richer title",
        "title mass",
        "larger lead containment",
        "containment",
        "cosine of all that is named",
        "root of the cosine",
        "mass of all that is named",
    ];

    /// <summary>Made by `stories fit-related`; see docs/technotes/story-matching.md.</summary>
    internal static EventModel Current { get; } = new([-6.233, 2.339, 1.322, 0.405, 1.939, 1.862, 4.381, 9.687, 0.218], 0.15);

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
    internal double Score(EventEvidence e) => 1 / (1 + Math.Exp(-LogOdds(e)));

    /// <summary>The natural logarithm of the odds; the form that averages well.</summary>
    internal double LogOdds(EventEvidence e)
    {
        var features = Features(e);
        double sum = 0;
        for (var i = 0; i < features.Length; i++)
        {
            sum += features[i] * Coefficients[i];
        }
        return sum;
    }

    internal static double Logit(double probability) => Math.Log(probability / (1 - probability));
}
