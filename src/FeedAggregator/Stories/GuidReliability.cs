namespace FeedAggregator.Stories;

/// <summary>
/// What a feed's history says about its guids. Publishers that make new guids at every build would flood readers with old
/// items; such a feed is degraded, and its items are known by address and content. Part of the feed's state; a value.
/// </summary>
/// <param name="Kept">Entries met again under their old guid, as a count that decays with each poll.</param>
/// <param name="Churned">Entries met again by address or content under a new guid, as a count that decays.</param>
public sealed record GuidReliability(double Kept = 0, double Churned = 0)
{
    /// <summary>Fewer renamed entries than this are an accident.</summary>
    private const double Accident = 3;

    /// <summary>What is left of a count after one poll: about the last ten polls are remembered, so that a site which renames its entries once is forgiven.</summary>
    private const double Memory = 0.9;

    /// <summary>A feed not met before: its guids are trusted.</summary>
    public static GuidReliability Unknown { get; } = new();

    /// <summary>Whether guids may name items in this feed.</summary>
    public bool IsTrusted => Churned < Accident || Churned < Kept;

    /// <summary>Adds what one poll showed; a poll without known entries shows nothing.</summary>
    /// <param name="kept">Entries that were known by their guid.</param>
    /// <param name="churned">Entries that were known by address or content, under another guid.</param>
    public GuidReliability After(int kept, int churned) =>
        kept + churned == 0 ? this : new((Kept * Memory) + kept, (Churned * Memory) + churned);
}
