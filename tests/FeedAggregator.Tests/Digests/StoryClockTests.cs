using FeedAggregator.Digests.Rendering;
using FeedAggregator.Languages;

namespace FeedAggregator.Tests.Digests;

public sealed class StoryClockTests
{
    private static readonly DateTimeOffset Today = new(2026, 11, 22, 13, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-22T09:05:00Z", "9:05")]
    [InlineData("2026-11-20T18:30:00Z", "Nov 20, 6:30")]
    [InlineData("2018-11-20T18:30:00Z", "Nov 20 2018")]
    public void An_instant_is_told_as_precisely_as_its_distance_needs(string instant, string start)
    {
        var told = StoryText.Clock(
            DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture),
            Today,
            TimeZoneInfo.Utc,
            FrameLanguage.For("en")
        );

        Assert.StartsWith(start, told, StringComparison.Ordinal);
    }
}
