namespace FeedAggregator.Configuration;

/// <summary>Guesses what was meant.</summary>
public static class Spelling
{
    private const int MostListed = 24;

    /// <summary>Such as <c>did you mean "interval"?</c>, or the list of what there is.</summary>
    /// <param name="aliases">Other words for the same things: guessed, but not listed.</param>
    public static string Hint(string word, IEnumerable<string> known, IEnumerable<string>? aliases = null)
    {
        var all = known.Order(StringComparer.Ordinal).ToList();
        if (all.Count == 0)
            return "there is none yet";
        var best = all.Concat(aliases ?? []).MinBy(x => Distance(word, x));
        return best is not null && Distance(word, best) <= Math.Max(1, word.Length / 3)
            ? $"did you mean \"{best}\"?"
            : $"there are: {string.Join(", ", all.Take(MostListed))}{(all.Count > MostListed ? $" and {all.Count - MostListed} more" : "")}";
    }

    /// <summary>Edits from one to the other, two neighbours swapped being one edit (optimal string alignment); letter case aside.</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }
                var replaced = cost[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
