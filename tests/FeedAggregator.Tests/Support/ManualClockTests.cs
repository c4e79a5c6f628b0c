namespace FeedAggregator.Tests.Support;

public sealed class ManualClockTests
{
    [Fact]
    public void Timers_fire_in_order_each_at_its_own_instant()
    {
        var clock = new ManualClock();
        var start = clock.GetUtcNow();
        var fired = new List<TimeSpan>();
        using var late = clock.CreateTimer(
            _ => fired.Add(clock.GetUtcNow() - start),
            null,
            TimeSpan.FromSeconds(5),
            Timeout.InfiniteTimeSpan
        );
        using var often = clock.CreateTimer(
            _ => fired.Add(clock.GetUtcNow() - start),
            null,
            TimeSpan.FromSeconds(2),
            TimeSpan.FromSeconds(2)
        );

        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([2, 4, 5, 6], fired.Select(at => at.TotalSeconds));
        Assert.Equal(1, clock.PendingTimers);
    }

    [Fact]
    public async Task A_chain_of_delays_runs_to_its_end()
    {
        var clock = new ManualClock();
        var start = clock.GetUtcNow();
        async Task<int> Wait()
        {
            for (var hour = 0; hour < 3; hour++)
                await Task.Delay(TimeSpan.FromHours(1), clock);
            return 7;
        }

        var result = await clock.AdvanceUntilAsync(Wait());

        Assert.Equal(7, result);
        Assert.Equal(TimeSpan.FromHours(3), clock.GetUtcNow() - start);
    }

    [Fact]
    public async Task A_task_that_never_ends_fails_after_the_limit()
    {
        var clock = new ManualClock();
        async Task Forever()
        {
            while (true)
                await Task.Delay(TimeSpan.FromHours(1), clock);
        }

        await Assert.ThrowsAsync<TimeoutException>(() => clock.AdvanceUntilAsync(Forever(), TimeSpan.FromHours(5)));
    }

    [Fact]
    public void A_jump_of_the_wall_clock_fires_nothing()
    {
        var clock = new ManualClock();
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var stamp = clock.GetTimestamp();

        clock.JumpWallClock(TimeSpan.FromDays(400));

        Assert.Equal(0, fired);
        Assert.Equal(TimeSpan.Zero, clock.GetElapsedTime(stamp));
    }
}
