using FeedAggregator.Digests;

namespace FeedAggregator.Tests.Digests;

public sealed class EditionScheduleTests
{
    [Theory]
    [InlineData("0 7 * * *", "UTC", "2026-11-22T06:59:59Z", "2026-11-22T07:00:00Z")]
    [InlineData("0 7 * * *", "UTC", "2026-11-22T07:00:00Z", "2026-11-23T07:00:00Z")]
    [InlineData("0 7 * * *", "Asia/Jakarta", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData("30 6 * * MON-FRI", "Asia/Jakarta", "2026-11-20T00:00:00Z", "2026-11-22T23:30:00Z")]
    [InlineData("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z")]
    [InlineData("0 12 13 * 5", "UTC", "2026-11-22T00:00:00Z", "2026-11-27T12:00:00Z")]
    [InlineData("0 12 */13 * 5", "UTC", "2026-11-28T00:00:00Z", "2027-01-01T12:00:00Z")]
    [InlineData("*/20 8,18 1 jan,jul *", "UTC", "2026-11-22T00:00:00Z", "2027-01-01T08:00:00Z")]
    [InlineData("5 4 * * 7", "UTC", "2026-11-22T04:05:00Z", "2026-11-29T04:05:00Z")]
    public void Due_times_are_those_of_crontab_in_the_zone(string cron, string zone, string after, string due) =>
        Assert.Equal(At(due), EditionSchedule.Of(new(cron, zone)).NextAfter(At(after)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28T12:00:00Z", "30 2 * * *", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("Europe/Berlin", "2026-03-28T12:00:00Z", "*/15 2 * * *", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-24T12:00:00Z", "30 2 * * *", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-03T00:00:00Z", "15 2 * * *", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z")]
    [InlineData("Africa/Cairo", "2026-04-23T12:00:00Z", "0 0 * * *", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30T00:00:00Z", "0 7 * * *", "2011-12-30T10:00:00Z", "2011-12-30T17:00:00Z")]
    [InlineData("Asia/Almaty", "2024-02-29T12:00:00Z", "30 23 * * *", "2024-02-29T17:30:00Z", "2024-03-01T18:30:00Z")]
    public void A_skipped_time_is_due_after_the_gap_and_a_doubled_one_once(
        string zone,
        string after,
        string cron,
        string first,
        string second
    )
    {
        var schedule = EditionSchedule.Of(new(cron, zone));

        var due = schedule.NextAfter(At(after));

        Assert.Equal(At(first), due);
        Assert.Equal(At(second), schedule.NextAfter(due!.Value));
    }

    [Theory]
    [InlineData("", "cron '' has 0 fields: use five, such as '0 7 * * *' for every day at 7.")]
    [InlineData("0 0 7 * * ?", "cron '0 0 7 * * ?' has 6 fields: use five, such as '0 7 * * *' for every day at 7.")]
    [InlineData("60 * * * *", "cron '60 * * * *': minute '60' is not within 0 to 59, a list, a range or a step.")]
    [InlineData("0 7-3 * * *", "cron '0 7-3 * * *': hour '7-3' is not within 0 to 23, a list, a range or a step.")]
    [InlineData("0 7 0 * *", "cron '0 7 0 * *': day of month '0' is not within 1 to 31, a list, a range or a step.")]
    [InlineData("0 7 * foo *", "cron '0 7 * foo *': month 'foo' is not within 1 to 12, a list, a range or a step.")]
    [InlineData("*/0 7 * * *", "cron '*/0 7 * * *': minute '*/0' is not within 0 to 59, a list, a range or a step.")]
    [InlineData("5/10 7 * * *", "cron '5/10 7 * * *': minute '5/10' is not within 0 to 59, a list, a range or a step.")]
    [InlineData("1,,2 7 * * *", "cron '1,,2 7 * * *': minute '1,,2' is not within 0 to 59, a list, a range or a step.")]
    [InlineData("-1 7 * * *", "cron '-1 7 * * *': minute '-1' is not within 0 to 59, a list, a range or a step.")]
    [InlineData("0 7 30,31 2 *", "cron '0 7 30,31 2 *' never happens: no month it names has such a day.")]
    public void What_cannot_be_is_told_in_one_sentence(string cron, string problem)
    {
        Assert.Equal([problem], new DigestSchedule(cron).Problems());
        Assert.Throws<FormatException>(() => EditionSchedule.Of(new(cron)));
    }

    /// <summary>
    /// A year of every zone the system knows, against the definition read minute by minute: a local time is due when the zone's clock first shows it,
    /// or, if it never does, when the clock first shows a later one.
    /// </summary>
    [Fact]
    public void Every_day_of_a_year_in_every_zone_is_due_once_and_as_the_wall_clock_says()
    {
        foreach (var zone in Zones())
        {
            var schedule = EditionSchedule.Of(new("30 2 * * *", zone.Id));
            var due = At("2025-12-30T00:00:00Z");
            for (var day = 0; day < 370; day++)
            {
                var next = schedule.NextAfter(due)!.Value;
                var local = TimeZoneInfo.ConvertTime(next, zone);
                var justBefore = TimeZoneInfo.ConvertTime(next.AddMinutes(-1), zone);
                var wall = local.Date + new TimeSpan(2, 30, 0);

                Assert.True(local.DateTime == wall || (local.DateTime > wall && justBefore.DateTime < wall), $"{zone.Id}: {local}");
                Assert.True(next - due is { TotalHours: > 21 and < 27 } || day == 0, $"{zone.Id}: {due} to {next}");
                Assert.Equal(next, schedule.LastUpTo(next.AddMinutes(day % 1000)));
                due = next;
            }
        }
    }

    [Fact]
    public void Any_schedule_steps_forward_and_back_through_the_same_instants()
    {
        var chance = new Random(7);
        var zones = TimeZoneInfo.GetSystemTimeZones();
        for (var round = 0; round < 400; round++)
        {
            var cron =
                $"{chance.Next(60)} {chance.Next(24)},*/{chance.Next(1, 24)} {(chance.Next(2) == 0 ? "*" : $"*/{chance.Next(1, 9)}")} * {(chance.Next(2) == 0 ? "*" : $"{chance.Next(7)}")}";
            var schedule = EditionSchedule.Of(new(cron, zones[chance.Next(zones.Count)].Id));
            var start = At("1990-01-01T00:00:00Z").AddMinutes(chance.Next(40 * 365 * 24 * 60));

            var first = schedule.NextAfter(start)!.Value;
            var second = schedule.NextAfter(first)!.Value;

            Assert.True(start < first && first < second, $"{cron} {schedule.TimeZone.Id} {start}");
            Assert.Equal(first, schedule.LastUpTo(second.AddSeconds(-1)));
            Assert.Equal(second, schedule.LastUpTo(second));
        }
    }

    /// <summary>Of zones that are known by several names, one.</summary>
    private static List<TimeZoneInfo> Zones()
    {
        var zones = new List<TimeZoneInfo>();
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
            if (!zones.Exists(z => z.HasSameRules(zone)))
                zones.Add(zone);
        Assert.True(zones.Count > 200);
        return zones;
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
}
