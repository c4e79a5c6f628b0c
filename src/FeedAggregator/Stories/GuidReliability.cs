namespace FeedAggregator.Stories;

/// <summary>
/// What a feed's history says about its guids. Publishers that make new guids at every build would flood readers with old
/// items; such a feed is degraded, and its items are known by address and content. Part of the feed's state; a value.
/// </summary>
/// <param name="ChurningPolls">Polls in a row in which more known entries came under a new guid than under their old one; 0..2.</param>
public sealed record GuidReliability(int ChurningPolls = 0)
{
    /// <summary>A site that moves renames its entries once; twice is a habit.</summary>
    private const int Habit = 2;

    /// <summary>A feed not met before: its guids are trusted.</summary>
    public static GuidReliability Unknown { get; } = new();

    /// <summary>Whether guids may name items in this feed. Once lost, trust comes back only when an admin resets the state.</summary>
    public bool IsTrusted => ChurningPolls < Habit;

    /// <summary>Adds what one poll showed; a poll without known entries shows nothing.</summary>
    /// <param name="kept">Entries that were <see cref="Recognition.Known"/> by their guid.</param>
    /// <param name="churned">Entries that were <see cref="Recognition.KnownUnderNewGuid"/>.</param>
    public GuidReliability After(int kept, int churned)
    {
        if (!IsTrusted || kept + churned == 0)
        {
            return this;
        }
        return churned > kept ? new(ChurningPolls + 1) : Unknown;
    }

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        IsTrusted ? "guids are trusted" : "guids churn: items are known by their address and content";
}
