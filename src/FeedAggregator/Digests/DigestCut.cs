namespace FeedAggregator.Digests;

/// <summary>Keeps a digest within its limits and gives those that stay their place.</summary>
internal static class DigestCut
{
    /// <param name="ranked">Best first.</param>
    public static IReadOnlyList<StoryVerdict> Apply(DigestDefinition definition, IReadOnlyList<StoryVerdict> ranked)
    {
        var perFeed = new Dictionary<string, int>(StringComparer.Ordinal);
        var taken = 0;
        var verdicts = new List<StoryVerdict>(ranked.Count);
        foreach (var verdict in ranked)
        {
            var story = verdict.Story;
            var ofFeed = perFeed.GetValueOrDefault(story.Lead.FeedId);
            if (verdict.Outcome != StoryOutcome.In)
                verdicts.Add(verdict);
            else if (taken == definition.MaxStories)
                verdicts.Add(Over(story, $"the digest takes {definition.MaxStories} and others rank higher"));
            else if (ofFeed == definition.MaxPerFeed)
                verdicts.Add(
                    Over(story, $"{story.Lead.FeedName} leads {ofFeed} stories already, as many as the digest takes from one feed")
                );
            else
            {
                perFeed[story.Lead.FeedId] = ofFeed + 1;
                verdicts.Add(verdict with { Story = story with { Rank = ++taken } });
            }
        }
        return verdicts;
    }

    private static StoryVerdict Over(DigestStory story, string why) => new(story, StoryOutcome.OverLimit, $"Out: {why}. {story.Why}");
}
