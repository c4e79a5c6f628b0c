using FeedAggregator.Service.Commands;

namespace FeedAggregator.Tests.Stories;

public class StreamClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Items_arrive_when_they_were_published()
    {
        Assert.Equal([0, 5, 3, 60], Hours(0, 5, 3, 60));
    }

    [Fact]
    public void Dates_far_ahead_and_far_back_do_not_move_the_time_of_the_stream()
    {
        Assert.Equal([0, 1, 1, 2, 2, 3], Hours(0, 1, 600_000, 2, -300_000, 3));
    }

    [Fact]
    public void A_stream_that_pauses_goes_on_where_it_goes_on()
    {
        Assert.Equal([0, 1, 1000, 1001, 2000, 3000, 3001], Hours(0, 1, 1000, 1001, 2000, 3000, 3001));
    }

    [Fact]
    public void A_stream_that_goes_back_for_good_is_followed()
    {
        Assert.Equal([5000, 0, 1], Hours(5000, 0, 1));
    }

    [Fact]
    public void Items_without_a_date_arrive_with_the_one_before()
    {
        var clock = new StreamClock();

        var times = new[] { clock.Arrival(null, Noon), clock.Arrival(Noon, null), clock.Arrival(null, null) };

        Assert.Equal([DateTimeOffset.UnixEpoch, Noon, Noon], times);
    }

    private static double[] Hours(params double[] hours)
    {
        var clock = new StreamClock();
        DateTimeOffset? At(int i) => i < hours.Length ? Noon.AddHours(hours[i]) : null;
        return [.. hours.Select((_, i) => (clock.Arrival(At(i), At(i + 1)) - Noon).TotalHours)];
    }
}
