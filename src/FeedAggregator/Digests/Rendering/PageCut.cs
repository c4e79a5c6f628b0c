namespace FeedAggregator.Digests.Rendering;

/// <summary>Which stories of a digest stand on one page of it. Where it is cut depends on the stories alone, so that all its pages fit together.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Of">How many pages there are. At least 1.</param>
/// <param name="First">How many stories stand on the pages before.</param>
/// <param name="Count">How many stand on this one.</param>
internal sealed record PageCut(int Number, int Of, int First, int Count)
{
    private const int MostStories = 50;

    /// <summary>Of stories at their shortest. The rest of <see cref="PageDetail.MostBytes"/> is for what stands around them, and for telling more.</summary>
    private const int MostBytes = 30_000;

    public static PageCut Whole(DigestView view) => new(1, 1, 0, view.Stories.Count());

    public bool IsWhole => Of == 1;

    public static bool FitsOne(DigestView view) => view.Stories.Count() <= MostStories;

    /// <param name="bytes">Of each story, in the order they are shown.</param>
    public static IReadOnlyList<PageCut> Over(IEnumerable<int> bytes)
    {
        var ends = new List<int>();
        var (stories, onPage, size) = (0, 0, 0);
        foreach (var story in bytes)
        {
            if (onPage > 0 && (onPage == MostStories || size + story > MostBytes))
            {
                ends.Add(stories);
                (onPage, size) = (0, 0);
            }
            (stories, onPage, size) = (stories + 1, onPage + 1, size + story);
        }
        ends.Add(stories);
        return [.. ends.Index().Select(x => Page(x.Index, x.Item))];

        PageCut Page(int index, int end)
        {
            var first = index == 0 ? 0 : ends[index - 1];
            return new PageCut(index + 1, ends.Count, first, end - first);
        }
    }

    /// <summary>The stories of this page, in their groups.</summary>
    public IReadOnlyList<DigestGroup> Groups(DigestView view)
    {
        var groups = new List<DigestGroup>();
        var before = 0;
        foreach (var group in view.Groups)
        {
            var (from, to) = (Math.Max(First - before, 0), Math.Min(First + Count - before, group.Stories.Count));
            if (from < to)
                groups.Add(group with { Stories = [.. group.Stories.Take(from..to)] });
            before += group.Stories.Count;
        }
        return groups;
    }
}
