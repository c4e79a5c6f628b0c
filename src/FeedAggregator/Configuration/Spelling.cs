namespace FeedAggregator.Configuration;

/// <summary>Guesses what was meant.</summary>
public static class Spelling
{
    /// <summary>Such as <c>did you mean "interval"?</c>, or the list of what there is.</summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var all = known.Order(StringComparer.Ordinal).ToList();
        var best = all.MinBy(x => Distance(word, x));
        return best is not null && Distance(word, best) <= Math.Max(1, word.Length / 3)
            ? $"did you mean \"{best}\"?"
            : $"there are: {string.Join(", ", all)}";
    }

    /// <summary>Levenshtein's edit distance, letter case aside.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
