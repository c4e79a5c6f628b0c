using System.Buffers;
using System.Globalization;
using System.Text;

namespace FeedAggregator.Delivery;

/// <summary>Header fields as RFC 5322 §2.2 and RFC 2047 write them.</summary>
internal static class HeaderText
{
    /// <summary>RFC 2047 §2: an encoded word has at most 75 characters, and a line with one at most 76; 12 of a word's are "=?utf-8?B?" and "?=".</summary>
    private const int WordWidth = 75;
    private const int WordFrame = 12;
    private const int SoftWidth = 76;
    private const int LongestSubject = 200;

    private static readonly SearchValues<char> NeverInMailbox = SearchValues.Create("<> \",;:\\");

    /// <summary>A field with free text, folded; characters outside ASCII as encoded words.</summary>
    public static string Unstructured(string name, string text)
    {
        var plain = OneLine(text, LongestSubject);
        return plain.All(IsPlain) && !plain.Contains("=?", StringComparison.Ordinal)
            ? Fold($"{name}: {plain}")
            : $"{name}: {EncodedWords(plain, name)}\r\n";
    }

    /// <summary>A field with one mailbox and the name of whose it is.</summary>
    public static string Address(string name, string? displayName, string mailbox)
    {
        var plain = OneLine(displayName ?? "", 100);
        if (plain.Length == 0)
            return $"{name}: <{SafeMailbox(mailbox)}>\r\n";
        var shown = plain.All(IsPlain)
            ? $"\"{plain.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : EncodedWords(plain, name);
        return $"{name}: {shown}\r\n <{SafeMailbox(mailbox)}>\r\n";
    }

    /// <summary>A field whose value is made of safe characters already: tokens, addresses, ids.</summary>
    public static string Structured(string name, string value) => $"{name}: {Safe(value)}\r\n";

    public static string Date(DateTimeOffset instant) =>
        $"Date: {instant.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000\r\n";

    /// <summary>Without line ends, controls and the characters that turn the reading direction around; at most so long.</summary>
    public static string OneLine(string text, int most)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsTurning(rune.Value) || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control && !Rune.IsWhiteSpace(rune)))
                continue;
            if (!Rune.IsWhiteSpace(rune))
                clean.Append(rune.ToString());
            else if (clean.Length > 0 && clean[^1] != ' ')
                clean.Append(' ');
        }
        var line = clean.ToString().TrimEnd();
        if (line.Length <= most)
            return line;
        return line[..(char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1)] + "…";
    }

    /// <summary>Nothing but visible ASCII and blanks may stand in a value that is written as it is.</summary>
    /// <exception cref="ArgumentException">Something else does: a bug, because all such values are checked where they come in.</exception>
    private static string Safe(string value) =>
        value.All(c => c is >= ' ' and < '\x7f')
            ? value
            : throw new ArgumentException("A header value has characters that cannot stand in one.");

    /// <summary>Other letters than ASCII stand in an address as UTF-8 (RFC 6532 §3.2), which only a server with SMTPUTF8 is given.</summary>
    private static string SafeMailbox(string mailbox) =>
        OneLine(mailbox, mailbox.Length + 1) == mailbox && !mailbox.AsSpan().ContainsAny(NeverInMailbox)
            ? mailbox
            : throw new ArgumentException("A mailbox has characters that cannot stand in a header.");

    private static bool IsPlain(char c) => c is >= ' ' and < '\x7f';

    /// <summary>Bidirectional embeddings, overrides, isolates and marks (Unicode TR 9).</summary>
    private static bool IsTurning(int c) => c is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;

    private static string EncodedWords(string text, string fieldName)
    {
        var words = new List<string>();
        var bytes = new List<byte>(WordWidth);
        // The first shares its line with the name, a colon and a blank; the others follow one blank.
        var room = BytesIn(SoftWidth - fieldName.Length - 2);
        Span<byte> buffer = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(buffer);
            if (bytes.Count + length > room)
            {
                words.Add(Word(bytes));
                bytes.Clear();
                room = BytesIn(WordWidth);
            }
            bytes.AddRange(buffer[..length]);
        }
        words.Add(Word(bytes));
        return string.Join("\r\n ", words);
    }

    /// <summary>Bytes that a word of so many characters holds: base64 makes four of three.</summary>
    private static int BytesIn(int width) => (Math.Min(width, WordWidth) - WordFrame) / 4 * 3;

    private static string Word(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";

    /// <summary>Breaks before blanks where a line would grow over 76 characters.</summary>
    private static string Fold(string line)
    {
        var folded = new StringBuilder();
        while (
            line.Length > SoftWidth
            && line.LastIndexOf(' ', SoftWidth - 1) is > 0 and var space
            && space > line.IndexOf(' ', StringComparison.Ordinal)
        )
        {
            folded.Append(line.AsSpan(0, space)).Append("\r\n");
            line = line[space..];
        }
        return folded.Append(line).Append("\r\n").ToString();
    }
}
