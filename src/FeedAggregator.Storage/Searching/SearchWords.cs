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

    /// <summary>The words in order, parted by blanks. A run of n characters of a script without blanks gives its n-1 pairs and, unless it ends a query, its last character alone.</summary>
    /// <param name="query">True for a phrase of a query: the last pair is the end.</param>
    public static string Cut(ReadOnlySpan<char> text, bool query = false)
    {
        var words = new StringBuilder(Math.Min(text.Length, MaxText) + 16);
        if (text.Length > MaxText)
            text = text[..MaxText];
        var from = 0;
        while (from < text.Length)
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
        return words.ToString();
    }

    private static int EndOfWord(ReadOnlySpan<char> text, int from, out bool dense)
    {
        var at = from;
        dense = false;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsAsciiLetterOrDigit(c) && !dense)
            {
                at++;
                continue;
            }
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

    private static void Pairs(ReadOnlySpan<char> run, StringBuilder words, bool openEnd)
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

    private static void Fold(ReadOnlySpan<char> word, StringBuilder words)
    {
        var before = words.Length;
        if (System.Text.Ascii.IsValid(word))
        {
            Span<char> lower = stackalloc char[MaxWord];
            System.Text.Ascii.ToLower(word, lower, out var length);
            words.Append(lower[..length]);
        }
        else
        {
            words.Append(Folded(word));
        }
        if (words.Length > before)
            words.Append(' ');
    }

    private static string Folded(ReadOnlySpan<char> word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var rune in Decomposed(word).EnumerateRunes())
        {
            // Accents of Latin, Greek and Cyrillic; the short vowels of Arabic.
            if (rune.Value is (>= 0x300 and <= 0x36F) or (>= 0x64B and <= 0x65F) || !IsWordRune(rune))
                continue;
            _ = Unaccented(rune.Value) is { } plain ? folded.Append(plain) : folded.Append(Rune.ToLowerInvariant(rune));
        }
        return folded.ToString().Normalize(NormalizationForm.FormKC);
    }

    private static string Decomposed(ReadOnlySpan<char> word)
    {
        var text = word.ToString();
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // Not Unicode (a lone surrogate): taken as it is.
            return text;
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
