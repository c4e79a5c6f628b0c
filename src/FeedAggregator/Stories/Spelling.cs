using System.Buffers;
using System.Globalization;
using System.Text;

namespace FeedAggregator.Stories;

/// <summary>
/// Gives words that outlets spell in several ways one spelling, in whatever language: digits of every script, marks nobody sees, and letters that
/// editors or their keyboards exchange. The table with its reasons is in docs/technotes/story-matching.md.
/// </summary>
internal static class Spelling
{
    private const char Dropped = '\0';

    /// <summary>A repetition of the character before (Chinese, Japanese).</summary>
    private const char Repeated = '々';

    private static readonly Dictionary<char, char> Letters = new()
    {
        // Arabic script: alef with its seats, final yeh and teh marbuta, the Persian keyboard's yeh and kaf; numbers with their separators.
        ['أ'] = 'ا',
        ['إ'] = 'ا',
        ['آ'] = 'ا',
        ['ٱ'] = 'ا',
        ['ى'] = 'ي',
        ['ی'] = 'ي',
        ['ک'] = 'ك',
        ['ة'] = 'ه',
        ['٫'] = '.',
        ['٬'] = ',',
        // Devanagari: candrabindu is often written as anusvara, and the nukta left out.
        ['ँ'] = 'ं',
        ['़'] = Dropped,
        // Russian ё, Turkish letters whose case no other language pairs so, Romanian's comma for a cedilla, Greek's final sigma, the Ukrainian apostrophe.
        ['ё'] = 'е',
        ['Ё'] = 'Е',
        ['ı'] = 'i',
        ['İ'] = 'I',
        ['ș'] = 'ş',
        ['Ș'] = 'Ş',
        ['ț'] = 'ţ',
        ['Ț'] = 'Ţ',
        ['ς'] = 'σ',
        ['ʼ'] = '’',
        // Arabic's lengthening stroke and Latin's detached dot, left when "İ" was written small.
        ['ـ'] = Dropped,
        ['\u0307'] = Dropped,
        ['\u034f'] = Dropped,
    };

    private static readonly SearchValues<char> Foldable = SearchValues.Create([
        .. Letters.Keys,
        Repeated,
        'ß',
        'ẞ',
        .. Enumerable.Range(0x80, 0xFF80).Select(x => (char)x).Where(x => char.IsDigit(x) || IsUnseen(x)),
    ]);

    /// <param name="text">In NFKC.</param>
    internal static string Fold(string text)
    {
        var at = Ascii.IsValid(text) ? -1 : text.AsSpan().IndexOfAny(Foldable);
        if (at < 0)
        {
            return text;
        }
        var folded = new StringBuilder(text.Length + 8);
        var copied = 0;
        while (at >= 0)
        {
            folded.Append(text, copied, at - copied);
            Append(folded, text[at]);
            copied = at + 1;
            var next = text.AsSpan(copied).IndexOfAny(Foldable);
            at = next < 0 ? -1 : copied + next;
        }
        return folded.Append(text, copied, text.Length - copied).ToString();
    }

    private static void Append(StringBuilder folded, char c)
    {
        if (c is 'ß' or 'ẞ')
        {
            folded.Append("ss");
        }
        else if (c == Repeated && folded.Length > 0)
        {
            folded.Append(folded[^1]);
        }
        else if (char.IsDigit(c))
        {
            folded.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)));
        }
        else if (Letters.TryGetValue(c, out var letter) && letter != Dropped)
        {
            folded.Append(letter);
        }
    }

    /// <summary>Soft hyphens, joiners, directions, variants of pictures; the vowel points of Arabic and Hebrew, which few outlets write.</summary>
    private static bool IsUnseen(char c) =>
        char.GetUnicodeCategory(c) == UnicodeCategory.Format
        || c is >= '\ufe00' and <= '\ufe0f'
        || (
            c is (>= '\u0591' and <= '\u05c7') or (>= '\u064b' and <= '\u065f') or '\u0670' or (>= '\u06d6' and <= '\u06ed')
            && char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark
        );
}
