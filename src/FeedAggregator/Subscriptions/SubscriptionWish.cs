namespace FeedAggregator.Subscriptions;

/// <summary>What a reader may choose of a digest besides getting it.</summary>
public sealed record SubscriptionWish
{
    private const int MostWords = 50;
    private const int LongestWord = 100;

    /// <summary>Editions are sent at this hour of the reader's day, 0 to 23, the next after they are published; null at once.</summary>
    public int? Hour { get; init; }

    /// <summary>The reader's zone: an IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Only stories that have one of these words or phrases in title or excerpt; empty means all. At most 50.</summary>
    public IReadOnlyList<string> IncludeWords { get; init; } = [];

    /// <summary>Never stories that have one of these. At most 50.</summary>
    public IReadOnlyList<string> ExcludeWords { get; init; } = [];

    /// <summary>Only stories told by a feed with one of these tags; empty means all. At most 50.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public bool HasFilter => IncludeWords.Count + ExcludeWords.Count + Tags.Count > 0;

    /// <summary>When an edition published at an instant is due for this reader.</summary>
    public DateTimeOffset DueAfter(DateTimeOffset published)
    {
        if (Hour is not { } hour || !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone))
            return published;
        var day = TimeZoneInfo.ConvertTime(published, zone).Date;
        // An hour that the zone's clock skips that day is taken an hour later; one that it shows twice is taken the first time.
        for (var i = 0; i < 3; i++)
        {
            if (InstantOf(day.AddDays(i).AddHours(hour), zone) is var due && due >= published)
                return due;
        }
        return published;
    }

    /// <summary>Everything that is wrong with it; empty when it can be used.</summary>
    public IEnumerable<WishProblem> Problems()
    {
        if (Hour is < 0 or > 23)
            yield return new WishProblem("hour", WishFault.HourUnknown);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new WishProblem("zone", WishFault.ZoneUnknown, Shown(TimeZone));
        foreach (var problem in WordProblems("include", IncludeWords).Concat(WordProblems("exclude", ExcludeWords)))
            yield return problem;
        foreach (var problem in WordProblems("tag", Tags))
            yield return problem;
    }

    /// <summary>Words as a reader types them: phrases with commas or line breaks between.</summary>
    public static IReadOnlyList<string> Words(string? typed) =>
        [
            .. (typed ?? "")
                .Split([',', '\n', '\r', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    private static IEnumerable<WishProblem> WordProblems(string name, IReadOnlyList<string> words)
    {
        if (words.Count > MostWords)
            yield return new WishProblem(name, WishFault.TooManyWords, Count: words.Count, Most: MostWords);
        if (words.FirstOrDefault(x => x.Length > LongestWord) is { } longest)
            yield return new WishProblem(name, WishFault.WordTooLong, Shown(longest), Most: LongestWord);
        if (words.FirstOrDefault(x => !x.Any(char.IsLetterOrDigit)) is { } blank)
            yield return new WishProblem(name, WishFault.WordBlank, Shown(blank));
    }

    private static string Shown(string text) => text.Length <= 30 ? text : text[..30] + "…";

    private static DateTimeOffset InstantOf(DateTime wall, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(wall))
            wall = wall.AddHours(1);
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }
}
