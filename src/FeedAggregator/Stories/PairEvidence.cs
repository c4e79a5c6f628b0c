namespace FeedAggregator.Stories;

/// <summary>What two items have in common and what speaks against it. Every share is in 0..1.</summary>
internal readonly record struct PairEvidence
{
    /// <summary>Share of the shorter text's shingles that the longer has.</summary>
    internal double Containment { get; init; }

    /// <summary>The same, where shingles that many stories of the window have count little.</summary>
    internal double Damped { get; init; }

    /// <summary>Share of each lead found in the other text: the larger and the smaller.</summary>
    internal double LeadMax { get; init; }

    internal double LeadMin { get; init; }

    /// <summary>Shared title words by rarity, over those of the title that has less.</summary>
    internal double TitleMin { get; init; }

    /// <summary>The same over those of the title that has more.</summary>
    internal double TitleMax { get; init; }

    /// <summary>Rarity of the shared title words in nats.</summary>
    internal double TitleMass { get; init; }

    /// <summary>Share of the shorter text's numbers, by rarity, that the longer lacks.</summary>
    internal double NumbersMissing { get; init; }

    /// <summary>Share of the shorter text's names, by rarity, that the longer lacks.</summary>
    internal double NamesMissing { get; init; }

    internal double TitleNumbersMissing { get; init; }

    /// <summary>Units of the shorter text.</summary>
    internal int ShorterUnits { get; init; }

    internal bool SameFeed { get; init; }

    /// <summary>Other stories of the window that share about as much with the item.</summary>
    internal int Rivals { get; init; }

    /// <summary>
    /// One feed, and a good part of the numbers are others: its next report by one template. A feed tells the same news twice far more seldom, and hardly ever with other figures.
    /// </summary>
    internal bool IsNextOfTemplate => SameFeed && NumbersMissing >= MaxNumbersMissing;

    private const double MaxNumbersMissing = 0.4;

    /// <summary>What rivals are measured by.</summary>
    internal double Strength => ShorterUnits == 0 ? TitleMax : Containment;

    /// <summary>
    /// One feed, two headlines without a word in common: whatever the texts share is what the feed says under every item, or the
    /// background it repeats.
    /// </summary>
    internal bool IsStandingText { get; init; }
}
