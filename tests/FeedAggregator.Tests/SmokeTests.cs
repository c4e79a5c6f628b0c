namespace FeedAggregator.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void The_house_builds() => Assert.True(typeof(SmokeTests).Assembly.GetName().Version is not null);
}
