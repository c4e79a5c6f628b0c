using FeedAggregator.Feeds;
using FsCheck.Fluent;

namespace FeedAggregator.Tests.Feeds;

public sealed class PollPlacementTests
{
    private const double Price = 0.125;

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_steady_feed_is_polled_by_the_square_root_of_its_rate(double perHour)
    {
        var rates = Rates(_ => perHour);

        var hours = PollPlacement.FirstPoll(rates, Price, floorHours: 0.25);

        Assert.InRange(hours / Math.Sqrt(2 * Price / perHour), 0.85, 1.15);
    }

    [Fact]
    public void A_poll_falls_just_after_the_hour_in_which_everything_appears()
    {
        var rates = Rates(hour => hour is >= 7 and < 8 ? 10 : 0.001);

        var hours = PollPlacement.FirstPoll(rates, Price, floorHours: 1);

        Assert.InRange(hours, 7.5, 8.2);
    }

    [Fact]
    public void No_plan_by_trial_is_cheaper()
    {
        // Dynamic programming over all pairs, without the hull of lines.
        var rates = Rates(hour => 0.05 + Math.Pow(Math.Sin(hour * Math.PI / 24), 4) + (hour % 168 > 120 ? 0.4 : 0));

        var hours = PollPlacement.FirstPoll(rates, Price, floorHours: 0.25);

        Assert.Equal(FirstPollByTrial(rates, Price, 0.25), hours);
    }

    [Fact]
    public void A_feed_that_publishes_more_is_never_polled_later() =>
        Some.Holds(
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from factor in Gen.Choose(101, 5000)
            from floor in Gen.Choose(1, 240)
            select (seed, Factor: factor / 100.0, Floor: floor / 60.0),
            sample =>
            {
                var dice = new Random(sample.seed);
                var week = Enumerable.Range(0, 168).Select(_ => Math.Exp(6 * (dice.NextDouble() - 0.8))).ToArray();
                var rates = Rates(hour => week[(int)hour % 168]);
                var more = rates.Select(rate => rate * sample.Factor).ToArray();
                return PollPlacement.FirstPoll(more, Price, sample.Floor) <= PollPlacement.FirstPoll(rates, Price, sample.Floor);
            }
        );

    [Fact]
    public void The_expected_end_of_a_window_comes_sooner_the_smaller_it_is()
    {
        var rates = Rates(_ => 2);

        var ten = PollPlacement.HoursUntil(rates, 10, atMost: 24);
        var forty = PollPlacement.HoursUntil(rates, 40, atMost: 24);
        var never = PollPlacement.HoursUntil(rates, 1000, atMost: 24);

        Assert.InRange(ten, 5, 5.2);
        Assert.InRange(forty, 20, 20.2);
        Assert.Equal(24, never);
    }

    private static double[] Rates(Func<double, double> perHour) =>
        [.. PollPlacement.Grid.Zip(PollPlacement.Grid.Skip(1), (from, to) => perHour((from + to) / 2))];

    private static double FirstPollByTrial(double[] rates, double price, double floor)
    {
        var grid = PollPlacement.Grid;
        var cost = new double[grid.Length];
        var chosen = grid.Length - 1;
        for (var from = grid.Length - 2; from >= 0; from--)
        {
            var (waiting, items, least, best) = (0.0, 0.0, double.PositiveInfinity, grid.Length - 1);
            for (var to = from + 1; to < grid.Length; to++)
            {
                var step = grid[to] - grid[to - 1];
                waiting += (items + (rates[to - 1] * step / 2)) * step;
                items += rates[to - 1] * step;
                if (grid[to] - grid[from] >= floor && waiting + price + cost[to] < least - 1e-12)
                {
                    (least, best) = (waiting + price + cost[to], to);
                }
            }

            cost[from] = double.IsPositiveInfinity(least) ? waiting : least;
            chosen = best;
        }

        return grid[chosen];
    }
}
