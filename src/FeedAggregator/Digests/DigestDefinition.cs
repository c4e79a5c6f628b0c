using System.Globalization;
using System.Text.RegularExpressions;

namespace FeedAggregator.Digests;

/// <summary>A standing wish: which stories, in what order, how many, and when an edition of them is published.</summary>
public sealed partial record DigestDefinition
{
    private const int MaxListLength = 200;
    private const int MaxWordLength = 100;
    private const int MinutesIn31Days = 31 * 24 * 60;

    /// <summary>Names the digest for ever, in addresses and in the store: lower-case letters, digits and hyphens, at most 80.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it; <see cref="Name"/> where the admin gave none.</summary>
    public string? Title { get; init; }

    /// <summary>One sentence for readers, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Stories from feeds with one of these tags; empty means any.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Stories from these feeds, by id; empty means any.</summary>
    public IReadOnlyList<string> Feeds { get; init; } = [];

    /// <summary>Items in these languages (BCP 47; <c>en</c> takes <c>en-GB</c> too); empty means any. An item of unknown language answers to none.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Items that have one of these words or phrases in title or excerpt, whatever the case and accents; empty means any.</summary>
    public IReadOnlyList<string> IncludeWords { get; init; } = [];

    /// <summary>Never items that have one of these words or phrases in title or excerpt.</summary>
    public IReadOnlyList<string> ExcludeWords { get; init; } = [];

    /// <summary>A story is chosen when so many outlets tell it. 1 to 100.</summary>
    public int MinOutlets { get; init; } = 1;

    public DigestOrder Order { get; init; } = DigestOrder.Rank;
    public DigestGrouping GroupBy { get; init; } = DigestGrouping.None;

    /// <summary>At most so many stories. 1 to 500.</summary>
    public int MaxStories { get; init; } = 50;

    /// <summary>At most so many stories led by one feed, or null. 1 to 500.</summary>
    public int? MaxPerFeed { get; init; }

    /// <summary>How far the page and the first edition look back. One minute to 31 days.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>An edition takes an item when its words have not changed for so long. 0 to 24 hours. The page shows items at once.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A telling counts half as much after so long. One minute to 31 days.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(12);

    /// <summary>When editions are published; null means there is only the live page.</summary>
    public DigestSchedule? Schedule { get; init; }

    /// <summary>Language of the frame around the stories: <c>en</c> or <c>id</c>; others are shown in English.</summary>
    public string Language { get; init; } = "en";

    public string DisplayTitle => string.IsNullOrWhiteSpace(Title) ? Name : Title;

    /// <summary>Whether it takes stories of a feed.</summary>
    public bool Takes(string feedId, IReadOnlyList<string> tags) =>
        (Feeds.Count == 0 || Feeds.Contains(feedId)) && (Tags.Count == 0 || tags.Any(Tags.Contains));

    /// <summary>Everything that is wrong with it, each in one sentence that says what to do; empty when it can be used.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Slug().IsMatch(Name))
            yield return $"name '{Name}': use lower-case letters, digits and hyphens, at most 80, such as 'morning-news'.";
        foreach (var problem in Range("min-outlets", MinOutlets, 1, 100).Concat(Range("max-stories", MaxStories, 1, 500)))
            yield return problem;
        foreach (var problem in Range("max-per-feed", MaxPerFeed ?? 1, 1, 500))
            yield return problem;
        foreach (var problem in Range("window", Window, 1, MinutesIn31Days).Concat(Range("half-life", HalfLife, 1, MinutesIn31Days)))
            yield return problem;
        foreach (var problem in Range("settle", Settle, 0, 24 * 60))
            yield return problem;
        foreach (var problem in ListProblems())
            yield return problem;
        foreach (var problem in Schedule?.Problems() ?? [])
            yield return problem;
    }

    private IEnumerable<string> ListProblems()
    {
        (string Name, IReadOnlyList<string> Values)[] lists =
        [
            ("tags", Tags),
            ("feeds", Feeds),
            ("languages", Languages),
            ("include", IncludeWords),
            ("exclude", ExcludeWords),
        ];
        foreach (var (name, values) in lists)
        {
            if (values.Count > MaxListLength)
                yield return $"{name} has {values.Count} entries: use at most {MaxListLength}.";
            if (values.Any(string.IsNullOrWhiteSpace))
                yield return $"{name} has an empty entry: remove it.";
            if (values.FirstOrDefault(v => v is { Length: > MaxWordLength }) is { } huge)
                yield return $"{name}: '{huge[..20]}…' is {huge.Length} characters long; use at most {MaxWordLength}.";
        }
        foreach (var word in IncludeWords.Concat(ExcludeWords).Where(w => !string.IsNullOrWhiteSpace(w) && !WordFilter.CanMatch(w)))
            yield return $"'{word}' has no letter or digit and would never be found: remove it.";
    }

    private static IEnumerable<string> Range(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            yield return string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: use {least} to {most}.");
    }

    private static IEnumerable<string> Range(string name, TimeSpan value, int leastMinutes, int mostMinutes)
    {
        if (value.TotalMinutes < leastMinutes || value.TotalMinutes > mostMinutes)
            yield return $"{name} is {Spoken(value)}: use {Spoken(TimeSpan.FromMinutes(leastMinutes))} to {Spoken(TimeSpan.FromMinutes(mostMinutes))}.";
    }

    private static string Spoken(TimeSpan time) =>
        time switch
        {
            { TotalHours: >= 48 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.##}d"),
            { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.##}h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.##}m"),
        };

    [GeneratedRegex("\\A[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}

public enum DigestOrder
{
    /// <summary>By what the outlets give it: each telling counts its feed's weight, halved every half-life.</summary>
    Rank,
    Newest,
}

public enum DigestGrouping
{
    None,

    /// <summary>By the first tag of the leading feed; tags the digest asks for come first, in its order.</summary>
    Tag,

    /// <summary>By leading feed.</summary>
    Feed,
}

/// <summary>When editions are published.</summary>
/// <param name="Cron">Five fields: minute, hour, day of month, month, day of week.</param>
/// <param name="TimeZone">An IANA name such as <c>Asia/Jakarta</c>.</param>
public sealed record DigestSchedule(string Cron, string TimeZone = "UTC")
{
    public IEnumerable<string> Problems()
    {
        if (CronExpression.Parse(Cron, out var problem) is null)
            yield return problem!;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return $"time zone '{TimeZone}' is not known: use an IANA name such as 'Asia/Jakarta' or 'UTC'.";
    }
}
