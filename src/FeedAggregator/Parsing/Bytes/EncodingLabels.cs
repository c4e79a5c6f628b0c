using System.Buffers;
using System.Text;

namespace FeedAggregator.Parsing.Bytes;

/// <summary>What a document says about its own encoding, before anything of it is decoded.</summary>
internal static class EncodingLabels
{
    private const int DeclarationBytes = 512;
    private static readonly SearchValues<char> LabelEnd = SearchValues.Create(";'\", \t");

    /// <summary>The encoding a byte order mark or the pattern of zero bytes proves (XML 1.0, appendix F), and the mark's length.</summary>
    public static (Encoding? Encoding, int MarkLength) FromFirstBytes(ReadOnlySpan<byte> body) =>
        body switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (EncodingNames.Utf8, 3),
            [0xFF, 0xFE, 0, 0, ..] => (EncodingNames.Utf32Little, 4),
            [0, 0, 0xFE, 0xFF, ..] => (EncodingNames.Utf32Big, 4),
            [0xFF, 0xFE, ..] => (EncodingNames.Utf16Little, 2),
            [0xFE, 0xFF, ..] => (EncodingNames.Utf16Big, 2),
            [0, 0, 0, (byte)'<' or (byte)'{', ..] => (EncodingNames.Utf32Big, 0),
            [(byte)'<' or (byte)'{', 0, 0, 0, ..] => (EncodingNames.Utf32Little, 0),
            [0, (byte)'<' or (byte)'{', 0, not 0, ..] => (EncodingNames.Utf16Big, 0),
            [(byte)'<' or (byte)'{', 0, not 0, 0, ..] => (EncodingNames.Utf16Little, 0),
            _ => (null, 0),
        };

    /// <summary>The charset parameter of a Content-Type header.</summary>
    public static string? FromContentType(string? contentType)
    {
        var at = contentType?.IndexOf("charset", StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0)
            return null;
        var rest = contentType.AsSpan(at + "charset".Length).TrimStart();
        if (rest is not ['=', ..])
            return null;
        rest = rest[1..].TrimStart().TrimStart("'\"");
        var end = rest.IndexOfAny(LabelEnd);
        var label = (end < 0 ? rest : rest[..end]).Trim();
        return label.IsEmpty ? null : label.ToString();
    }

    /// <summary>The encoding of the XML declaration. Junk may stand before it.</summary>
    public static string? FromDeclaration(ReadOnlySpan<byte> body)
    {
        body = body[..Math.Min(body.Length, DeclarationBytes)];
        if (body.StartsWith((ReadOnlySpan<byte>)[0x4C, 0x6F, 0xA7, 0x94]))
            return EncodingIn(EncodingNames.Find("ebcdic-cp-us")!.GetString(body)) ?? "ebcdic-cp-us";
        return EncodingIn(Encoding.Latin1.GetString(body));
    }

    private static string? EncodingIn(string head)
    {
        var start = head.IndexOf("<?xml", StringComparison.Ordinal);
        if (start < 0)
            return null;
        var end = head.IndexOf("?>", start, StringComparison.Ordinal);
        var declaration = end < 0 ? head.AsSpan(start) : head.AsSpan(start, end - start);
        var at = declaration.IndexOf("encoding");
        if (at < 0)
            return null;
        var value = declaration[(at + "encoding".Length)..].TrimStart();
        if (value is not ['=', ..])
            return null;
        value = value[1..].TrimStart();
        if (value.IsEmpty || value[0] is not ('"' or '\''))
            return null;
        var close = value[1..].IndexOf(value[0]);
        return close <= 0 ? null : value.Slice(1, close).Trim().ToString();
    }
}
