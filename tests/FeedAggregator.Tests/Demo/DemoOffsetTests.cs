using FeedAggregator.Service.Demo;

namespace FeedAggregator.Tests.Demo;

public sealed class DemoOffsetTests
{
    [Theory]
    [InlineData("-3h20m", -200)]
    [InlineData("+2m", 2)]
    [InlineData("-1d2h", -1560)]
    [InlineData("0h", 0)]
    public void An_offset_reads_as_people_write_it(string text, int minutes)
    {
        var read = DemoOffset.TryParse(text, out var span);

        Assert.True(read);
        Assert.Equal(TimeSpan.FromMinutes(minutes), span);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("3")]
    [InlineData("20m3h")]
    [InlineData("1h ago")]
    public void Anything_else_is_refused(string text) => Assert.False(DemoOffset.TryParse(text, out _));
}
