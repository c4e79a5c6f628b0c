using System.Buffers;
using System.Text;

namespace FeedAggregator.Stories;

/// <summary>
/// Undoes one wrong decoding: UTF-8 that was read as Latin-1 or Windows-1252. A copy with "â€™" for "’" must still
/// meet its twin. Only sequences that are valid UTF-8 when read back are touched, so correct text stays as it is.
/// </summary>
internal static class Mojibake
{
    private static readonly SearchValues<char> LeadBytes = SearchValues.Create([
        .. Enumerable.Range(0xC2, 0xF4 - 0xC2 + 1).Select(x => (char)x),
    ]);

    /// <summary>What Windows-1252 shows for the bytes 80 to 9F; where it has no sign, the control character itself.</summary>
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    /// <summary>The text with wrongly decoded sequences put right.</summary>
    internal static string Repair(string text)
    {
        var at = text.AsSpan().IndexOfAny(LeadBytes);
        if (at < 0)
        {
            return text;
        }
        StringBuilder? repaired = null;
        var copied = 0;
        while (at < text.Length)
        {
            if (ReadSequence(text, at, out var rune, out var length))
            {
                repaired ??= new StringBuilder(text.Length);
                repaired.Append(text, copied, at - copied).Append(rune.ToString());
                copied = at += length;
            }
            else
            {
                at++;
            }
            var next = text.AsSpan(at).IndexOfAny(LeadBytes);
            if (next < 0)
            {
                break;
            }
            at += next;
        }
        return repaired is null ? text : repaired.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool ReadSequence(string text, int at, out Rune rune, out int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes[0] = (byte)text[at];
        length =
            bytes[0] < 0xE0 ? 2
            : bytes[0] < 0xF0 ? 3
            : 4;
        rune = default;
        if (at + length > text.Length)
        {
            return false;
        }
        for (var i = 1; i < length; i++)
        {
            var value = ByteOf(text[at + i]);
            if (value is < 0x80 or > 0xBF)
            {
                return false;
            }
            bytes[i] = (byte)value;
        }
        return Rune.DecodeFromUtf8(bytes[..length], out rune, out _) == OperationStatus.Done;
    }

    private static int ByteOf(char c)
    {
        if (c <= '\u00FF')
        {
            return c;
        }
        var index = Windows1252.IndexOf(c, StringComparison.Ordinal);
        return index < 0 ? -1 : 0x80 + index;
    }
}
