namespace FeedAggregator.Digests.Rendering;

/// <summary>How much a page tells of its stories, so that it stays small whatever they bring along.</summary>
/// <param name="Excerpts">So many stories have their excerpt.</param>
/// <param name="Extras">So many say why they stand there, and what is related.</param>
internal readonly record struct PageDetail(int Excerpts, int Extras)
{
    /// <summary>Bytes of UTF-8 that a page should not pass. What takes more is cut into pages: <see cref="PageCut"/>.</summary>
    public const int MostBytes = 49_000;

    /// <summary>From all there is to the least; the first stories keep theirs longest.</summary>
    public static readonly PageDetail[] Steps =
    [
        new(int.MaxValue, int.MaxValue),
        new(int.MaxValue, 15),
        new(int.MaxValue, 5),
        new(20, 5),
        new(5, 0),
        Least,
    ];

    /// <summary>Title, outlets and times.</summary>
    public static PageDetail Least => new(0, 0);
}
