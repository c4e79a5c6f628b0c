namespace FeedAggregator.Stories;

/// <summary>Turns evidence into the probability that two items tell the same news.</summary>
internal static class StoryModel
{
    internal const int Version = 1;

    internal static readonly double JoinAt = double.Parse(
        Environment.GetEnvironmentVariable("JOIN") ?? "0.5",
        System.Globalization.CultureInfo.InvariantCulture
    );

    internal static double[] Features(PairEvidence e)
    {
        var titleOnly = e.ShorterUnits == 0 ? 1.0 : 0;
        var same = e.SameFeed ? 1.0 : 0;
        double[] x =
        [
            1,
            e.Containment,
            e.Damped,
            e.LeadMax,
            e.LeadMin,
            e.TitleMin,
            e.TitleMax,
            e.NumbersMissing,
            e.NamesMissing,
            e.TitleNumbersMissing,
            same,
            Math.Min(5, e.Rivals) / 5.0,
            titleOnly,
            Math.Min(1, e.TitleMass / 40),
            titleOnly * e.TitleMax,
            same * e.NumbersMissing,
            e.Damped * e.Damped,
            same * titleOnly,
            Math.Max(0, e.NumbersMissing - 0.4),
            Math.Log(1 + e.ShorterUnits) / 7,
            e.TitleMax * e.Damped,
            same * e.Damped,
        ];
        if (Environment.GetEnvironmentVariable("OFF") is { } off)
        {
            foreach (var i in off.Split(','))
            {
                x[int.Parse(i, System.Globalization.CultureInfo.InvariantCulture)] = 0;
            }
        }
        return x;
    }

    internal static double[] Coefficients { get; set; } =
    [
        -5.337,
        2.201,
        3.139,
        1.993,
        0.965,
        1.137,
        1.118,
        -2.078,
        -1.420,
        -1.095,
        -2.327,
        -3.956,
        3.845,
        0.823,
        2.598,
        -1.663,
        2.909,
        0.154,
        -1.077,
        0.967,
        -0.103,
        -2.169,
    ];

    internal static double Score(PairEvidence e)
    {
        var x = Features(e);
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * Coefficients[i];
        }
        return 1 / (1 + Math.Exp(-sum));
    }
}
