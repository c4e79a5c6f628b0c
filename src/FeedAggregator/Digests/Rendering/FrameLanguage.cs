using System.Globalization;

namespace FeedAggregator.Digests.Rendering;

/// <summary>
/// The words around the stories, and dates, times and counts as the language writes them (CLDR 44: gregorian formats, relative time, plural rules).
/// The system's own tables are not asked: they differ between machines, and an edition must come out the same on each.
/// </summary>
internal abstract class FrameLanguage
{
    private static readonly FrameLanguage English = new EnglishFrame();
    private static readonly FrameLanguage Indonesian = new IndonesianFrame();

    /// <summary>BCP 47.</summary>
    public abstract string Tag { get; }

    /// <summary>The language, or English where we have no words for it.</summary>
    public static FrameLanguage For(string tag) =>
        tag.Equals("id", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("id-", StringComparison.OrdinalIgnoreCase)
            ? Indonesian
            : English;

    /// <summary>CLDR "full" date, such as "Sunday, November 22, 2026".</summary>
    public abstract string LongDate(DateTime local);

    /// <summary>CLDR "MMMd", such as "Nov 22".</summary>
    public abstract string ShortDate(DateTime local);

    /// <summary>CLDR "short" time.</summary>
    public abstract string Time(DateTime local);

    public abstract string DateAndTime(DateTime local);
    public abstract string Ago(TimeSpan age);
    public abstract string Stories(int count);
    public abstract string Outlets(int count);
    public abstract string AndMore(int count);
    public abstract string Edition(int number);
    public abstract string SkipToStories { get; }
    public abstract string Updated { get; }
    public abstract string Digests { get; }
    public abstract string NoDigests { get; }
    public abstract string LatestEdition { get; }
    public abstract string NextEdition { get; }
    public abstract string EarlierEditions { get; }
    public abstract string Corrections { get; }
    public abstract string Was { get; }
    public abstract string AlsoIn { get; }
    public abstract string Other { get; }
    public abstract string Why { get; }
    public abstract string OtherForms { get; }
    public abstract string Pages { get; }
    public abstract string EmptyTitle { get; }
    public abstract string EmptyText { get; }
    public abstract string EmptyEdition { get; }
    public abstract string Previous { get; }
    public abstract string Next { get; }
    public abstract string Subscribe { get; }
    public abstract string ReadOnWeb { get; }
    public abstract string Unsubscribe { get; }
    public abstract string Manage { get; }
    public abstract string WhyMail { get; }
    public abstract string Untitled { get; }

    /// <summary>Cardinal numbers with the language's grouping.</summary>
    protected static string Number(int value, string group) =>
        value.ToString("N0", new NumberFormatInfo { NumberGroupSeparator = group, NumberGroupSizes = [3] });

    /// <summary>The largest whole unit of an age, and how many: minutes, hours, days.</summary>
    protected static (int Count, char Unit) Largest(TimeSpan age) =>
        age switch
        {
            { TotalMinutes: < 1 } => (0, 'm'),
            { TotalHours: < 1 } => ((int)age.TotalMinutes, 'm'),
            { TotalDays: < 1 } => ((int)age.TotalHours, 'h'),
            _ => ((int)age.TotalDays, 'd'),
        };
}
