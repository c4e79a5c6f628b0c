namespace FeedAggregator.Delivery;

/// <summary>Spreads mail to one domain evenly over the minute: large receivers defer whoever comes in bursts. Not thread-safe.</summary>
/// <param name="perMinute">At least 1.</param>
public sealed class DomainPace(int perMinute)
{
    private readonly TimeSpan _gap = TimeSpan.FromMinutes(1) / perMinute;
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the domain's next free instant. A tenth of a minute's share may come at once.</summary>
    public DateTimeOffset Take(string mailbox, DateTimeOffset now)
    {
        if (_next.Count > 10_000)
            Forget(now);
        var domain = mailbox[(mailbox.LastIndexOf('@') + 1)..];
        var earliest = now - (_gap * (perMinute / 10.0));
        var slot = _next.TryGetValue(domain, out var next) && next > earliest ? next : earliest;
        _next[domain] = slot + _gap;
        return slot < now ? now : slot;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var domain in _next.Where(x => x.Value < now).Select(x => x.Key).ToList())
            _next.Remove(domain);
    }
}
