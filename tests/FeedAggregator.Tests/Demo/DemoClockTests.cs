using FeedAggregator.Service.Demo;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Demo;

/// <summary>A time of day that is put back and right again, while timers run as ever.</summary>
public sealed class DemoClockTests
{
    [Fact]
    public void It_is_as_late_as_it_really_is_but_while_it_is_put_back()
    {
        var real = new ManualClock();
        var clock = new DemoClock(real);
        var now = real.GetUtcNow();

        var before = clock.GetUtcNow();
        clock.PutBack();
        var back = clock.GetUtcNow();
        real.Advance(TimeSpan.FromSeconds(5));
        var later = clock.GetUtcNow();
        clock.PutRight();

        Assert.Equal([now, now - DemoClock.Past, now - DemoClock.Past + TimeSpan.FromSeconds(5)], [before, back, later]);
        Assert.Equal(now + TimeSpan.FromSeconds(5), clock.GetUtcNow());
    }

    [Fact]
    public async Task What_waits_waits_no_longer_or_shorter_for_it()
    {
        var real = new ManualClock();
        var clock = new DemoClock(real);
        var waiting = Task.Delay(TimeSpan.FromSeconds(10), clock);

        clock.PutBack();
        real.Advance(TimeSpan.FromSeconds(9));
        var early = waiting.IsCompleted;
        clock.PutRight();
        real.Advance(TimeSpan.FromSeconds(1));
        await waiting;

        Assert.False(early);
    }
}
