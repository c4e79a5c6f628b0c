using FeedAggregator.Fetching;
using FeedAggregator.Fetching.Politeness;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Fetching.Politeness;

public sealed class GovernorTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Visits_to_one_host_follow_one_another_two_seconds_apart()
    {
        using var governor = new Governor(new FetchOptions(), _clock);
        var start = _clock.GetUtcNow();
        var starts = new List<double>();
        async Task Visit()
        {
            using var visit = await EnterAsync(governor, "a.example");
            visit.Asked = true;
            starts.Add((_clock.GetUtcNow() - start).TotalSeconds);
            await Task.Delay(TimeSpan.FromSeconds(1), _clock);
        }

        await _clock.AdvanceUntilAsync(Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Visit())));

        Assert.Equal([0, 3, 6, 9], starts);
    }

    [Fact]
    public async Task Waiting_for_a_host_takes_no_place()
    {
        using var governor = new Governor(new FetchOptions { MaxConcurrency = 2 }, _clock);
        using var first = await EnterAsync(governor, "a.example");
        var waiting = Enumerable.Range(0, 20).Select(_ => governor.EnterAsync("a.example", ["a.example"], "", false, default)).ToList();

        using var other = await EnterAsync(governor, "b.example");

        Assert.All(waiting, task => Assert.False(task.IsCompleted));
    }

    [Fact]
    public async Task No_more_visits_run_at_once_than_allowed()
    {
        using var governor = new Governor(new FetchOptions { MaxConcurrency = 2 }, _clock);
        using var a = await EnterAsync(governor, "a.example");
        var b = await EnterAsync(governor, "b.example");

        var third = governor.EnterAsync("c.example", ["c.example"], "", false, default);
        var before = third.IsCompleted;
        b.Dispose();
        var entrance = await third;

        Assert.False(before);
        Assert.IsType<Entrance.Granted>(entrance);
    }

    [Fact]
    public async Task A_slow_visit_gives_up_its_place_until_there_are_too_many_of_them()
    {
        using var governor = new Governor(new FetchOptions { MaxConcurrency = 1, MaxSlowVisits = 2 }, _clock);
        var waiting = Enumerable
            .Range(0, 5)
            .Select(n => governor.EnterAsync($"{n}.example", [$"{n}.example"], "", false, default))
            .ToList();

        await waiting[0];
        _clock.Advance(TimeSpan.FromSeconds(1));
        await waiting[1];
        _clock.Advance(TimeSpan.FromSeconds(1));
        await waiting[2];
        _clock.Advance(TimeSpan.FromSeconds(10));
        var fourth = waiting[3].IsCompleted;
        Assert.IsType<Entrance.Granted>(await waiting[0]).Visit.Dispose();

        Assert.False(fourth);
        await waiting[3];
    }

    [Fact]
    public async Task A_hundred_dead_hosts_among_ten_thousand_delay_nobody()
    {
        using var governor = new Governor(new FetchOptions(), _clock);
        var start = _clock.GetUtcNow();
        var delays = new System.Collections.Concurrent.ConcurrentBag<TimeSpan>();
        async Task Visit(int n)
        {
            // 11 feeds fall due every second, as 10,000 do when each is polled every 15 minutes.
            await Task.Delay(TimeSpan.FromMilliseconds(90 * n), _clock);
            var due = _clock.GetUtcNow();
            using var visit = await EnterAsync(governor, $"{n}.example");
            delays.Add(_clock.GetUtcNow() - due);
            await Task.Delay(n % 100 == 0 ? TimeSpan.FromSeconds(30) : TimeSpan.Zero, _clock);
        }

        var all = Task.WhenAll(Enumerable.Range(0, 10_000).Select(Visit));
        while (!all.IsCompleted && _clock.GetUtcNow() - start < TimeSpan.FromHours(1))
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(1);
        }
        await all;

        Assert.Equal(TimeSpan.Zero, delays.Max());
    }

    [Fact]
    public async Task A_quiet_host_puts_its_feeds_off_at_once_those_that_wait_too()
    {
        using var governor = new Governor(new FetchOptions(), _clock);
        var visit = await EnterAsync(governor, "a.example");
        var waiting = Enumerable.Range(0, 50).Select(n => governor.EnterAsync("a.example", ["a.example"], $"{n}", false, default)).ToList();
        var until = _clock.GetUtcNow().AddHours(1);

        governor.KeepQuiet("a.example", until);
        visit.Dispose();
        var entrances = await Task.WhenAll(waiting);

        var putOff = entrances.Select(entrance => Assert.IsType<Entrance.PutOff>(entrance)).ToList();
        Assert.All(putOff, entrance => Assert.True(entrance.WantsQuiet));
        Assert.All(putOff, entrance => Assert.InRange(entrance.Until, until, until.AddMinutes(5)));
    }

    [Fact]
    public async Task A_long_queue_is_put_off_rather_than_kept_waiting()
    {
        using var governor = new Governor(new FetchOptions(), _clock);
        using var visit = await EnterAsync(governor, "a.example");

        var entrances = Enumerable.Range(0, 100).Select(_ => governor.EnterAsync("a.example", ["a.example"], "", false, default)).ToList();
        var turnedAway = entrances.Where(task => task.IsCompleted).ToList();
        _clock.Advance(TimeSpan.FromMinutes(2));
        var all = await Task.WhenAll(entrances);

        Assert.Equal(39, turnedAway.Count);
        Assert.All(all, entrance => Assert.False(Assert.IsType<Entrance.PutOff>(entrance).WantsQuiet));
    }

    [Fact]
    public async Task A_poll_that_is_cancelled_while_it_waits_holds_up_nobody()
    {
        using var governor = new Governor(new FetchOptions { MaxConcurrency = 1 }, _clock);
        var visit = await EnterAsync(governor, "a.example");
        using var cancel = new CancellationTokenSource();
        var cancelled = governor.EnterAsync("a.example", ["a.example"], "", false, cancel.Token);
        var next = governor.EnterAsync("a.example", ["a.example"], "", false, default);

        await cancel.CancelAsync();
        visit.Dispose();
        var entrance = await next;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.IsType<Entrance.Granted>(entrance);
    }

    [Fact]
    public async Task A_waiter_that_finds_another_key_busy_hands_its_turn_on()
    {
        using var governor = new Governor(new FetchOptions(), _clock);
        var host = await EnterAsync(governor, "a.example");
        var address = await EnterAsync(governor, "10.1.1.1");
        var both = governor.EnterAsync("a.example", ["a.example", "10.1.1.1"], "", false, default);
        var hostOnly = governor.EnterAsync("a.example", ["a.example"], "", false, default);

        host.Dispose();
        var second = Assert.IsType<Entrance.Granted>(await hostOnly).Visit;
        address.Dispose();
        second.Dispose();

        Assert.IsType<Entrance.Granted>(await both);
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_back_does_not_stop_polling()
    {
        using var governor = new Governor(new FetchOptions(), _clock);
        var visit = await EnterAsync(governor, "a.example");
        visit.Asked = true;
        visit.Dispose();
        _clock.JumpWallClock(TimeSpan.FromDays(-30));

        var next = governor.EnterAsync("a.example", ["a.example"], "", false, default);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.IsType<Entrance.Granted>(await next);
    }

    [Fact]
    public async Task A_visit_takes_another_host_along_only_if_it_is_free()
    {
        using var governor = new Governor(new FetchOptions(), _clock);
        using var first = await EnterAsync(governor, "a.example");
        using var second = await EnterAsync(governor, "b.example");

        var busy = governor.TryExtend(first, "b.example", ["b.example"], false);
        var free = governor.TryExtend(first, "c.example", ["a.example", "c.example"], false);
        var taken = governor.TryExtend(second, "c.example", ["c.example"], false);

        Assert.Equal((false, true, false), (busy, free, taken));
    }

    private static async Task<Visit> EnterAsync(Governor governor, string host) =>
        Assert.IsType<Entrance.Granted>(await governor.EnterAsync(host, [host], "", false, default)).Visit;
}
