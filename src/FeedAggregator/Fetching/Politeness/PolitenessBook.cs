namespace FeedAggregator.Fetching.Politeness;

/// <summary>Whether a visit may start, and if not, what it waits for.</summary>
internal abstract record Verdict
{
    private Verdict() { }

    public sealed record Start : Verdict;

    /// <summary>Another visit is with the host or the address <paramref name="Key"/>.</summary>
    public sealed record Busy(string Key) : Verdict;

    /// <summary>The last visit ended too short a time ago.</summary>
    public sealed record NotBefore(DateTimeOffset At) : Verdict;

    /// <summary>The host has asked for quiet.</summary>
    public sealed record Quiet(DateTimeOffset Until) : Verdict;
}

/// <summary>
/// Decides what may start when. One visit at a time to each key (a host name, an address), the next no sooner than <paramref name="gap"/> after it,
/// and none while a host wants quiet. Knows no clock and takes no lock.
/// </summary>
internal sealed class PolitenessBook(TimeSpan gap)
{
    private const int ForgetFrom = 1024;
    private static readonly TimeSpan LongestSpread = TimeSpan.FromMinutes(5);

    private readonly HashSet<string> _busy = [];
    private readonly Dictionary<string, DateTimeOffset> _freeAt = [];
    private readonly Dictionary<string, (DateTimeOffset From, DateTimeOffset Until)> _quiet = [];
    private int _forgetAt = ForgetFrom;

    /// <summary>What is remembered; bounded by what was used within the gap and who wants quiet.</summary>
    internal int Count => _busy.Count + _freeAt.Count + _quiet.Count;

    public Verdict Ask(string host, IEnumerable<string> keys, bool forced, DateTimeOffset now)
    {
        if (!forced && _quiet.TryGetValue(host, out var quiet) && quiet.Until > now)
            return new Verdict.Quiet(quiet.Until);
        var notBefore = now;
        foreach (var key in keys)
        {
            if (_busy.Contains(key))
                return new Verdict.Busy(key);
            if (_freeAt.TryGetValue(key, out var freeAt) && freeAt > notBefore)
                notBefore = freeAt;
        }
        return notBefore > now ? new Verdict.NotBefore(notBefore) : new Verdict.Start();
    }

    public void Enter(IEnumerable<string> keys) => _busy.UnionWith(keys);

    /// <param name="asked">A request was made; without one the next visit owes no distance.</param>
    public void Leave(IReadOnlyCollection<string> keys, bool asked, DateTimeOffset now)
    {
        _busy.ExceptWith(keys);
        if (!asked)
            return;
        foreach (var key in keys)
            _freeAt[key] = now + gap;
        if (Count > _forgetAt)
            Forget(now);
    }

    /// <summary>The host wants quiet; a longer wish stands. A quiet that is drawn out began when the first was asked for.</summary>
    public void KeepQuiet(string host, DateTimeOffset until, DateTimeOffset now)
    {
        if (!_quiet.TryGetValue(host, out var known) || known.Until < until)
            _quiet[host] = (known.Until > now ? known.From : now, until);
    }

    /// <summary>
    /// When a feed that had to keep quiet may come back: spread over as long as the quiet lasted, at most five minutes, so that the feeds of a host
    /// do not all return in the same second. The same feed always gets the same place.
    /// </summary>
    public DateTimeOffset Resume(string host, DateTimeOffset until, string feed)
    {
        var length = _quiet.TryGetValue(host, out var quiet) ? until - quiet.From : TimeSpan.Zero;
        return until + (length < LongestSpread ? length : LongestSpread) * Fraction(feed);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var key in _freeAt.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
            _freeAt.Remove(key);
        foreach (var host in _quiet.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key).ToList())
            _quiet.Remove(host);
        _forgetAt = Math.Max(ForgetFrom, 2 * Count);
    }

    // FNV-1a with a final mix: string.GetHashCode differs from run to run.
    private static double Fraction(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;
        hash ^= hash >> 15;
        hash *= 2246822519u;
        hash ^= hash >> 13;
        return hash / (double)uint.MaxValue;
    }
}
