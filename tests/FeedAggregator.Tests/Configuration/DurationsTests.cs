using FeedAggregator.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace FeedAggregator.Tests.Configuration;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("1h30m", 5400)]
    [InlineData("7d", 604800)]
    [InlineData("00:00:30", 30)]
    [InlineData("0s", 0)]
    public void Spans_are_read_as_people_write_them(string text, int seconds)
    {
        Assert.True(Durations.TryParse(text, out var span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("soon")]
    [InlineData("-5m")]
    [InlineData("5m1h")]
    [InlineData("99999999999d")]
    public void What_is_no_span_is_refused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll(
                Gen.Choose(0, 10_000_000).ToArbitrary(),
                seconds =>
                    Durations.TryParse(Durations.Format(TimeSpan.FromSeconds(seconds)), out var span)
                    && span == TimeSpan.FromSeconds(seconds)
            )
            .QuickCheckThrowOnFailure();
}
