using FeedAggregator.Storage;

namespace FeedAggregator.Service.Measuring;

/// <summary>
/// What is told of a healthy service now and then: once when all that was due at the start has been polled, then every hour. Nothing before it is opened, which
/// only a service that runs for long does.
/// </summary>
internal sealed class Logbook
{
    private static readonly TimeSpan Stretch = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private HashSet<string>? _firstRound;
    private DateTimeOffset? _since;
    private Done _done = new();

    /// <param name="due">The feeds that are due now, by id.</param>
    public void Open(IEnumerable<string> due, DateTimeOffset now)
    {
        lock (_gate)
        {
            _firstRound = [.. due];
            _since = now;
        }
    }

    public void Polled(PollReport report)
    {
        lock (_gate)
        {
            _done = _done.And(report);
            _firstRound?.Remove(report.Feed.Id);
        }
    }

    public void Delivered(DeliveryVerdict verdict)
    {
        lock (_gate)
            _done = _done.And(verdict);
    }

    public void Published(FreezeReceipt receipt)
    {
        lock (_gate)
            _done = _done.And(receipt);
    }

    /// <returns>The entry that is due, which is told once; null when none is. A first round that takes longer is told by the hour.</returns>
    public Entry? Next(DateTimeOffset now)
    {
        lock (_gate)
        {
            var isFirst = _firstRound is { Count: 0 } && _done.Polls > 0;
            if (_since is not { } since || (!isFirst && now < since + Stretch))
                return null;
            var entry = new Entry(isFirst, now - since, _done);
            _firstRound = isFirst ? null : _firstRound;
            (_since, _done) = (now, new Done());
            return entry;
        }
    }

    /// <param name="IsFirst">The first round is over.</param>
    /// <param name="Span">How long it took.</param>
    public sealed record Entry(bool IsFirst, TimeSpan Span, Done Done);
}
