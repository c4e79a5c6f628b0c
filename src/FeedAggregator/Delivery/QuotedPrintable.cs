using System.Text;

namespace FeedAggregator.Delivery;

/// <summary>RFC 2045 §6.7.</summary>
internal static class QuotedPrintable
{
    private const int Width = 76;
    private const string Digits = "0123456789ABCDEF";

    /// <param name="bytes">Text whose lines end in CR LF.</param>
    public static void Write(StringBuilder target, ReadOnlySpan<byte> bytes)
    {
        var column = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (IsLineEnd(bytes, i))
            {
                target.Append("\r\n");
                (column, i) = (0, i + 1);
                continue;
            }
            var literal = IsLiteral(bytes, i, column);
            // One place is kept for the "=" of a soft break, unless the line ends right here.
            if (column + (literal ? 1 : 3) > (IsLineEnd(bytes, i + 1) ? Width : Width - 1))
            {
                target.Append("=\r\n");
                column = 0;
                literal = IsLiteral(bytes, i, column);
            }
            if (literal)
                target.Append((char)bytes[i]);
            else
                target.Append('=').Append(Digits[bytes[i] >> 4]).Append(Digits[bytes[i] & 15]);
            column += literal ? 1 : 3;
        }
    }

    private static bool IsLineEnd(ReadOnlySpan<byte> bytes, int i) => i + 1 < bytes.Length && bytes[i] == '\r' && bytes[i + 1] == '\n';

    /// <summary>A blank at the end of a line would be lost; a dot or "From" at its start is rewritten by some servers.</summary>
    private static bool IsLiteral(ReadOnlySpan<byte> bytes, int i, int column) =>
        bytes[i] switch
        {
            (byte)' ' or (byte)'\t' => !IsLineEnd(bytes, i + 1) && i + 1 < bytes.Length,
            (byte)'=' => false,
            (byte)'.' => column > 0,
            (byte)'F' => column > 0 || !bytes[i..].StartsWith("From "u8),
            var b => b is > (byte)' ' and < 0x7f,
        };
}
