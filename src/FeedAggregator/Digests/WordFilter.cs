using System.Globalization;
using System.Text;

namespace FeedAggregator.Digests;

/// <summary>
/// Finds words and phrases whatever the case, accents and punctuation. A word is found as a whole ("art" is not in "start"), except where a script
/// writes no spaces between words.
/// </summary>
internal sealed class WordFilter(IEnumerable<string> phrases)
{
    private readonly string[] _phrases = [.. phrases.Select(Fold).Where(p => p.Length > 0).Distinct(StringComparer.Ordinal)];

    public bool IsEmpty => _phrases.Length == 0;

    public static bool CanMatch(string phrase) => Fold(phrase).Length > 0;

    /// <summary>The first of the phrases that the text has, folded; null when none.</summary>
    public string? FirstIn(params ReadOnlySpan<string?> texts)
    {
        if (IsEmpty)
            return null;
        foreach (var text in texts)
        {
            var folded = Fold(text);
            if (Array.Find(_phrases, p => Contains(folded, p)) is { } found)
                return found;
        }
        return null;
    }

    private static bool Contains(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            var end = at + phrase.Length;
            if ((at == 0 || IsEdge(text[at - 1], phrase[0])) && (end == text.Length || IsEdge(text[end], phrase[^1])))
                return true;
        }
        return false;
    }

    private static bool IsEdge(char outside, char inside) => outside == ' ' || IsUnspaced(outside) || IsUnspaced(inside);

    private static bool IsUnspaced(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter;

    /// <summary>Lower case, no marks, everything but letters and digits a single space.</summary>
    private static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var folded = new StringBuilder(text.Length);
        foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
                if (folded.Length > 0 && folded[^1] != ' ')
                    folded.Append(' ');
        }
        return folded.ToString().TrimEnd();
    }

    /// <summary>Normalising throws on half a surrogate pair, which strangers' texts have.</summary>
    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
}
