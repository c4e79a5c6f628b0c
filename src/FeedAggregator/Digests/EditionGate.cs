using System.Globalization;
using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>What an edition asks of an item beyond the definition.</summary>
internal sealed class EditionGate(EditionWindow window, IReadOnlySet<long> publishedStories)
{
    /// <summary>Had its chance in an earlier edition, and has not changed since. One stored later has not, whatever the clock says: it may have jumped.</summary>
    public bool IsPast(ItemSummary item) =>
        item.Id <= (window.Since.LastItemId ?? long.MaxValue) && LastChange(item) < window.From - DigestQueries.StoringTakes;

    /// <summary>Why the item is not for this edition; null when it is.</summary>
    public string? Refusal(ItemSummary item)
    {
        if (item.Backlog)
            return "it was in its feed before the feed was first polled";
        if (publishedStories.Contains(item.StoryId))
            return "an earlier edition has had the story";
        return LastChange(item) < window.To
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"its words changed at {LastChange(item).UtcDateTime:HH:mm} UTC and have to settle first"
            );
    }

    private static DateTimeOffset LastChange(ItemSummary item) => item.ChangedAt ?? item.SeenAt;
}
