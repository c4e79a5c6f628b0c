using FeedAggregator.Pushing;

namespace FeedAggregator.Tests.Journeys;

public sealed class PushPaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_burst_passes_and_a_flood_does_not_and_one_hub_takes_nothing_from_another()
    {
        var pace = new PushPace();

        var burst = Enumerable.Range(0, 30).Count(_ => pace.Admits("a", Now));

        Assert.Equal(20, burst);
        Assert.True(pace.Admits("b", Now));
    }

    [Fact]
    public void Patience_is_rewarded_and_a_clock_put_back_takes_nothing()
    {
        var pace = new PushPace();
        while (pace.Admits("a", Now)) { }

        Assert.False(pace.Admits("a", Now.AddHours(-1)));
        Assert.False(pace.Admits("a", Now.AddSeconds(2)));
        Assert.True(pace.Admits("a", Now.AddSeconds(7)));
    }
}
