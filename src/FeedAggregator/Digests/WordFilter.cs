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
    /// <param name="folded">What <see cref="Fold"/> made of it.</param>
    public string? FirstIn(string folded) => Array.Find(_phrases, p => Contains(folded, p));

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

    private static bool IsEdge(char outside, char inside) => outside is ' ' or '\n' || IsUnspaced(outside) || IsUnspaced(inside);

    private static bool IsUnspaced(char c) => c > 127 && char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter;

    /// <summary>Lower case, no marks, everything but letters and digits a single space.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var folded = new StringBuilder(text.Length);
        if (Ascii.IsValid(text))
            foreach (var c in text)
                Append(folded, char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
        else
            foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
                Append(folded, rune);
        return folded.ToString().TrimEnd();
    }

    private static void Append(StringBuilder folded, Rune rune)
    {
        if (!Rune.IsLetterOrDigit(rune))
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
                Append(folded, ' ');
            return;
        }
        Span<char> lower = stackalloc char[2];
        folded.Append(lower[..Rune.ToLowerInvariant(rune).EncodeToUtf16(lower)]);
    }

    private static void Append(StringBuilder folded, char c)
    {
        if (c != ' ' || (folded.Length > 0 && folded[^1] != ' '))
            folded.Append(c);
    }

    /// <summary>Normalising throws on half a surrogate pair, which strangers' texts have.</summary>
    private static string WellFormed(string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Select(r => r.ToString())) : text;
}
