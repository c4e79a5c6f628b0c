using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>A story of the last edition whose words its publisher has changed since.</summary>
/// <param name="WasTitle">The title the edition showed; null when only the text has changed.</param>
/// <param name="Now">The item as it reads now.</param>
public sealed record DigestCorrection(long StoryId, string? WasTitle, ItemSummary Now)
{
    /// <summary>In the order the edition showed them. Only the leading items count: of the others the edition showed no words.</summary>
    public static IReadOnlyList<DigestCorrection> Since(DigestView? last, IReadOnlyList<ItemSummary> members)
    {
        if (last is null)
            return [];
        var current = members.DistinctBy(i => i.Id).ToDictionary(i => i.Id);
        return
        [
            .. from story in last.Stories
            let was = story.Lead
            let now = current.GetValueOrDefault(was.Id)
            where now?.ChangedAt is not null && now.ChangedAt > (was.ChangedAt ?? was.SeenAt)
            select new DigestCorrection(story.Id, was.Title == now.Title ? null : was.Title, now),
        ];
    }
}
