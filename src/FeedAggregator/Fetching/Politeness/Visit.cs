namespace FeedAggregator.Fetching.Politeness;

/// <summary>How waiting for a polite moment ended.</summary>
internal abstract record Entrance
{
    private Entrance() { }

    public sealed record Granted(Visit Visit) : Entrance;

    /// <param name="WantsQuiet">The host asked for it; else there is too much of a queue.</param>
    public sealed record PutOff(DateTimeOffset Until, bool WantsQuiet) : Entrance;
}

/// <summary>The right to ask some hosts and addresses, until disposed.</summary>
internal sealed class Visit : IDisposable
{
    private readonly Governor _governor;
    private ITimer? _slowTimer;
    private int _over;

    public Visit(Governor governor, IEnumerable<string> keys)
    {
        _governor = governor;
        Keys = [.. keys];
        Entrance = new Entrance.Granted(this);
    }

    public Entrance Entrance { get; }
    public List<string> Keys { get; }

    /// <summary>Something was really sent; the next visit keeps its distance from this one's end.</summary>
    public bool Asked { get; set; }

    public bool IsSlow { get; set; }
    public bool IsOver => _over != 0;

    public void Watch(TimeProvider clock, TimeSpan slowAfter) =>
        _slowTimer = clock.CreateTimer(_ => _governor.BecomeSlow(this), null, slowAfter, Timeout.InfiniteTimeSpan);

    public void Unwatch() => _slowTimer?.Dispose();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _over, 1) != 0)
            return;
        _slowTimer?.Dispose();
        _governor.Leave(this);
    }
}
