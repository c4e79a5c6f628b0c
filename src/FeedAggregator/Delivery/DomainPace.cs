namespace FeedAggregator.Delivery;

/// <summary>Spreads mail to one domain evenly over the minute: large receivers defer whoever comes in bursts. Not thread-safe.</summary>
/// <param name="perMinute">At least 1.</param>
public sealed class DomainPace(int perMinute)
{
    private const int FewReserved = 10_000;

    /// <summary>So long a free instant waits for a delivery that another node may have sent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly TimeSpan _gap = TimeSpan.FromMinutes(1) / perMinute;
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<long, DateTimeOffset> _reserved = [];
    private int _mostReserved = FewReserved;
    private DateTimeOffset _latest;

    /// <summary>
    /// Takes the domain's next free instant for a delivery and keeps it until the delivery comes again: who was told to wait goes before those that come later. A tenth of a
    /// minute's share may come at once.
    /// </summary>
    /// <returns>When it may go; <paramref name="now"/> means at once.</returns>
    public DateTimeOffset Take(string mailbox, long delivery, DateTimeOffset now)
    {
        Forget(now);
        if (_reserved.TryGetValue(delivery, out var reserved))
        {
            if (reserved <= now)
                _reserved.Remove(delivery);
            return reserved > now ? reserved : now;
        }
        var domain = mailbox[(mailbox.LastIndexOf('@') + 1)..];
        var earliest = now - (_gap * (perMinute / 10.0));
        var slot = _next.TryGetValue(domain, out var next) && next > earliest ? next : earliest;
        _next[domain] = slot + _gap;
        if (slot <= now)
            return now;
        _reserved[delivery] = slot;
        return slot;
    }

    /// <summary>What is past; and everything when the clock has jumped back, or mail would wait until that time has come again.</summary>
    private void Forget(DateTimeOffset now)
    {
        if (now + TimeSpan.FromMinutes(1) < _latest)
        {
            _next.Clear();
            _reserved.Clear();
        }
        _latest = now;
        if (_next.Count > 10_000)
            foreach (var domain in _next.Where(x => x.Value < now).Select(x => x.Key).ToList())
                _next.Remove(domain);
        if (_reserved.Count <= _mostReserved)
            return;
        foreach (var delivery in _reserved.Where(x => x.Value < now - Patience).Select(x => x.Key).ToList())
            _reserved.Remove(delivery);
        _mostReserved = Math.Max(FewReserved, 2 * _reserved.Count);
    }
}
