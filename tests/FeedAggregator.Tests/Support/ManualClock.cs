namespace FeedAggregator.Tests.Support;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire in the order they are due, on the thread that advances, each at its own instant.
/// What follows a timer runs on the pool: a test waits for its effect (a task, a request at the publisher, <see cref="WaitForTimerAsync"/>),
/// or lets <see cref="AdvanceUntilAsync(Task, TimeSpan?)"/> go from timer to timer.
/// </summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _armed = [];
    private TimeSpan _elapsed = TimeSpan.Zero;
    private DateTimeOffset _start = start;
    private long _sequence;

    public ManualClock()
        : this(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero)) { }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that are armed now: what the code under test waits for.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_gate)
                return _armed.Count;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _start + _elapsed;
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return _elapsed.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time on, firing every timer that falls due on the way, also those that are armed meanwhile by the timers' own callbacks.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan end;
        lock (_gate)
            end = _elapsed + by;
        while (TakeDue(end) is { } timer)
            timer.Fire();
    }

    /// <summary>Sets the wall clock, as an administrator or NTP does: timers and timestamps notice nothing.</summary>
    public void JumpWallClock(TimeSpan by)
    {
        lock (_gate)
            _start += by;
    }

    /// <summary>Goes from timer to timer, giving the pool a turn before each step, until <paramref name="task"/> is done.</summary>
    /// <param name="limit">Virtual time after which the test has failed; 30 days unless said.</param>
    public async Task AdvanceUntilAsync(Task task, TimeSpan? limit = null)
    {
        var end = Elapsed + (limit ?? TimeSpan.FromDays(30));
        while (!await IdleOrDone(task))
        {
            if (NextDue() is { } next && next > end)
                throw new TimeoutException($"Not done after {limit ?? TimeSpan.FromDays(30)} of virtual time.");
            if (NextDue() is { } due)
                Advance(due - Elapsed);
        }
        await task;
    }

    /// <inheritdoc cref="AdvanceUntilAsync(Task, TimeSpan?)"/>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> task, TimeSpan? limit = null)
    {
        await AdvanceUntilAsync((Task)task, limit);
        return await task;
    }

    /// <summary>Waits (really) until a timer is armed that falls due no later than <paramref name="within"/> from now.</summary>
    public async Task WaitForTimerAsync(TimeSpan within, int atLeast = 1)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_armed.Count(timer => timer.Due <= _elapsed + within) >= atLeast)
                    return;
            }
            await Task.Delay(1);
        }
    }

    private TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
                return _elapsed;
        }
    }

    private TimeSpan? NextDue()
    {
        lock (_gate)
            return _armed.Count == 0 ? null : _armed.Min(timer => timer.Due);
    }

    /// <summary>True when the task ended. False once nothing has armed or dropped a timer for some turns of the pool.</summary>
    private async Task<bool> IdleOrDone(Task task)
    {
        for (var quiet = 0; quiet < 10; quiet++)
        {
            var before = Interlocked.Read(ref _sequence);
            if (task.IsCompleted || await Task.WhenAny(task, Task.Delay(1)) == task)
                return true;
            if (before != Interlocked.Read(ref _sequence))
                quiet = 0;
        }
        return false;
    }

    private ManualTimer? TakeDue(TimeSpan end)
    {
        lock (_gate)
        {
            var next = _armed.Where(timer => timer.Due <= end).MinBy(timer => (timer.Due, timer.Order));
            _elapsed = next is null ? end : TimeSpan.FromTicks(Math.Max(_elapsed.Ticks, next.Due.Ticks));
            next?.Rearm();
            return next;
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public TimeSpan Due { get; private set; }
        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._armed.Remove(this);
                _period = period;
                Order = Interlocked.Increment(ref clock._sequence);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = clock._elapsed + dueTime;
                clock._armed.Add(this);
            }
            if (dueTime == TimeSpan.Zero)
                ThreadPool.QueueUserWorkItem(_ => FireIfDue());
            return true;
        }

        public void Rearm()
        {
            if (_period > TimeSpan.Zero)
                Due += _period;
            else
                clock._armed.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._armed.Remove(this);
                Interlocked.Increment(ref clock._sequence);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void FireIfDue()
        {
            lock (clock._gate)
            {
                if (!clock._armed.Contains(this) || Due > clock._elapsed)
                    return;
                Rearm();
            }
            Fire();
        }
    }
}
