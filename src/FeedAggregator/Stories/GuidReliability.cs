namespace FeedAggregator.Stories;

/// <summary>
/// What a feed's history says about its guids: publishers that make a new guid at every build would flood readers with
/// old items. Part of the feed's state; a value.
/// </summary>
/// <param name="Kept">Times an entry was met again under its old guid; decays.</param>
/// <param name="Churned">Times a known page or text came back under a new guid; decays.</param>
public sealed record GuidReliability(double Kept = 0, double Churned = 0)
{
    /// <summary>A feed not met before: its guids are trusted.</summary>
    public static GuidReliability Unknown { get; } = new();

    /// <summary>Whether guids may name items in this feed.</summary>
    public bool IsTrusted => Churned < 3 || Churned < Kept;

    /// <summary>Adds what one poll showed.</summary>
    /// <param name="kept">Entries of the poll that were known by their guid.</param>
    /// <param name="churned">Entries whose guid was new while their canonical URL or content was known.</param>
    public GuidReliability After(int kept, int churned) => new((Kept * 0.9) + kept, (Churned * 0.9) + churned);
}
