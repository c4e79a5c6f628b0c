using System.Buffers;
using System.Globalization;
using System.Text;

namespace FeedAggregator.Stories;

/// <summary>Cuts plain text into units, without knowing its language. Case, width, apostrophes and separators in numbers make no difference.</summary>
internal static class TextUnits
{
    private const int LongWord = 6;

    /// <summary>Surrogates, which may be alone, and noncharacters.</summary>
    private static readonly SearchValues<char> Unnormalisable = SearchValues.Create([
        .. Enumerable.Range(0xD800, 0x800).Concat(Enumerable.Range(0xFDD0, 0x20)).Append(0xFFFE).Append(0xFFFF).Select(x => (char)x),
    ]);

    /// <summary>Reads at most as many units as <paramref name="units"/> holds.</summary>
    /// <returns>How many were read.</returns>
    internal static int Read(ReadOnlySpan<char> text, Span<TextUnit> units)
    {
        var count = 0;
        var sentenceStart = true;
        var at = 0;
        while (at < text.Length && count < units.Length)
        {
            var c = text[at];
            if (IsUnspaced(c))
            {
                units[count++] = c <= Syllables.Last ? Syllables.Read(text, ref at) : new TextUnit(Mix(text[at++]), UnitKinds.Character);
                sentenceStart = false;
            }
            else if (IsWordPart(c))
            {
                units[count++] = ReadWord(text, ref at, sentenceStart);
                sentenceStart = false;
            }
            else
            {
                sentenceStart |= c is '.' or '!' or '?' or ':' or '"' or '“' or '\n' or '。' or '！' or '？';
                at++;
            }
        }
        return count;
    }

    /// <summary>NFKC, wrong decoding undone.</summary>
    internal static string Normalise(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }
        text = Mojibake.Repair(text);
        if (text.AsSpan().IndexOfAny(Unnormalisable) >= 0)
        {
            text = WithoutBrokenCharacters(text);
        }
        return text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Lone surrogates and noncharacters become spaces: the normaliser throws at them.</summary>
    private static string WithoutBrokenCharacters(string text) =>
        string.Create(
            text.Length,
            text,
            (target, source) =>
            {
                source.CopyTo(target);
                for (var i = 0; i < target.Length; i++)
                {
                    if (
                        char.IsHighSurrogate(target[i])
                        && i + 1 < target.Length
                        && char.IsLowSurrogate(target[i + 1])
                        && !IsNoncharacter(target[i], target[i + 1])
                    )
                    {
                        i++;
                    }
                    else if (Unnormalisable.Contains(target[i]))
                    {
                        target[i] = ' ';
                    }
                }
            }
        );

    /// <summary>The last two code points of each plane.</summary>
    private static bool IsNoncharacter(char high, char low) => (char.ConvertToUtf32(high, low) & 0xFFFE) == 0xFFFE;

    private static TextUnit ReadWord(ReadOnlySpan<char> text, ref int at, bool sentenceStart)
    {
        var kinds = char.IsUpper(text[at]) ? UnitKinds.Capital : UnitKinds.None;
        if (sentenceStart)
        {
            kinds |= UnitKinds.SentenceStart;
        }
        var hash = 2166136261u;
        var start = at;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (char.IsAsciiLetter(c))
            {
                hash = (hash ^ (char)(c | 0x20)) * 16777619u;
                continue;
            }
            if (char.IsAsciiDigit(c) || (c > '\u007F' && char.IsDigit(c)))
            {
                kinds |= UnitKinds.Number;
            }
            else if (IsApostrophe(c) && at + 1 < text.Length && char.IsLetter(text[at + 1]))
            {
                continue;
            }
            else if (c is '.' or ',' && char.IsDigit(text[at - 1]) && at + 1 < text.Length && char.IsDigit(text[at + 1]))
            {
                c = '.';
            }
            else if (!IsWordPart(c) || IsUnspaced(c))
            {
                break;
            }
            hash = (hash ^ Lower(c)) * 16777619u;
        }
        return new TextUnit(Mix(hash), at - start >= LongWord ? kinds | UnitKinds.Long : kinds);
    }

    private static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or '`' or '´';

    private static char Lower(char c) => c <= '\u007F' ? (char)(c | (c is >= 'A' and <= 'Z' ? 0x20 : 0)) : char.ToLowerInvariant(c);

    private static bool IsWordPart(char c)
    {
        if (c <= '\u007F')
        {
            return char.IsAsciiLetterOrDigit(c);
        }
        return char.GetUnicodeCategory(c)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.Surrogate;
    }

    /// <summary>Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana, Han (with their supplementary planes as surrogates).</summary>
    internal static bool IsUnspaced(char c) =>
        c >= '\u0E00'
        && (
            c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF')
            || (c is (>= '\u3041' and <= '\u30FF') or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') && c != '・')
            || c is >= '\uF900' and <= '\uFAFF'
        );

    internal static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85EBCA6Bu;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35u;
        return hash ^ (hash >> 16);
    }
}
