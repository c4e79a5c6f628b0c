namespace FeedAggregator.Stories;

/// <summary>An item of the past as a replay sees it again.</summary>
/// <param name="StoryId">The story it is in now.</param>
/// <param name="Corrected">An admin put it there: it stays with that story, whatever the matcher would say.</param>
/// <param name="BarredFrom">Stories an admin has parted it from.</param>
public sealed record PastItem(
    long Id,
    long StoryId,
    long FeedId,
    StoryFingerprint Fingerprint,
    DateTimeOffset ArrivedAt,
    bool Corrected,
    IReadOnlyList<long> BarredFrom
);

/// <summary>Places a stream of past items once more, as a threshold would have it; an admin's corrections hold.</summary>
/// <param name="joinAt">0..1: how sure the matcher must be.</param>
public sealed class StoryReplay(double joinAt)
{
    private readonly StoryWindow _window = new(joinAt);

    /// <summary>Stories as they are → the story their first item has here.</summary>
    private readonly Dictionary<long, long> _here = [];

    /// <returns>The item's story in the replay: the id of its first item there.</returns>
    public long Place(PastItem item)
    {
        foreach (var barred in item.BarredFrom)
        {
            _window.Bar(item.Id, _here.GetValueOrDefault(barred, barred));
        }
        var story = item.Corrected && _here.TryGetValue(item.StoryId, out var known) ? Keep(item, known) : Match(item);
        _here.TryAdd(item.StoryId, story);
        return story;
    }

    private long Keep(PastItem item, long story)
    {
        _window.Admit(item.Id, story, item.FeedId, item.Fingerprint, item.ArrivedAt, merged: true);
        return story;
    }

    private long Match(PastItem item) => _window.Place(item.Id, item.FeedId, item.Fingerprint, item.ArrivedAt).StoryId;
}

/// <summary>What another threshold would change.</summary>
/// <param name="Gained">Stories it would make of several: the parts by their items, in order.</param>
/// <param name="Lost">Stories it would part.</param>
public sealed record ThresholdPreview(
    int Items,
    int StoriesNow,
    int StoriesThen,
    IReadOnlyList<StoryParts> Gained,
    IReadOnlyList<StoryParts> Lost
)
{
    /// <param name="placed">Each item with its story now and then, in order.</param>
    public static ThresholdPreview Of(IReadOnlyList<(long Item, long Now, long Then)> placed) =>
        new(
            placed.Count,
            placed.Select(x => x.Now).Distinct().Count(),
            placed.Select(x => x.Then).Distinct().Count(),
            Parts(placed, x => x.Then, x => x.Now),
            Parts(placed, x => x.Now, x => x.Then)
        );

    private static List<StoryParts> Parts(
        IReadOnlyList<(long Item, long Now, long Then)> placed,
        Func<(long Item, long Now, long Then), long> whole,
        Func<(long Item, long Now, long Then), long> part
    ) =>
        [
            .. placed
                .GroupBy(whole)
                .Select(x => new StoryParts([.. x.GroupBy(part).Select(y => (IReadOnlyList<long>)[.. y.Select(z => z.Item)])]))
                .Where(x => x.Parts.Count > 1),
        ];
}

/// <param name="Parts">Two or more; each the ids of its items.</param>
public sealed record StoryParts(IReadOnlyList<IReadOnlyList<long>> Parts);
