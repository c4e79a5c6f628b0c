using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>Decides what an edition holds.</summary>
public static class EditionPlanner
{
    /// <summary>
    /// The edition of this window, ready to be frozen. It depends on the window and the items alone, but for <see cref="EditionPlan.FrozenAt"/>:
    /// however late it is made, and by whichever node, it is the same.
    /// </summary>
    public static EditionPlan Plan(DigestDefinition definition, EditionWindow window, EditionMaterial material, DateTimeOffset now)
    {
        var (view, _) = Compose(definition, window, material);
        return new EditionPlan
        {
            Digest = definition.Name,
            Since = window.Since,
            DueAt = window.DueAt,
            ChangedUpTo = window.To,
            LastItemId = material.LastItemId ?? window.Since.LastItemId,
            From = view.From,
            FrozenAt = now,
            Title = definition.DisplayTitle,
            StoryIds = [.. view.Stories.Select(s => s.Id)],
            ItemIds = [.. view.Stories.SelectMany(s => s.AlsoIn.Prepend(s.Lead)).Select(i => i.Id)],
            Document = view.IsEmpty ? null : EditionDocument.Write(view),
        };
    }

    /// <summary>What the next edition would hold if it were due now, and why each story is in or out.</summary>
    public static EditionPreview Preview(DigestDefinition definition, EditionWindow window, EditionMaterial material)
    {
        var (view, verdicts) = Compose(definition, window, material);
        return new EditionPreview(window, view, verdicts);
    }

    private static (DigestView View, IReadOnlyList<StoryVerdict> Verdicts) Compose(
        DigestDefinition definition,
        EditionWindow window,
        EditionMaterial material
    )
    {
        var gate = new EditionGate(window, material.PublishedStories);
        var items = material.Items.Where(i => !gate.IsPast(i) && i.Id <= (material.LastItemId ?? long.MaxValue)).ToList();
        var filter = new ItemFilter(definition, gate);
        var candidates = StoryCandidates.From(definition, filter, items, material.OtherMembers, window.DueAt);
        var verdicts = RelatedLinks.Add(DigestCut.Apply(definition, candidates), material.Related);
        var view = DigestComposer.View(definition, verdicts, window.From, window.DueAt) with
        {
            Corrections = DigestCorrection.Since(material.LastEdition, material.LastMembers),
        };
        return (view, verdicts);
    }
}

/// <summary>What an edition is made from, as the stores answered.</summary>
public sealed record EditionMaterial
{
    /// <summary>Answers to <see cref="DigestQueries.ForEdition"/>.</summary>
    public required IReadOnlyList<ItemSummary> Items { get; init; }

    /// <summary>The last that was stored when they were asked for: later ones are for the next edition. Null: not known.</summary>
    public long? LastItemId { get; init; }

    /// <summary>All items of the same stories.</summary>
    public IReadOnlyList<ItemSummary> OtherMembers { get; init; } = [];

    /// <summary>Which of the stories report on one event.</summary>
    public IReadOnlyList<RelatedStories> Related { get; init; } = [];

    /// <summary>Those of the stories that an edition of this digest has had.</summary>
    public IReadOnlySet<long> PublishedStories { get; init; } = new HashSet<long>();

    /// <summary>The last edition as it was frozen, or null.</summary>
    public DigestView? LastEdition { get; init; }

    /// <summary>The items of its stories as they are now.</summary>
    public IReadOnlyList<ItemSummary> LastMembers { get; init; } = [];
}

/// <param name="Verdicts">Every story that was looked at, best first.</param>
public sealed record EditionPreview(EditionWindow Window, DigestView View, IReadOnlyList<StoryVerdict> Verdicts);
