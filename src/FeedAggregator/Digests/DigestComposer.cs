using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>Chooses, ranks, cuts and groups.</summary>
public static class DigestComposer
{
    /// <summary>A digest of the definition's window up to <paramref name="now"/>.</summary>
    /// <param name="items">What the store answered to <see cref="DigestQueries.QueryFor"/>: a story is in when one of these passes the definition, and led by one that does.</param>
    /// <param name="otherMembers">Other items of the same stories, for "also in"; those among <paramref name="items"/> may be in it again.</param>
    /// <param name="related">Which of the stories report on one event.</param>
    public static DigestView Compose(
        DigestDefinition definition,
        IReadOnlyList<ItemSummary> items,
        IReadOnlyList<ItemSummary> otherMembers,
        DateTimeOffset now,
        IReadOnlyList<RelatedStories>? related = null
    )
    {
        var verdicts = RelatedLinks.Add(Explain(definition, items, otherMembers, now), related ?? []);
        return View(definition, verdicts, now - definition.Window, now);
    }

    /// <summary>Every story that was looked at, best first, and why it is in or out.</summary>
    public static IReadOnlyList<StoryVerdict> Explain(
        DigestDefinition definition,
        IReadOnlyList<ItemSummary> items,
        IReadOnlyList<ItemSummary> otherMembers,
        DateTimeOffset now
    )
    {
        var candidates = StoryCandidates.From(definition, new ItemFilter(definition), items, otherMembers, now);
        return DigestCut.Apply(definition, candidates);
    }

    internal static DigestView View(
        DigestDefinition definition,
        IReadOnlyList<StoryVerdict> verdicts,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        var shown = verdicts.Where(v => v.Outcome == StoryOutcome.In).Select(v => v.Story).ToList();
        return new DigestView
        {
            Name = definition.Name,
            Title = definition.DisplayTitle,
            Description = definition.Description,
            Language = definition.Language,
            Order = definition.Order,
            From = from,
            To = to,
            UpdatedAt = shown.Count == 0 ? to : shown.Max(s => s.UpdatedAt),
            Groups = DigestGroups.Of(definition, shown),
            Omitted = verdicts.Count(v => v.Outcome == StoryOutcome.OverLimit),
        };
    }
}

/// <param name="Why">One English sentence.</param>
public sealed record StoryVerdict(DigestStory Story, StoryOutcome Outcome, string Why);

public enum StoryOutcome
{
    In,

    /// <summary>It does not answer the definition.</summary>
    NotChosen,

    /// <summary>It answers, but others rank higher.</summary>
    OverLimit,
}
