namespace FeedAggregator.Digests;

/// <summary>Puts ranked stories into groups, each story once. The group of the best story comes first, tags the digest names in its own order, the rest last.</summary>
internal static class DigestGroups
{
    public static IReadOnlyList<DigestGroup> Of(DigestDefinition definition, IReadOnlyList<DigestStory> ranked) =>
        definition.GroupBy switch
        {
            _ when ranked.Count == 0 => [],
            DigestGrouping.Tag => ByTag(definition, ranked),
            DigestGrouping.Feed => [.. ranked.GroupBy(s => s.Lead.FeedName).Select(g => new DigestGroup(g.Key, [.. g]))],
            _ => [new DigestGroup(null, ranked)],
        };

    private static IReadOnlyList<DigestGroup> ByTag(DigestDefinition definition, IReadOnlyList<DigestStory> ranked) =>
        [
            .. ranked
                .GroupBy(s => TagOf(definition, s))
                .OrderBy(g => g.Key is null)
                .ThenBy(g => Place(definition, g.Key))
                .Select(g => new DigestGroup(g.Key, [.. g])),
        ];

    private static string? TagOf(DigestDefinition definition, DigestStory story)
    {
        var tags = story.Lead.FeedTags;
        return definition.Tags.FirstOrDefault(t => tags.Contains(t, StringComparer.OrdinalIgnoreCase)) ?? (tags.Count > 0 ? tags[0] : null);
    }

    private static int Place(DigestDefinition definition, string? tag)
    {
        for (var i = 0; i < definition.Tags.Count; i++)
            if (string.Equals(definition.Tags[i], tag, StringComparison.OrdinalIgnoreCase))
                return i;
        return int.MaxValue;
    }
}
