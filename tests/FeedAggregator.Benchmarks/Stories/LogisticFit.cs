namespace FeedAggregator.Benchmarks.Stories;

/// <summary>Logistic regression by Newton's method, with a ridge on everything but the constant (feature 0).</summary>
internal static class LogisticFit
{
    internal static double[] Fit(IReadOnlyList<(double[] X, bool Y)> rows, double ridge, int steps = 12)
    {
        var n = rows[0].X.Length;
        var beta = new double[n];
        for (var step = 0; step < steps; step++)
        {
            var gradient = new double[n];
            var hessian = new double[n, n];
            foreach (var (x, y) in rows)
            {
                var p = Probability(beta, x);
                for (var i = 0; i < n; i++)
                {
                    gradient[i] += ((y ? 1 : 0) - p) * x[i];
                    for (var j = 0; j <= i; j++)
                    {
                        hessian[i, j] += p * (1 - p) * x[i] * x[j];
                    }
                }
            }
            for (var i = 0; i < n; i++)
            {
                gradient[i] -= i == 0 ? 0 : ridge * beta[i];
                hessian[i, i] += i == 0 ? 1e-9 : ridge;
            }
            var delta = Solve(hessian, gradient);
            for (var i = 0; i < n; i++)
            {
                beta[i] += delta[i];
            }
            if (delta.Max(Math.Abs) < 1e-6)
            {
                break;
            }
        }
        return beta;
    }

    internal static double Probability(double[] beta, double[] x) => 1 / (1 + Math.Exp(-beta.Zip(x, (a, b) => a * b).Sum()));

    /// <summary>Cholesky; the lower triangle of <paramref name="a"/> is read.</summary>
    private static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        var l = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= l[i, k] * l[j, k];
                }
                l[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / l[j, j];
            }
        }
        var x = new double[n];
        for (var i = 0; i < n; i++)
        {
            x[i] = b[i];
            for (var k = 0; k < i; k++)
            {
                x[i] -= l[i, k] * x[k];
            }
            x[i] /= l[i, i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
            {
                x[i] -= l[k, i] * x[k];
            }
            x[i] /= l[i, i];
        }
        return x;
    }
}
