namespace FeedAggregator.Polling;

/// <summary>
/// Bounds the polls that hold on to a document while they ask for more: pages of its items, or the proof of a 304. They last for seconds, most of them spent waiting for a polite moment, so they neither
/// count as <see cref="Intake"/> nor hold it up; without a bound of their own thousands that are due at once would all be in memory. First come, first served. Thread-safe.
/// </summary>
internal sealed class PageSeats
{
    /// <summary>As many as may be slow at once by default (<see cref="Fetching.FetchOptions.MaxSlowVisits"/>).</summary>
    public const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _free = Most;

    /// <summary>Not taken yet.</summary>
    public Seat New() => new(this);

    internal async Task TakeAsync(CancellationToken ct)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }
            _waiting.Enqueue(mine);
        }
        using var given = ct.Register(() => mine.TrySetCanceled(ct));
        await mine.Task;
    }

    internal void Leave()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                    return;
            }
            _free++;
        }
    }
}

/// <summary>Of one poll. Used by one task at a time; dispose it when all is stored.</summary>
internal sealed class Seat(PageSeats seats) : IDisposable
{
    private Task? _taken;

    /// <summary>Complete when it is taken; asked again, it is the same seat.</summary>
    public Task TakeAsync(CancellationToken ct) => _taken is { IsCompletedSuccessfully: true } ? _taken : _taken = seats.TakeAsync(ct);

    public void Dispose()
    {
        if (_taken is { IsCompletedSuccessfully: true })
            seats.Leave();
        _taken = null;
    }
}
