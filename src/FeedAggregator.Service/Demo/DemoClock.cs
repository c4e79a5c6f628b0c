namespace FeedAggregator.Service.Demo;

/// <summary>
/// The time of day of the demo: put back, so that the sites can be met as they were, and then right again. What the sites published in between is then news,
/// as it is to a service that ran all the while. Only the time of day moves: timers run as ever.
/// </summary>
internal sealed class DemoClock(TimeProvider real) : TimeProvider
{
    /// <summary>So long ago is first.</summary>
    public static readonly TimeSpan Past = TimeSpan.FromHours(12);

    private long _ticksBack;

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;
    public override long TimestampFrequency => real.TimestampFrequency;

    public void PutBack() => Interlocked.Exchange(ref _ticksBack, Past.Ticks);

    public void PutRight() => Interlocked.Exchange(ref _ticksBack, 0);

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow().AddTicks(-Interlocked.Read(ref _ticksBack));

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);
}
