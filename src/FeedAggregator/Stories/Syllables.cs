using System.Globalization;

namespace FeedAggregator.Stories;

/// <summary>
/// Thai, Lao, Myanmar and Khmer as their readers see them: a consonant with its vowel, also one written before it, and its tone is one unit.
/// A word has about three of these, while its code points are two to eight.
/// </summary>
internal static class Syllables
{
    /// <summary>The last character of these scripts; Han and kana come after.</summary>
    internal const char Last = '\u17FF';

    /// <summary>At a character of a script without spaces, up to <see cref="Last"/>.</summary>
    internal static TextUnit Read(ReadOnlySpan<char> text, ref int at)
    {
        uint hash = text[at++];
        if (IsLeadingVowel(text[at - 1]) && at < text.Length && IsOne(text[at]))
        {
            hash = (hash * 16777619u) ^ text[at++];
        }
        while (at < text.Length && IsOne(text[at]) && (IsSign(text[at]) || IsStacker(text[at - 1])))
        {
            hash = (hash * 16777619u) ^ text[at++];
        }
        return new TextUnit(TextUnits.Mix(hash), UnitKinds.Syllable);
    }

    private static bool IsOne(char c) => c <= Last && TextUnits.IsUnspaced(c);

    /// <summary>Thai's and Lao's vowels that are written before their consonant.</summary>
    private static bool IsLeadingVowel(char c) => c is (>= '\u0E40' and <= '\u0E44') or (>= '\u0EC0' and <= '\u0EC4');

    /// <summary>Myanmar's virama and Khmer's coeng put the next consonant under this one.</summary>
    private static bool IsStacker(char c) => c is '\u1039' or '\u17D2';

    /// <summary>A vowel, tone or other mark of the consonant before; Thai and Lao count some of them as letters.</summary>
    private static bool IsSign(char c) =>
        c is (>= '\u0E30' and <= '\u0E3A') or '\u0E45' or (>= '\u0EB0' and <= '\u0EBC')
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
