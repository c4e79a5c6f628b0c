using System.Globalization;

namespace FeedAggregator.Stories;

/// <summary>The lines that tell people why an item was placed where it is.</summary>
internal static class Evidence
{
    internal static string None { get; } = Line("nothing in the window shares enough words");

    internal static string SamePage { get; } = Line("same canonical address");

    internal static string SameWords { get; } = Line("same words");

    internal static string Near(PairEvidence e) => Line(Facts(e));

    internal static string TooLittle(PairEvidence e) => Line($"nearest item is too different: {Facts(e)}");

    internal static string Outlier(PairEvidence e) => Line($"like one member of the story, unlike most of them: {Facts(e)}");

    private static string Facts(PairEvidence e) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"text {e.Containment:P0} contained, {e.Damped:P0} without phrases other stories use; titles {e.TitleMax:P0} alike; missing {e.NumbersMissing:P0} of numbers, {e.NamesMissing:P0} of names; {e.Rivals} other stories as near"
        );

    private static string Line(string facts) => string.Create(CultureInfo.InvariantCulture, $"{facts} (model {StoryModel.Version})");
}
