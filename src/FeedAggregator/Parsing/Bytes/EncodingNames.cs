using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace FeedAggregator.Parsing.Bytes;

/// <summary>Charset labels to decoders. Labels of subsets give their superset, as browsers do (WHATWG Encoding Standard, 4.2).</summary>
internal static class EncodingNames
{
    private const int Windows1252 = 1252;

    // No BOM handling in any of these: the detector has dealt with it. Invalid input becomes U+FFFD, never an exception.
    public static Encoding Utf8 { get; } = new UTF8Encoding(false);
    public static Encoding Utf16Little { get; } = new UnicodeEncoding(false, false);
    public static Encoding Utf16Big { get; } = new UnicodeEncoding(true, false);
    public static Encoding Utf32Little { get; } = new UTF32Encoding(false, false);
    public static Encoding Utf32Big { get; } = new UTF32Encoding(true, false);
    public static Encoding WesternWindows { get; } = CodePage(Windows1252)!;

    private static readonly FrozenDictionary<string, int> CodePages = new Dictionary<string, int>
    {
        ["iso88591"] = Windows1252,
        ["latin1"] = Windows1252,
        ["l1"] = Windows1252,
        ["cp819"] = Windows1252,
        ["ansi"] = Windows1252,
        ["gb2312"] = 54936,
        ["gb18030"] = 54936,
        ["gbk"] = 54936,
        ["cp936"] = 54936,
        ["xgbk"] = 54936,
        ["euccn"] = 54936,
        ["gb231280"] = 54936,
        ["euckr"] = 949,
        ["ksc5601"] = 949,
        ["ksc56011987"] = 949,
        ["uhc"] = 949,
        ["cp949"] = 949,
        ["shiftjis"] = 932,
        ["sjis"] = 932,
        ["xsjis"] = 932,
        ["mskanji"] = 932,
        ["windows31j"] = 932,
        ["cp932"] = 932,
        ["big5"] = 950,
        ["big5hkscs"] = 950,
        ["eucjp"] = 51932,
        ["xeucjp"] = 51932,
        ["iso88599"] = 1254,
        ["latin5"] = 1254,
        ["iso885911"] = 874,
        ["tis620"] = 874,
        ["macroman"] = 10000,
        ["macintosh"] = 10000,
        ["xmacroman"] = 10000,
        ["maccyrillic"] = 10007,
        ["macgreek"] = 10006,
        ["macturkish"] = 10081,
        ["maciceland"] = 10079,
        ["maclatin2"] = 10029,
        ["maccentraleurope"] = 10029,
        ["cskoi8r"] = 20866,
        ["koi8"] = 20866,
        ["koi8u"] = 21866,
        ["cspc775baltic"] = 775,
        ["cspcp852"] = 852,
        ["cspc8codepage437"] = 437,
        ["cspc850multilingual"] = 850,
        ["ibm039"] = 37,
        ["ibm037"] = 37,
        ["ebcdiccpus"] = 37,
        ["ebcdiccpca"] = 37,
        ["ebcdiccpwt"] = 37,
        ["ebcdiccpnl"] = 37,
        ["ebcdiccpch"] = 500,
        ["ebcdiccpbe"] = 500,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Encoding> Unicode = new Dictionary<string, Encoding>
    {
        ["utf8"] = Utf8,
        ["u8"] = Utf8,
        ["unicode11utf8"] = Utf8,
        ["usascii"] = Utf8,
        ["ascii"] = Utf8,
        ["ansix3.41968"] = Utf8,
        ["iso646us"] = Utf8,
        ["utf16"] = Utf16Little,
        ["utf16le"] = Utf16Little,
        ["unicode"] = Utf16Little,
        ["ucs2"] = Utf16Little,
        ["iso10646ucs2"] = Utf16Little,
        ["utf16be"] = Utf16Big,
        ["utf32"] = Utf32Little,
        ["utf32le"] = Utf32Little,
        ["ucs4"] = Utf32Little,
        ["utf32be"] = Utf32Big,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsWestern(Encoding encoding) => encoding.CodePage == Windows1252;

    /// <summary>ISO 2022 is ASCII with escape sequences, which no XML in another encoding may hold (RFC 1468, RFC 1557).</summary>
    public static Encoding? ByEscapes(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf("\x1b$"u8);
        return at < 0 ? null
            : body[(at + 2)..].StartsWith(")C"u8) ? Find("iso-2022-kr")
            : body[(at + 2)..] is [(byte)'B' or (byte)'@', ..] ? Find("iso-2022-jp")
            : null;
    }

    /// <returns>null for a label nobody knows.</returns>
    public static Encoding? Find(string? label)
    {
        if (label is null || label.Length is 0 or > 40)
            return null;
        var name = label.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        if (Unicode.TryGetValue(name, out var unicode))
            return unicode;
        if (CodePages.TryGetValue(name, out var page))
            return CodePage(page);
        return ByNumber(name) ?? ByRegisteredName(label);
    }

    /// <summary>"cp1251", "windows-1251", "ibm866", "csIBM855" or just "852".</summary>
    private static Encoding? ByNumber(string name)
    {
        ReadOnlySpan<string> prefixes = ["windows", "xcp", "cp", "csibm", "ibm", ""];
        foreach (var prefix in prefixes)
        {
            if (
                name.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            )
                return CodePage(page);
        }
        return null;
    }

    private static Encoding? ByRegisteredName(string label)
    {
        var named = CodePagesEncodingProvider.Instance.GetEncoding(label.Replace('_', '-'));
        return named is null ? null : CodePage(named.CodePage);
    }

    private static Encoding? CodePage(int page) =>
        page is < 37 or > 65000
            ? null
            : CodePagesEncodingProvider.Instance.GetEncoding(
                page,
                EncoderFallback.ReplacementFallback,
                new DecoderReplacementFallback("\uFFFD")
            );
}
