namespace FeedAggregator.Feeds;

/// <summary>
/// Places polls where items are expected. Given the rate at which items will appear, the polls of the coming week are chosen so that
/// (hours items wait) + (price × polls) is least: Sia, Cho and Cho, "Efficient Monitoring Algorithm for Fast News Alerts" (IEEE TKDE 19(7), 2007) with a price in place
/// of a quota, which shares requests out between feeds by the square root of their rates with no need to look at them all.
/// </summary>
internal static class PollPlacement
{
    /// <summary>Hours from now at which a poll may be placed: finely at first, because only the first of them is used.</summary>
    public static readonly double[] Grid = MakeGrid();

    /// <param name="rates">Items an hour in each step of the <see cref="Grid"/>; positive.</param>
    /// <param name="priceItemHours">What one poll costs, in hours that one item waits.</param>
    /// <param name="floorHours">No two polls are nearer than this.</param>
    /// <returns>Hours until the next poll: at most a week, and never longer when all rates are higher by one factor.</returns>
    /// <remarks>
    /// The cost of leaving the feed alone from a to b is ∫ (Λ(s) − Λ(a)) ds = P(b) − P(a) − Λ(a)(b − a) with Λ = ∫ rate and P = ∫ Λ: a line in Λ(a) for each b,
    /// so the least over all b is found on a hull of lines, in linear time. That cost has the Monge property, hence the monotony.
    /// </remarks>
    public static double FirstPoll(ReadOnlySpan<double> rates, double priceItemHours, double floorHours)
    {
        var last = Grid.Length - 1;
        Span<double> items = stackalloc double[Grid.Length];
        Span<double> waits = stackalloc double[Grid.Length];
        for (var i = 0; i < last; i++)
        {
            var step = Grid[i + 1] - Grid[i];
            items[i + 1] = items[i] + (rates[i] * step);
            waits[i + 1] = waits[i] + ((items[i] + (rates[i] * step / 2)) * step);
        }

        var hull = new LowerHull(stackalloc double[Grid.Length], stackalloc double[Grid.Length], stackalloc int[Grid.Length]);
        Span<double> cost = stackalloc double[Grid.Length];
        var (next, chosen) = (last, last);
        for (var i = last - 1; i >= 0; i--)
        {
            for (; next > i && Grid[next] - Grid[i] >= floorHours; next--)
            {
                hull.Add(-Grid[next], waits[next] + cost[next], next);
            }

            var (least, at) = hull.Least(items[i]);
            cost[i] = (at < 0 ? waits[last] - (items[i] * Grid[last]) : least + priceItemHours) - waits[i] + (items[i] * Grid[i]);
            chosen = at < 0 ? last : at;
        }

        return Grid[chosen];
    }

    /// <returns>Hours until so many items are expected to have appeared, at most <paramref name="atMost"/>.</returns>
    public static double HoursUntil(ReadOnlySpan<double> rates, double items, double atMost)
    {
        var seen = 0.0;
        for (var i = 0; i + 1 < Grid.Length && Grid[i] < atMost; i++)
        {
            seen += rates[i] * (Grid[i + 1] - Grid[i]);
            if (seen >= items)
            {
                return Math.Min(atMost, Grid[i + 1]);
            }
        }

        return atMost;
    }

    /// <returns>Items expected within so many hours, a place of the <see cref="Grid"/>.</returns>
    public static double ItemsWithin(ReadOnlySpan<double> rates, double hours)
    {
        var items = 0.0;
        for (var i = 0; i < rates.Length && Grid[i] < hours; i++)
        {
            items += rates[i] * (Grid[i + 1] - Grid[i]);
        }

        return items;
    }

    private static double[] MakeGrid()
    {
        var grid = new List<double>();
        for (
            var minute = 0;
            minute < 7 * 24 * 60;
            minute +=
                    minute < 4 * 60 ? 2
                    : minute < 24 * 60 ? 10
                    : 60
        )
        {
            grid.Add(minute / 60.0);
        }

        grid.Add(7 * 24);
        return [.. grid];
    }

    /// <summary>The lower envelope of lines that are added by rising slope and asked at falling places.</summary>
    private ref struct LowerHull(Span<double> slopes, Span<double> offsets, Span<int> names)
    {
        private readonly Span<double> _slopes = slopes;
        private readonly Span<double> _offsets = offsets;
        private readonly Span<int> _names = names;
        private int _first;
        private int _count;

        public void Add(double slope, double offset, int name)
        {
            while (_count - _first >= 2 && !Needed(_count - 1, slope, offset))
            {
                _count--;
            }

            (_slopes[_count], _offsets[_count], _names[_count]) = (slope, offset, name);
            _count++;
        }

        public (double Least, int Name) Least(double at)
        {
            while (_count - _first >= 2 && Value(_first + 1, at) <= Value(_first, at))
            {
                _first++;
            }

            return _count == _first ? (0, -1) : (Value(_first, at), _names[_first]);
        }

        private readonly double Value(int line, double at) => (_slopes[line] * at) + _offsets[line];

        /// <summary>The middle of three lines is least somewhere only when it meets the newest at a lower place than it meets the one before it.</summary>
        private readonly bool Needed(int middle, double slope, double offset) =>
            (offset - _offsets[middle]) * (_slopes[middle] - _slopes[middle - 1])
            > (_offsets[middle] - _offsets[middle - 1]) * (slope - _slopes[middle]);
    }
}
