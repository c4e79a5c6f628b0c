using System.Globalization;
using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>Turns items into ranked stories: who leads, who tells it too, and what that is worth.</summary>
internal static class StoryCandidates
{
    /// <summary>Every story that has one of the items, best first; one that does not answer the definition carries the reason.</summary>
    public static IReadOnlyList<StoryVerdict> From(
        DigestDefinition definition,
        ItemFilter filter,
        IReadOnlyList<ItemSummary> items,
        IReadOnlyList<ItemSummary> otherMembers,
        DateTimeOffset now
    )
    {
        var others = otherMembers.ToLookup(i => i.StoryId);
        var verdicts = items
            .DistinctBy(i => i.Id)
            .GroupBy(i => i.StoryId)
            .Select(own => Judge(definition, filter, [.. own], others[own.Key], now))
            .ToList();
        verdicts.Sort(definition.Order == DigestOrder.Newest ? ByNews : ByScore);
        return verdicts;
    }

    private static StoryVerdict Judge(
        DigestDefinition definition,
        ItemFilter filter,
        ItemSummary[] own,
        IEnumerable<ItemSummary> others,
        DateTimeOffset now
    )
    {
        var passing = own.Where(i => filter.Refusal(i) is null).ToList();
        if (passing.Count == 0)
        {
            var best = Best(own);
            return new(Tell(definition, best, own, now), StoryOutcome.NotChosen, $"Out: {filter.Refusal(best)}.");
        }
        var story = Tell(definition, Best(passing), passing.Concat(others.Where(i => filter.ExcludedWord(i) is null)), now);
        return story.Outlets < definition.MinOutlets
            ? new(story, StoryOutcome.NotChosen, $"Out: {Count(story.Outlets)} it; the digest asks for {definition.MinOutlets}.")
            : new(story, StoryOutcome.In, story.Why);
    }

    private static DigestStory Tell(DigestDefinition definition, ItemSummary lead, IEnumerable<ItemSummary> members, DateTimeOffset now)
    {
        var tellings = Tellings.Of(lead, members);
        var score = tellings.Sum(t => Worth(t, definition.HalfLife, now));
        return new DigestStory
        {
            Id = lead.StoryId,
            Lead = lead,
            AlsoIn = [.. tellings.Skip(1)],
            Outlets = tellings.Count,
            Score = score,
            Why = definition.Order == DigestOrder.Newest ? Newest(lead) : Ranked(tellings.Count, score, definition.HalfLife, lead, now),
        };
    }

    /// <summary>
    /// A telling counts its feed's weight, halved every half-life. All tellings fade alike, so the order of stories does not depend on
    /// when it is asked for: a page that is read again has not been shuffled.
    /// </summary>
    private static double Worth(ItemSummary telling, TimeSpan halfLife, DateTimeOffset now) =>
        telling.FeedWeight * Math.Pow(2, -((now - telling.NewsAt) / halfLife));

    /// <summary>Feed weight, then completeness, then who was first.</summary>
    internal static ItemSummary Best(IEnumerable<ItemSummary> items) =>
        items.OrderByDescending(i => i.FeedWeight).ThenByDescending(Completeness).ThenBy(i => i.NewsAt).ThenBy(i => i.Id).First();

    private static int Completeness(ItemSummary item) =>
        (item.Title.Length > 0 ? 8 : 0)
        + (item.Link is null ? 0 : 4)
        + (item.Excerpt.Length >= 80 ? 2 : 0)
        + (item.ImageUrl is null ? 0 : 1);

    private static int ByScore(StoryVerdict a, StoryVerdict b) =>
        b.Story.Score.CompareTo(a.Story.Score) is var order and not 0 ? order : ByNews(a, b);

    private static int ByNews(StoryVerdict a, StoryVerdict b) =>
        b.Story.Lead.NewsAt.CompareTo(a.Story.Lead.NewsAt) is var order and not 0 ? order : b.Story.Id.CompareTo(a.Story.Id);

    private static string Newest(ItemSummary lead) =>
        string.Create(CultureInfo.InvariantCulture, $"Newest first: news since {lead.NewsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");

    private static string Ranked(int outlets, double score, TimeSpan halfLife, ItemSummary lead, DateTimeOffset now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(outlets)} it; led by {lead.FeedName} (weight {lead.FeedWeight:0.##}), {Age(now - lead.NewsAt)} old; half-life {Age(halfLife)}; score {score:0.00}."
        );

    private static string Count(int outlets) => outlets == 1 ? "1 outlet tells" : $"{outlets} outlets tell";

    private static string Age(TimeSpan age) =>
        age switch
        {
            { TotalMinutes: < 1 } => "under 1 min",
            { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min"),
            { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0.#} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0.#} days"),
        };
}
