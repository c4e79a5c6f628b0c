using System.Buffers;
using System.Globalization;
using System.Text;

namespace FeedAggregator.Storage.Searching;

/// <summary>
/// Cuts a text into the words the search index knows: case folded, accents taken off, and scripts written without blanks (Chinese, Japanese, Thai, Lao, Khmer,
/// Burmese) cut into overlapping pairs of characters. Both engines get the same words, so that both find the same items.
/// </summary>
internal static class SearchWords
{
    /// <summary>UTF-16 units of one word; what is longer is no word a person types.</summary>
    private const int MaxWord = 64;

    /// <summary>UTF-16 units of one text. PostgreSQL takes at most 1 MiB of words (postgresql.org/docs/current/textsearch-limitations.html).</summary>
    private const int MaxText = 100_000;

    /// <summary>UTF-16 units a word takes as a rule when it is taken apart; one that takes more is still read.</summary>
    private const int MostWhenTaken = 4 * MaxWord;

    /// <summary>The small letter or digit an ASCII character counts as; 0 where it parts words.</summary>
    private static readonly char[] AsciiWord =
    [
        .. Enumerable.Range(0, 128).Select(x => char.IsAsciiLetterOrDigit((char)x) ? char.ToLowerInvariant((char)x) : '\0'),
    ];

    private static readonly SearchValues<char> Ascii = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    /// <summary>The words in order, parted by blanks. A run of n characters of a script without blanks gives its n-1 pairs and, unless it ends a query, its last character alone.</summary>
    /// <param name="query">True for a phrase of a query: the last pair is the end.</param>
    public static string Cut(ReadOnlySpan<char> text, bool query = false)
    {
        if (text.Length > MaxText)
            text = text[..MaxText];
        using var words = new TextBuffer(text.Length + (text.Length / 8) + 64);
        Cut(text, query, words);
        return words.Text.ToString();
    }

    private static void Cut(ReadOnlySpan<char> text, bool query, TextBuffer words)
    {
        var from = 0;
        while ((from = CutAscii(text, from, words)) < text.Length)
        {
            var to = EndOfWord(text, from, out var dense);
            if (to == from)
                from += RuneLength(text, from);
            else if (dense)
                Pairs(text[from..to], words, query && NoWordIn(text[to..]));
            else
                Fold(text[from..Math.Min(to, from + MaxWord)], words);
            from = Math.Max(from, to);
        }
    }

    /// <summary>Most of most texts, at a tenth of what any letter costs.</summary>
    /// <returns>Where the first word or character begins that is not ASCII alone; the end where all is.</returns>
    private static int CutAscii(ReadOnlySpan<char> text, int from, TextBuffer words)
    {
        var rest = text[from..];
        var free = words.Free(rest.Length + 1);
        var (word, start, length) = (0, 0, 0);
        for (var at = 0; at <= rest.Length; at++)
        {
            var c = at < rest.Length ? rest[at] : ' ';
            if (c >= AsciiWord.Length)
                break;
            if (AsciiWord[c] is > '\0' and var folded)
            {
                free[length++] = folded;
                continue;
            }
            if (length > start)
            {
                length = Math.Min(length, start + MaxWord);
                free[length++] = ' ';
            }
            (word, start) = (Math.Min(at + 1, rest.Length), length);
        }
        words.Advance(start);
        return from + word;
    }

    private static int EndOfWord(ReadOnlySpan<char> text, int from, out bool dense)
    {
        var at = from;
        dense = false;
        while (at < text.Length)
        {
            if (!dense)
            {
                var plain = text[at..].IndexOfAnyExcept(Ascii);
                at = plain < 0 ? text.Length : at + plain;
                if (at == text.Length)
                    break;
            }
            var c = text[at];
            Rune.DecodeFromUtf16(text[at..], out var rune, out var length);
            if (c < 128 || !IsWordRune(rune))
                break;
            var isDense = IsDense(rune.Value);
            if (at == from)
                dense = isDense;
            else if (dense != isDense && !IsMark(rune))
                break;
            at += length;
        }
        return at;
    }

    private static void Pairs(ReadOnlySpan<char> run, TextBuffer words, bool openEnd)
    {
        var previous = -1;
        for (var at = 0; at < run.Length; at += RuneLength(run, at))
        {
            if (previous >= 0)
                Fold(run[previous..(at + RuneLength(run, at))], words);
            previous = at;
        }
        if (previous >= 0 && (!openEnd || previous == 0))
            Fold(run[previous..], words);
    }

    private static void Fold(ReadOnlySpan<char> word, TextBuffer words)
    {
        var before = words.Length;
        if (System.Text.Ascii.IsValid(word))
        {
            System.Text.Ascii.ToLower(word, words.Free(word.Length), out var length);
            words.Advance(length);
        }
        else
        {
            FoldAny(word, words);
        }
        if (words.Length > before)
            words.Append(' ');
    }

    private static void FoldAny(ReadOnlySpan<char> word, TextBuffer words)
    {
        Span<char> space = stackalloc char[2 * MostWhenTaken];
        var decomposed = Normalised(word, NormalizationForm.FormKD, space[..MostWhenTaken]);
        var start = words.Length;
        foreach (var rune in decomposed.EnumerateRunes())
        {
            // Accents of Latin, Greek and Cyrillic; the short vowels of Arabic.
            if (rune.Value is (>= 0x300 and <= 0x36F) or (>= 0x64B and <= 0x65F) || !IsWordRune(rune))
                continue;
            if (Unaccented(rune.Value) is { } plain)
                words.Append(plain);
            else
                words.Advance(Rune.ToLowerInvariant(rune).EncodeToUtf16(words.Free(2)));
        }
        var folded = words.Text[start..];
        if (System.Text.Ascii.IsValid(folded))
            return;
        var composed = Normalised(folded, NormalizationForm.FormKC, space[MostWhenTaken..]);
        if (composed.SequenceEqual(folded))
            return;
        words.CutTo(start);
        words.Append(composed);
    }

    private static ReadOnlySpan<char> Normalised(ReadOnlySpan<char> word, NormalizationForm form, Span<char> space)
    {
        try
        {
            return word.TryNormalize(space, out var length, form) ? space[..length] : word.ToString().Normalize(form);
        }
        catch (ArgumentException)
        {
            // Not Unicode (a lone surrogate): taken as it is.
            return word;
        }
    }

    /// <summary>Letters that carry their accent inside and that Unicode does not take apart.</summary>
    private static string? Unaccented(int rune) =>
        rune switch
        {
            'ß' or 'ẞ' => "ss",
            'æ' or 'Æ' => "ae",
            'œ' or 'Œ' => "oe",
            'ø' or 'Ø' => "o",
            'ł' or 'Ł' => "l",
            'đ' or 'Đ' or 'ð' or 'Ð' => "d",
            'ı' => "i",
            'ς' => "σ",
            _ => null,
        };

    public static bool IsOneDenseCharacter(string word) => RuneLength(word, 0) == word.Length && IsDense(Rune.GetRuneAt(word, 0).Value);

    private static bool NoWordIn(ReadOnlySpan<char> rest)
    {
        foreach (var rune in rest.EnumerateRunes())
        {
            if (IsWordRune(rune))
                return false;
        }
        return true;
    }

    private static bool IsWordRune(Rune rune) =>
        rune.IsAscii
            ? Rune.IsLetterOrDigit(rune)
            : rune != Rune.ReplacementChar && (Rune.IsLetter(rune) || Rune.IsNumber(rune) || IsMark(rune));

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsDense(int rune) =>
        rune
            is (>= 0x0E00 and <= 0x0EFF) // Thai, Lao
                or (>= 0x1000 and <= 0x109F) // Burmese
                or (>= 0x1780 and <= 0x17FF) // Khmer
                or (>= 0x3040 and <= 0x30FF) // Hiragana, Katakana
                or (>= 0x31F0 and <= 0x31FF)
                or (>= 0x3400 and <= 0x4DBF) // Han
                or (>= 0x4E00 and <= 0x9FFF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFF66 and <= 0xFF9F) // half-width Katakana
                or (>= 0x20000 and <= 0x3FFFF)
                or 0x3005; // the sign that repeats a character

    private static int RuneLength(ReadOnlySpan<char> text, int at)
    {
        Rune.DecodeFromUtf16(text[at..], out _, out var length);
        return length;
    }
}
