namespace FeedAggregator.Fetching.Politeness;

/// <summary>
/// Lets visits start as the <see cref="PolitenessBook"/> decides, within a bound on how many are under way. What waits for a host takes no place, and a visit
/// that turns out slow gives its place up, so that neither busy nor dead hosts delay the others.
/// </summary>
internal sealed class Governor : IDisposable
{
    private readonly FetchOptions _options;
    private readonly TimeProvider _clock;
    private readonly PolitenessBook _book;
    private readonly Lock _gate = new();
    private readonly Queue<Waiter> _ready = new();
    private readonly PriorityQueue<Waiter, DateTimeOffset> _timed = new();
    private readonly Dictionary<string, Queue<Waiter>> _parked = [];
    private readonly Queue<string> _freed = new();
    private readonly Queue<Visit> _overdue = new();
    private readonly ITimer _timer;
    private readonly DateTimeOffset _startedAt;
    private readonly long _started;
    private int _running;
    private int _slow;

    public Governor(FetchOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _book = new PolitenessBook(options.MinHostGap);
        _startedAt = clock.GetUtcNow();
        _started = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => WakeTimed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Visits under way, slow ones included.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
                return _running + _slow;
        }
    }

    /// <summary>Waits for a polite moment and a place.</summary>
    /// <param name="feed">Names the feed, to give it its own place after a quiet time.</param>
    /// <param name="forced">A wish for quiet is set aside.</param>
    public async Task<Entrance> EnterAsync(string host, IReadOnlyList<string> keys, string feed, bool forced, CancellationToken ct)
    {
        var waiter = new Waiter(host, keys, feed, forced);
        lock (_gate)
        {
            if (_options.MinHostGap * Ahead(keys) > _options.MaxPoliteWait)
                return new Entrance.PutOff(_clock.GetUtcNow() + _options.MinHostGap * Ahead(keys), WantsQuiet: false);
            Place(waiter);
            WakeFreed();
        }
        if (waiter.Entered.Task.IsCompleted)
            return await waiter.Entered.Task;
        using var patience = new CancellationTokenSource(_options.MaxPoliteWait, _clock);
        using var impatient = patience.Token.Register(() => GiveUp(waiter));
        using var cancelled = ct.Register(() => waiter.Entered.TrySetCanceled(ct));
        return await waiter.Entered.Task;
    }

    /// <summary>Takes more hosts and addresses into a visit that is under way, if that can be done at once.</summary>
    public bool TryExtend(Visit visit, string host, IReadOnlyList<string> keys, bool forced)
    {
        lock (_gate)
        {
            var more = keys.Where(key => !visit.Keys.Contains(key)).ToList();
            if (_book.Ask(host, more, forced, Now()) is not Verdict.Start)
                return false;
            _book.Enter(more);
            visit.Keys.AddRange(more);
            return true;
        }
    }

    public void KeepQuiet(string host, DateTimeOffset until)
    {
        lock (_gate)
            _book.KeepQuiet(host, Now() + (until - _clock.GetUtcNow()), Now());
    }

    public void Dispose() => _timer.Dispose();

    internal void Leave(Visit visit)
    {
        lock (_gate)
        {
            _ = visit.IsSlow ? _slow-- : _running--;
            MoveOverdue();
            _book.Leave(visit.Keys, visit.Asked, Now());
            foreach (var key in visit.Keys)
                _freed.Enqueue(key);
            WakeFreed();
            WakeReady();
        }
    }

    internal void BecomeSlow(Visit visit)
    {
        lock (_gate)
        {
            _overdue.Enqueue(visit);
            MoveOverdue();
            WakeReady();
        }
    }

    // Everything below runs under the gate.

    private void MoveOverdue()
    {
        while (_slow < _options.MaxSlowVisits && _overdue.TryDequeue(out var visit))
        {
            if (visit.IsOver)
                continue;
            visit.IsSlow = true;
            _slow++;
            _running--;
        }
    }

    private void Place(Waiter waiter)
    {
        if (waiter.IsOver)
        {
            Hand(waiter, onTo: null);
            return;
        }
        switch (_book.Ask(waiter.Host, waiter.Keys, waiter.Forced, Now()))
        {
            case Verdict.Start when _running < _options.MaxConcurrency:
                Start(waiter);
                break;
            case Verdict.Start:
                _ready.Enqueue(waiter);
                break;
            case Verdict.NotBefore gap:
                _timed.Enqueue(waiter, gap.At);
                SetTimer();
                break;
            case Verdict.Busy busy:
                Park(waiter, busy.Key);
                break;
            case Verdict.Quiet quiet:
                var wait = _book.Resume(waiter.Host, quiet.Until, waiter.Feed) - Now();
                waiter.Entered.TrySetResult(new Entrance.PutOff(_clock.GetUtcNow() + wait, WantsQuiet: true));
                Hand(waiter, onTo: null);
                break;
        }
    }

    private void Start(Waiter waiter)
    {
        var visit = new Visit(this, waiter.Keys);
        if (!waiter.Entered.TrySetResult(visit.Entrance))
        {
            Hand(waiter, onTo: null);
            return;
        }
        _running++;
        _book.Enter(waiter.Keys);
        visit.Watch(_clock, _options.SlowAfter);
    }

    private void Park(Waiter waiter, string key)
    {
        if (!_parked.TryGetValue(key, out var queue))
            _parked[key] = queue = new Queue<Waiter>();
        queue.Enqueue(waiter);
        Hand(waiter, onTo: key);
    }

    // The first of those parked at a key is woken for all of them. If it then does not go there, the next one must be.
    private void Hand(Waiter waiter, string? onTo)
    {
        var left = waiter.WokenFor;
        waiter.WokenFor = null;
        if (left is not null && left != onTo)
            _freed.Enqueue(left);
    }

    // A loop, not a recursion: thousands may be parked at a host that has just asked for quiet.
    private void WakeFreed()
    {
        while (_freed.TryDequeue(out var key))
            WakeParked(key);
    }

    private void WakeParked(string key)
    {
        if (!_parked.TryGetValue(key, out var queue))
            return;
        while (queue.TryDequeue(out var waiter))
        {
            if (waiter.IsOver)
                continue;
            if (queue.Count == 0)
                _parked.Remove(key);
            waiter.WokenFor = key;
            Place(waiter);
            return;
        }
        _parked.Remove(key);
    }

    private void WakeReady()
    {
        while (_running < _options.MaxConcurrency && _ready.TryDequeue(out var waiter))
        {
            Place(waiter);
            WakeFreed();
        }
    }

    private void SetTimer()
    {
        if (!_timed.TryPeek(out _, out var at))
            return;
        var wait = at - Now();
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void WakeTimed()
    {
        lock (_gate)
        {
            while (_timed.TryPeek(out var waiter, out var at) && at <= Now())
            {
                _timed.Dequeue();
                Place(waiter);
                WakeFreed();
            }
            SetTimer();
        }
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_gate)
        {
            var turn = _options.MinHostGap * (Ahead(waiter.Keys) + 1);
            waiter.Entered.TrySetResult(new Entrance.PutOff(_clock.GetUtcNow() + turn, WantsQuiet: false));
        }
    }

    private int Ahead(IEnumerable<string> keys) =>
        keys.Select(key => _parked.TryGetValue(key, out var queue) ? queue.Count : 0).DefaultIfEmpty().Max();

    // The gaps are kept in steady time: a wall clock that is set back must not stop polling.
    private DateTimeOffset Now() => _startedAt + _clock.GetElapsedTime(_started);

    private sealed record Waiter(string Host, IReadOnlyList<string> Keys, string Feed, bool Forced)
    {
        public TaskCompletionSource<Entrance> Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public string? WokenFor { get; set; }
        public bool IsOver => Entered.Task.IsCompleted;
    }
}
