using System.Globalization;

namespace FeedAggregator.Languages;

internal sealed partial class EnglishFrame : FrameLanguage
{
    private static readonly string[] Months =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    public override string Tag => "en";

    public override string LongDate(DateTime local) =>
        string.Create(CultureInfo.InvariantCulture, $"{Days[(int)local.DayOfWeek]}, {Months[local.Month - 1]} {local.Day}, {local.Year}");

    public override string ShortDate(DateTime local) =>
        string.Create(CultureInfo.InvariantCulture, $"{Months[local.Month - 1][..3]} {local.Day}");

    public override string Time(DateTime local) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(local.Hour + 11) % 12 + 1}:{local.Minute:00}\u202F{(local.Hour < 12 ? "AM" : "PM")}"
        );

    public override string DateAndTime(DateTime local) => $"{LongDate(local)} at {Time(local)}";

    public override string ShortDateAndTime(DateTime local) =>
        string.Create(CultureInfo.InvariantCulture, $"{ShortDate(local)}, {local.Year}, {Time(local)}");

    public override string Ago(TimeSpan age) => Largest(age) is (> 0, _) span ? $"{Span(span)} ago" : "just now";

    public override string In(TimeSpan time) => Largest(time) is (> 0, _) span ? $"in {Span(span)}" : "now";

    public override string Stories(int count) => Counted(count, "story", "stories");

    public override string Outlets(int count) => Counted(count, "outlet", "outlets");

    public override string Items(int count) => Counted(count, "item", "items");

    public override string AndMore(int count) => $"and {Number(count, ",")} more";

    public override string Edition(int number) => $"Edition {Number(number, ",")}";

    public override string SkipToStories => "Skip to the stories";
    public override string Updated => "Updated";
    public override string Digests => "Digests";
    public override string NoDigests => "There are no digests yet. Describe one in feeds.yaml, under “digests”, and it appears here.";
    public override string LatestEdition => "Latest edition";
    public override string NextEdition => "Next edition";
    public override string EarlierEditions => "Earlier editions";
    public override string Corrections => "Changed since the last edition";
    public override string Was => "It was";
    public override string AlsoIn => "Also in";
    public override string Related => "Related:";
    public override string Other => "Other news";
    public override string Why => "Why here?";
    public override string OtherForms => "Other forms of this digest";
    public override string Pages => "Pages";
    public override string EmptyTitle => "No news here yet";
    public override string EmptyText =>
        "Nothing was published in this time that the digest asks for. Come back a little later, choose a longer time, or loosen its filters.";
    public override string EmptyEdition => "Nothing was published in this time that the digest asks for.";
    public override string Previous => "Previous";
    public override string Next => "Next";
    public override string Subscribe => "Subscribe";
    public override string ReadOnWeb => "Read it on the web";
    public override string Unsubscribe => "Unsubscribe";
    public override string Manage => "Change what you get";
    public override string WhyMail => "You get this mail because you subscribed to it.";
    public override string Untitled => "Without a title";

    private static string Span((int Count, char Unit) span) =>
        span.Unit switch
        {
            'm' => Counted(span.Count, "minute", "minutes"),
            'h' => Counted(span.Count, "hour", "hours"),
            _ => Counted(span.Count, "day", "days"),
        };

    private static string Counted(int count, string one, string other) => $"{Number(count, ",")} {(count == 1 ? one : other)}";
}
