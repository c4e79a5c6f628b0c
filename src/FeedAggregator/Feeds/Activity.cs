namespace FeedAggregator.Feeds;

/// <summary>How lively a feed has been of late: items seen against items expected, both fading with time.</summary>
/// <param name="Seen">Items, faded.</param>
/// <param name="Expected">Items the weekly profile had led us to expect, faded alike.</param>
public readonly record struct Activity(double Seen, double Expected)
{
    internal static readonly TimeSpan ShortLife = TimeSpan.FromHours(3);
    internal static readonly TimeSpan LongLife = TimeSpan.FromDays(4);

    /// <summary>So many expected items must have come or stayed away before the evidence weighs as much as the habit.</summary>
    internal const double ShortPrior = 2;
    internal const double LongPrior = 3;

    /// <summary>1: as usual; above: livelier. A gamma-Poisson estimate.</summary>
    internal double Factor(double prior) => (Seen + prior) / (Expected + prior);

    internal Activity Later(TimeSpan by, TimeSpan life, double seen, double expected)
    {
        var faded = Math.Exp(-(by / life));
        return new Activity((Seen * faded) + seen, (Expected * faded) + expected);
    }
}
