using System.Globalization;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteStories(LiteThread thread, LiteTables tables, LiteWindow window) : IStoryStore
{
    public Task<StoryCorrection> SplitAsync(long storyId, IReadOnlyList<long> itemIds, DateTimeOffset at, CancellationToken ct) =>
        thread.WriteAsync(() => Split(storyId, [.. itemIds], at), ct);

    public Task<StoryCorrection> MergeAsync(long storyId, long otherId, DateTimeOffset at, CancellationToken ct) =>
        thread.WriteAsync(() => Merge(Math.Min(storyId, otherId), Math.Max(storyId, otherId), at), ct);

    public Task<IReadOnlyList<RelatedStories>> RelatedAsync(IReadOnlyList<long> storyIds, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlyList<RelatedStories>>(
            () =>
            {
                var asked = storyIds.ToHashSet();
                return
                [
                    .. asked
                        .Order()
                        .SelectMany(story =>
                            tables
                                .Links.Of(story)
                                .Where(link => asked.Contains(link.Second))
                                .Select(link => new RelatedStories(story, link.Second, link.Score))
                        ),
                ];
            },
            ct
        );

    private StoryCorrection Split(long story, HashSet<long> named, DateTimeOffset at)
    {
        var members = tables.StoryMembers(story);
        if (members.Count == 0)
            return new StoryCorrection(CorrectionProblem.NoSuchStory, story, 0, []);
        if (named.Except(members.Select(member => member.Id)).Order().ToArray() is { Length: > 0 } strangers)
            return new StoryCorrection(CorrectionProblem.NotInStory, story, 0, strangers);
        if (named.Count == 0 || named.Count == members.Count)
            return new StoryCorrection(CorrectionProblem.NothingParted, story, 0, [.. named.Order()]);
        // A story's id is the id of its first item: the part that holds it keeps it, so that no id ever means two stories.
        var leaves = named.Contains(story);
        var parted = members.FindAll(member => named.Contains(member.Id) != leaves);
        var rest = members.FindAll(member => named.Contains(member.Id) == leaves);
        var other = parted[0].Id;
        Move(parted, other, StoryCorrection.SplitLayer, $"parted from story {story} by an admin", at);
        parted.ForEach(member => tables.Bars.Add(member.Id, story));
        rest.ForEach(member => tables.Bars.Add(member.Id, other));
        return new StoryCorrection(null, story, other, [.. parted.Select(member => member.Id)]) { IsSplit = true };
    }

    private StoryCorrection Merge(long story, long other, DateTimeOffset at)
    {
        if (story == other)
            return new StoryCorrection(CorrectionProblem.SameStory, story, other, []);
        var members = tables.StoryMembers(story);
        var moved = tables.StoryMembers(other);
        if (members.Count == 0 || moved.Count == 0)
            return new StoryCorrection(CorrectionProblem.NoSuchStory, members.Count == 0 ? story : other, 0, []);
        Move(moved, story, StoryCorrection.MergeLayer, $"merged with story {story} by an admin", at);
        MergeBars(story, other, [.. members.Concat(moved).Select(member => member.Id)]);
        MergePublished(story, other);
        MergeLinks(story, other);
        return new StoryCorrection(null, story, other, [.. moved.Select(member => member.Id)]);
    }

    private void MergeBars(long story, long other, List<long> members)
    {
        tables.Bars.LeadingTo(other).ForEach(bar => tables.Bars.Add(bar.First, story));
        foreach (var member in members)
        {
            tables.Bars.Delete(member, story);
            tables.Bars.Delete(member, other);
        }
    }

    /// <summary>An edition that told one of two stories told the story they are together.</summary>
    private void MergePublished(long story, long other)
    {
        foreach (var told in tables.EditionStories.With("story", other))
            LiteEditions.Cite(tables, told["digest"].AsString, story, told["edition"].AsInt64);
    }

    /// <summary>Links of the story that is no more become those of the one that stays.</summary>
    private void MergeLinks(long story, long other)
    {
        foreach (var link in tables.Links.Of(other).Where(link => link.Second != story))
            tables.Links.Add(story, link.Second, link.Score);
        foreach (var link in tables.Links.LeadingTo(other))
        {
            if (link.First != story)
                tables.Links.Add(link.First, story, link.Score);
            tables.Links.Delete(link.First, other);
        }
        tables.Links.DeleteOf(other);
    }

    private void Move(List<ItemRow> items, long story, string layer, string what, DateTimeOffset at)
    {
        var day = at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var item in items)
        {
            var row = item with { Story = story, MatchLayer = layer, MatchScore = 1, MatchEvidence = $"{what} on {day}" };
            tables.Items.Update(LiteTables.Document(row));
            window.Changed(item.Id);
        }
        tables.Count(items.Count, items: 0, lastItem: null, at);
    }
}
