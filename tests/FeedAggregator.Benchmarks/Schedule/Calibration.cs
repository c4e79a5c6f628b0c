namespace FeedAggregator.Benchmarks.Schedule;

/// <summary>Turns a policy's knob until it makes as many requests as the others.</summary>
internal static class Calibration
{
    private const double Tolerance = 0.01;

    public static (double Knob, Outcome Outcome) Fit(PolicyFamily family, IReadOnlyList<Publisher> publishers, long budget, double minutes)
    {
        var knob = family.Hourly * Math.Pow(minutes / 60, family.Elasticity);
        var (low, high) = (knob / 1000, knob * 1000);
        var best = (Knob: knob, Outcome: Replay.Run(publishers, family.At(knob)));
        for (var (turn, outcome) = (0, best.Outcome); turn < 24 && Math.Abs(Off(best.Outcome)) > Tolerance; turn++)
        {
            (low, high) = outcome.Requests > budget ? (knob, high) : (low, knob);
            var guess = knob * Math.Pow((double)outcome.Requests / budget, family.Elasticity);
            knob = guess > low && guess < high && turn < 8 ? guess : Math.Sqrt(low * high);
            outcome = Replay.Run(publishers, family.At(knob));
            best = Math.Abs(Off(outcome)) < Math.Abs(Off(best.Outcome)) ? (knob, outcome) : best;
        }

        return best;

        double Off(Outcome outcome) => ((double)outcome.Requests / budget) - 1;
    }
}
