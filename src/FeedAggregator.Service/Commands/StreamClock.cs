using FeedAggregator.Stories;

namespace FeedAggregator.Service.Commands;

/// <summary>
/// When the items of a recorded stream arrived. The stream is in order of arrival, so their dates say it, but for those that are wrong: a date far from the
/// time of the stream counts only when the stream goes on from there.
/// </summary>
internal sealed class StreamClock
{
    private DateTimeOffset? _now;

    /// <param name="published">The item's date; null when it has none that can be read.</param>
    /// <param name="next">The date of the item after it; null when it has none, or there is no such item.</param>
    public DateTimeOffset Arrival(DateTimeOffset? published, DateTimeOffset? next)
    {
        if (published is { } date && (_now is not { } now || IsNear(date, now) || GoesOn(date, now, next)))
        {
            _now = date;
        }
        return _now ?? DateTimeOffset.UnixEpoch;
    }

    private static bool GoesOn(DateTimeOffset date, DateTimeOffset now, DateTimeOffset? next) =>
        next is { } following && (IsNear(following, date) || (date > now && following > date));

    private static bool IsNear(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() <= StoryWindow.Length;
}
