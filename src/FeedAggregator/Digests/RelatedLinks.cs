using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>Gives each story links to others on the same event: the second level of grouping. Only what answers the definition is linked, shown or over its limits.</summary>
internal static class RelatedLinks
{
    /// <summary>Links of one story.</summary>
    private const int Most = 3;

    public static IReadOnlyList<StoryVerdict> Add(IReadOnlyList<StoryVerdict> verdicts, IReadOnlyList<RelatedStories> related)
    {
        if (related.Count == 0)
            return verdicts;
        var leads = verdicts.Where(v => v.Outcome != StoryOutcome.NotChosen).ToDictionary(v => v.Story.Id, v => v.Story.Lead);
        var links = related
            .SelectMany(r => new[] { r, new RelatedStories(r.OtherId, r.StoryId, r.Score) })
            .Where(r => r.OtherId != r.StoryId && leads.ContainsKey(r.OtherId))
            .ToLookup(r => r.StoryId);
        return [.. verdicts.Select(v => v with { Story = v.Story with { Related = Of(links[v.Story.Id], leads) } })];
    }

    private static List<ItemSummary> Of(IEnumerable<RelatedStories> links, Dictionary<long, ItemSummary> leads) =>
        [
            .. links
                .OrderByDescending(r => r.Score)
                .ThenBy(r => r.OtherId)
                .DistinctBy(r => r.OtherId)
                .Take(Most)
                .Select(r => leads[r.OtherId]),
        ];
}
