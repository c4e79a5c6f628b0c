using System.Globalization;

namespace FeedAggregator.Languages;

/// <summary>
/// The words around the stories, and dates, times and counts as the language writes them (CLDR 44: gregorian formats, relative time, plural rules).
/// The system's own tables are not asked: they differ between machines, and an edition must come out the same on each.
/// A further language is one more subclass, named in <see cref="All"/>; the compiler tells which words it lacks.
/// </summary>
public abstract partial class FrameLanguage
{
    /// <summary>All there are; the first is what others fall back to.</summary>
    public static IReadOnlyList<FrameLanguage> All { get; } = [new EnglishFrame(), new IndonesianFrame()];

    private protected FrameLanguage() { }

    /// <summary>BCP 47.</summary>
    public abstract string Tag { get; }

    /// <summary>The language of a tag such as <c>id</c> or <c>id-ID</c>; English where we have no words for it.</summary>
    public static FrameLanguage For(string tag) => Find(tag) ?? All[0];

    /// <summary>The language of a tag, or null where we have no words for it.</summary>
    public static FrameLanguage? Find(string tag) =>
        All.FirstOrDefault(x =>
            tag.StartsWith(x.Tag, StringComparison.OrdinalIgnoreCase) && (tag.Length == x.Tag.Length || tag[x.Tag.Length] == '-')
        );

    /// <summary>CLDR "full" date, such as "Sunday, November 22, 2026".</summary>
    public abstract string LongDate(DateTime local);

    /// <summary>CLDR "MMMd", such as "Nov 22".</summary>
    public abstract string ShortDate(DateTime local);

    /// <summary>CLDR "short" time.</summary>
    public abstract string Time(DateTime local);

    public abstract string DateAndTime(DateTime local);

    /// <summary>CLDR "medium" date with the short time, such as "Nov 22, 2026, 7:00 AM".</summary>
    public abstract string ShortDateAndTime(DateTime local);

    public abstract string Ago(TimeSpan age);

    /// <summary>The way there, in the largest whole unit.</summary>
    public abstract string In(TimeSpan time);
    public abstract string Stories(int count);
    public abstract string Outlets(int count);
    public abstract string Items(int count);
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
    public abstract string Related { get; }
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
    private protected static string Number(int value, string group) =>
        value.ToString("N0", new NumberFormatInfo { NumberGroupSeparator = group, NumberGroupSizes = [3] });

    private protected static string Rate(double value, string group, string point) =>
        value.ToString(
            value < 9.95 ? "0.#" : "N0",
            new NumberFormatInfo
            {
                NumberGroupSeparator = group,
                NumberGroupSizes = [3],
                NumberDecimalSeparator = point,
            }
        );

    /// <summary>The largest whole unit of an age, and how many: minutes, hours, days.</summary>
    private protected static (int Count, char Unit) Largest(TimeSpan age) =>
        age switch
        {
            { TotalMinutes: < 1 } => (0, 'm'),
            { TotalHours: < 1 } => ((int)age.TotalMinutes, 'm'),
            { TotalDays: < 1 } => ((int)age.TotalHours, 'h'),
            _ => ((int)age.TotalDays, 'd'),
        };
}
