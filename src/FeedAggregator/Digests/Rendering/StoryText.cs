using System.Globalization;
using System.Text.RegularExpressions;
using FeedAggregator.Languages;
using FeedAggregator.Storage;

namespace FeedAggregator.Digests.Rendering;

/// <summary>What the forms say alike about an item.</summary>
internal static partial class StoryText
{
    private const int TitleFromExcerpt = 100;
    private const int MaxTitle = 300;
    private const int MaxReference = 120;

    /// <summary>One line; the first words of the excerpt where the publisher gave no title.</summary>
    public static string Title(ItemSummary item, FrameLanguage words)
    {
        var title = PlainCharacters.OneLine(item.Title);
        if (title.Length > 0)
            return PlainCharacters.Shorten(title, MaxTitle);
        var excerpt = PlainCharacters.OneLine(item.Excerpt);
        return excerpt.Length > 0 ? PlainCharacters.Shorten(excerpt, TitleFromExcerpt) : words.Untitled;
    }

    /// <summary>One line, shortened: what the excerpt says beyond the title; may be empty.</summary>
    public static string Excerpt(ItemSummary item, int most)
    {
        var excerpt = PlainCharacters.OneLine(item.Excerpt);
        var title = PlainCharacters.OneLine(item.Title);
        if (title.Length == 0)
            return PlainCharacters.Rest(excerpt, TitleFromExcerpt) is { Length: > 0 } rest ? PlainCharacters.Shorten("…" + rest, most) : "";
        if (excerpt.StartsWith(title, StringComparison.OrdinalIgnoreCase))
            excerpt = excerpt[title.Length..].TrimStart(' ', '.', ':', '-', '–', '—', '|');
        return PlainCharacters.Shorten(excerpt, most);
    }

    /// <summary>When the lead's words last changed. Another outlet that joins a story is no news to a feed reader.</summary>
    public static string Updated(DigestStory story) => Instant(story.Lead.ChangedAt ?? story.Lead.SeenAt);

    public static string Outlet(ItemSummary item) => PlainCharacters.OneLine(item.FeedName);

    /// <summary>A related story in a line of several: its title and who tells it.</summary>
    public static string Reference(ItemSummary item, FrameLanguage words) =>
        $"{PlainCharacters.Shorten(Title(item, words), MaxReference)} ({Outlet(item)})";

    /// <summary>The item's language where it is well formed and another than the frame's; null when it need not be said.</summary>
    public static string? ForeignLanguage(ItemSummary item, FrameLanguage words) =>
        item.Language is { } tag
        && LanguageTag().IsMatch(tag)
        && !string.Equals(tag.Split('-')[0], words.Tag, StringComparison.OrdinalIgnoreCase)
            ? tag
            : null;

    public static int OutletsOf(DigestView view) =>
        view.Stories.SelectMany(s => s.AlsoIn.Append(s.Lead)).Select(i => i.FeedName).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    /// <summary>RFC 3339 in UTC, to the second.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static DateTime Local(DateTimeOffset instant, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    /// <summary>The time alone on the day of <paramref name="today"/>, else with its date; of another year only the date, with its year.</summary>
    public static string Clock(DateTimeOffset instant, DateTimeOffset today, TimeZoneInfo zone, FrameLanguage words)
    {
        var local = Local(instant, zone);
        var now = Local(today, zone);
        return local.Date == now.Date ? words.Time(local)
            : local.Year == now.Year ? $"{words.ShortDate(local)}, {words.Time(local)}"
            : $"{words.ShortDate(local)} {local.Year.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>An instant that is told without "ago", and in whose clock: readers of one page may live by several.</summary>
    public static string MomentIn(DateTimeOffset instant, TimeZoneInfo zone, FrameLanguage words)
    {
        var city = zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');
        return $"{words.DateAndTime(Local(instant, zone))} ({city})";
    }

    public static string GroupTitle(DigestGroup group, FrameLanguage words) =>
        group.Title is { } t ? PlainCharacters.OneLine(t) : words.Other;

    /// <summary>Whether groups are named at all.</summary>
    public static bool HasGroups(DigestView view) => view.Groups.Count > 1 || view.Groups.Any(g => g.Title is not null);

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
