namespace FeedAggregator.Stories;

/// <summary>
/// Turns evidence into the probability that a reader of one story would call the other related. Not the model that groups a stream by event:
/// there an average over members forgives an odd pair, while a reader sees every pair; and it must hold in a window of any size.
/// </summary>
/// <param name="Coefficients">One for each of <see cref="Names"/>.</param>
internal sealed record LinkModel(double[] Coefficients)
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "constant",
        "log odds of one event",
        "what the window does not know",
        "names shared",
        "titles shared in one feed",
        "titles in the other item",
        "names shared in one feed",
        "same feed",
        "names of the shorter text that the other lacks",
        "rivals",
        "containment",
    ];

    /// <summary>The probability from which readers are shown a link.</summary>
    internal const double ShowAt = 0.9;

    /// <summary>Two or three words are shared by accident, however rare the window thinks they are.</summary>
    private const int MinMarks = 4;

    /// <summary>A window of so many items knows what is rare; one of fewer calls everyday words rare.</summary>
    private const double EnoughItems = 5000;

    /// <summary>Made by `stories fit-links`; see docs/technotes/story-matching.md.</summary>
    internal static LinkModel Current { get; } = new([-4.117, 0.439, 0.702, 1.425, -1.330, 6.673, 0.662, -2.172, -1.919, -0.278, -7.300]);

    internal static double[] Features(LinkEvidence e) =>
        [
            1,
            EventModel.Current.LogOdds(e.Event),
            Math.Max(0, Math.Log(EnoughItems / Math.Max(2, e.WindowItems))),
            Math.Log(1 + e.Names),
            e.Event.Pair.SameFeed ? Math.Log(1 + e.TitleTerms) : 0,
            (e.TitleInOtherMin + e.TitleInOtherMax) / 2,
            e.Event.Pair.SameFeed ? Math.Log(1 + e.Names) : 0,
            e.Event.Pair.SameFeed ? 1 : 0,
            e.Event.Pair.NamesMissing,
            Math.Log(1 + e.Event.Pair.Rivals),
            e.Event.Pair.Containment,
        ];

    /// <summary>0..1; 0 for what shares too little to tell.</summary>
    internal double Score(LinkEvidence e) => e.Marks < MinMarks ? 0 : 1 / (1 + Math.Exp(-Features(e).Zip(Coefficients, (a, b) => a * b).Sum()));
}
