using System.Globalization;

namespace FeedAggregator.Storage.Sql;

internal sealed class SqlStories(Writer writer, Readers readers, IDialect dialect) : IStoryStore
{
    public const string InsertBar = "insert into story_bars (item, story) values ($1, $2) on conflict do nothing";

    public const string InsertLink = "insert into story_links (story, other, score) values ($1, $2, $3) on conflict do nothing";

    private const string Members = $"select {ItemRow.Columns} from items i where i.story = $1 order by i.id";
    private const string Renew = "update fingerprints set renewed = $2 where item = $1";
    private const string TakeOverBars = """
        insert into story_bars (item, story) select item, $1 from story_bars where story = $2 on conflict do nothing
        """;
    private const string LiftBar = "delete from story_bars where item = $1 and story in ($2, $3)";

    /// <summary>An edition that told one of two stories told the story they are together.</summary>
    private const string MergePublished = """
        insert into edition_stories (digest, story, edition) select digest, $1, edition from edition_stories where story = $2
        on conflict do nothing
        """;

    /// <summary>Links of the story that is no more become those of the one that stays; then what is left of them goes.</summary>
    private static readonly string[] TakeOverLinks =
    [
        "insert into story_links (story, other, score) select $1, other, score from story_links where story = $2 and other <> $1 on conflict do nothing",
        "insert into story_links (story, other, score) select story, $1, score from story_links where other = $2 and story <> $1 on conflict do nothing",
        "delete from story_links where (story = $2 or other = $2) and $1 <> $2",
    ];

    private readonly string _links =
        $"select story, other, score from story_links where story {dialect.AnyOf("$1")} and other {dialect.AnyOf("$1")} order by story, other";

    public async Task<IReadOnlyList<RelatedStories>> RelatedAsync(IReadOnlyList<long> storyIds, CancellationToken ct) =>
        storyIds.Count < 2
            ? []
            : await readers.RunAsync(
                session =>
                    session.All(_links, row => new RelatedStories(row.GetInt64(0), row.GetInt64(1), row.GetDouble(2)), storyIds.ToArray()),
                ct
            );

    public Task<StoryCorrection> SplitAsync(long storyId, IReadOnlyList<long> itemIds, DateTimeOffset at, CancellationToken ct) =>
        writer.RunAsync(batch => Split(batch, storyId, [.. itemIds], at), places: true, ct);

    public Task<StoryCorrection> MergeAsync(long storyId, long otherId, DateTimeOffset at, CancellationToken ct) =>
        writer.RunAsync(batch => Merge(batch, Math.Min(storyId, otherId), Math.Max(storyId, otherId), at), places: true, ct);

    private static StoryCorrection Split(WriteBatch batch, long story, HashSet<long> named, DateTimeOffset at)
    {
        var members = batch.Session.All(Members, ItemRow.Read, story);
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
        Move(batch, parted, other, StoryCorrection.SplitLayer, $"parted from story {story} by an admin", at);
        batch.Session.RunEach(
            InsertBar,
            [.. parted.Select(member => new Value[] { member.Id, story }), .. rest.Select(member => new Value[] { member.Id, other })]
        );
        return new StoryCorrection(null, story, other, [.. parted.Select(member => member.Id)]) { IsSplit = true };
    }

    private static StoryCorrection Merge(WriteBatch batch, long story, long other, DateTimeOffset at)
    {
        if (story == other)
            return new StoryCorrection(CorrectionProblem.SameStory, story, other, []);
        var members = batch.Session.All(Members, ItemRow.Read, story);
        var moved = batch.Session.All(Members, ItemRow.Read, other);
        if (members.Count == 0 || moved.Count == 0)
            return new StoryCorrection(CorrectionProblem.NoSuchStory, members.Count == 0 ? story : other, 0, []);
        Move(batch, moved, story, StoryCorrection.MergeLayer, $"merged with story {story} by an admin", at);
        batch.Session.Run(TakeOverBars, story, other);
        batch.Session.RunEach(LiftBar, [.. members.Concat(moved).Select(member => new Value[] { member.Id, story, other })]);
        batch.Session.Run(MergePublished, story, other);
        foreach (var takeOver in TakeOverLinks)
            batch.Session.Run(takeOver, story, other);
        return new StoryCorrection(null, story, other, [.. moved.Select(member => member.Id)]);
    }

    private static void Move(WriteBatch batch, List<ItemRow> items, long story, string layer, string what, DateTimeOffset at)
    {
        var day = at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var renewal = batch.NextRenewal();
        foreach (var item in items)
        {
            var row = item with { Story = story, MatchLayer = layer, MatchScore = 1, MatchEvidence = $"{what} on {day}" };
            batch.Session.Run(ItemRow.Move, row.Values());
            batch.Session.Run(Renew, item.Id, renewal);
        }
        batch.Changed(items.Count, at);
    }
}
