namespace FeedAggregator.Digests;

/// <summary>
/// When editions are due. Wall-clock times of the zone: one that the clock skips (spring) is due at the first instant after the gap,
/// one that it shows twice (autumn) is due once, the first time. Times that fall together are one.
/// </summary>
public sealed class EditionSchedule
{
    /// <summary>No cron that can happen waits longer: from one 29 February to the next, over a century that skips it.</summary>
    private const int MaxDays = (8 * 366) + 2;

    private readonly CronExpression _cron;
    private readonly TimeZoneInfo _zone;

    private EditionSchedule(CronExpression cron, TimeZoneInfo zone) => (_cron, _zone) = (cron, zone);

    public TimeZoneInfo TimeZone => _zone;

    /// <summary>The schedule.</summary>
    /// <exception cref="FormatException">It has <see cref="DigestSchedule.Problems"/>.</exception>
    public static EditionSchedule Of(DigestSchedule schedule) =>
        CronExpression.Parse(schedule.Cron, out var problem) is not { } cron ? throw new FormatException(problem)
        : TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out var zone) ? new EditionSchedule(cron, zone)
        : throw new FormatException($"time zone '{schedule.TimeZone}' is not known.");

    /// <summary>The first due instant after <paramref name="instant"/>. Null at the end of the calendar.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, _zone).DateTime;
        foreach (var day in Days(DateOnly.FromDateTime(local).DayNumber - 1, 1))
        foreach (var time in _cron.Times)
            // No zone has ever set its clock back by a day or more twice in two days: what lies further back is past.
            if (day.ToDateTime(time) is var wall && wall > local.AddHours(-26) && InstantOf(wall) is var due && due > instant)
                return due;
        return null;
    }

    /// <summary>The last due instant at or before <paramref name="instant"/>. Null at the beginning of the calendar.</summary>
    public DateTimeOffset? LastUpTo(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, _zone).DateTime;
        foreach (var day in Days(DateOnly.FromDateTime(local).DayNumber + 1, -1))
        foreach (var time in _cron.Times.Reverse())
            if (day.ToDateTime(time) is var wall && wall < local.AddHours(26) && InstantOf(wall) is var due && due <= instant)
                return due;
        return null;
    }

    private IEnumerable<DateOnly> Days(int start, int step)
    {
        for (var i = 0; i < MaxDays; i++)
        {
            var number = start + (i * step);
            if (number > DateOnly.MinValue.DayNumber + 2 && number < DateOnly.MaxValue.DayNumber - 2)
                if (DateOnly.FromDayNumber(number) is var day && _cron.HasDay(day))
                    yield return day;
        }
    }

    /// <summary>
    /// The first instant at which clocks of the zone show this time, or, where they skip it, the first after the gap. Asks only for offsets at
    /// instants: the framework's own tests for skipped and doubled times do not see a zone that changes its standard time.
    /// </summary>
    private DateTimeOffset InstantOf(DateTime wall)
    {
        var asUtc = DateTime.SpecifyKind(wall, DateTimeKind.Utc);
        var (before, after) = (asUtc.AddHours(-27), asUtc.AddHours(27));
        var (offsetBefore, offsetAfter) = (_zone.GetUtcOffset(before), _zone.GetUtcOffset(after));
        if (offsetBefore == offsetAfter)
            return new DateTimeOffset(asUtc - offsetBefore);
        foreach (var offset in (ReadOnlySpan<TimeSpan>)[offsetBefore, offsetAfter])
            if (_zone.GetUtcOffset(asUtc - offset) == offset)
                return new DateTimeOffset(asUtc - offset);
        return new DateTimeOffset(Change(before, after, offsetBefore));
    }

    /// <summary>When between the two the offset stops being what it was, to the second.</summary>
    private DateTime Change(DateTime before, DateTime after, TimeSpan offsetBefore)
    {
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
            if (_zone.GetUtcOffset(middle) == offsetBefore)
                before = middle;
            else
                after = middle;
        }
        return after;
    }
}
