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
        "numbers of titles that differ in one feed",
        "containment",
    ];

    /// <summary>The probability from which readers are shown a link: nine in ten are right in windows of 50 to 5,000 items, with the event left out of the fit.</summary>
    internal const double ShowAt = 0.92;

    /// <summary>Two or three words are shared by accident, however rare the window thinks they are.</summary>
    private const int MinMarks = 4;

    /// <summary>In a window of fewer nearly every word is rare, and what is rare there says nothing: see <see cref="ShowAt"/>.</summary>
    private const int LeastItems = 50;

    /// <summary>A window of so many items knows what is rare; one of fewer calls everyday words rare.</summary>
    private const double EnoughItems = 5000;

    /// <summary>Made by `stories fit-links`; see docs/technotes/story-matching.md.</summary>
    internal static LinkModel Current { get; } =
        new([-4.096, 0.448, 0.704, 1.413, -1.276, 6.584, 0.613, -1.908, -1.913, -0.273, -1.575, -7.111]);

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
            e.Event.Pair.SameFeed ? e.Event.Pair.TitleNumbersMissing : 0,
            e.Event.Pair.Containment,
        ];

    /// <summary>0..1; 0 for what shares too little to tell, or for a window that is too small.</summary>
    internal double Score(LinkEvidence e) =>
        e.Marks < MinMarks || e.WindowItems < LeastItems ? 0 : 1 / (1 + Math.Exp(-Features(e).Zip(Coefficients, (a, b) => a * b).Sum()));
}
