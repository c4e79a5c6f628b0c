using System.Globalization;
using System.Text;
using AngleSharp.Html;
using FeedAggregator.Parsing.Bytes;

namespace FeedAggregator.Parsing.Markup;

/// <summary>Character and entity references. HTML's names work in every feed, since publishers use them undeclared; unknown ones stay as text.</summary>
internal static class References
{
    private const int MaxNameLength = 33;

    public static string Decode(ReadOnlySpan<char> text, DeclaredEntities? declared)
    {
        if (!text.Contains('&'))
            return text.ToString();
        using var result = new TextBuffer();
        AppendDecoded(result, text, declared);
        return result.ToString();
    }

    /// <returns>Whether an ampersand was found that starts no reference.</returns>
    public static bool AppendDecoded(TextBuffer result, ReadOnlySpan<char> text, DeclaredEntities? declared)
    {
        var bare = false;
        while (true)
        {
            var at = text.IndexOf('&');
            if (at < 0)
                break;
            result.Append(text[..at]);
            text = text[at..];
            var used = AppendReference(result, text, declared);
            if (used == 0)
            {
                bare = true;
                result.Append('&');
                used = 1;
            }
            text = text[used..];
        }
        result.Append(text);
        return bare;
    }

    /// <param name="text">Starts with the ampersand.</param>
    /// <returns>How many characters the reference has; 0 when it is none.</returns>
    private static int AppendReference(TextBuffer result, ReadOnlySpan<char> text, DeclaredEntities? declared)
    {
        if (Predefined(text) is var (c, used) && used > 0)
        {
            result.Append(c);
            return used;
        }
        var window = text[..Math.Min(text.Length, MaxNameLength)];
        var end = window.IndexOf(';');
        if (end < 2)
            return 0;
        if (text[1] == '#')
            return AppendNumber(result, text[2..end]) ? end + 1 : 0;
        var name = text[1..end];
        var value = declared?.Find(name) ?? Html(name);
        if (value is null)
            return 0;
        result.Append(value);
        return end + 1;
    }

    private static (char Char, int Used) Predefined(ReadOnlySpan<char> text) =>
        text switch
        {
            ['&', 'l', 't', ';', ..] => ('<', 4),
            ['&', 'g', 't', ';', ..] => ('>', 4),
            ['&', 'a', 'm', 'p', ';', ..] => ('&', 5),
            ['&', 'q', 'u', 'o', 't', ';', ..] => ('"', 6),
            ['&', 'a', 'p', 'o', 's', ';', ..] => ('\'', 6),
            _ => default,
        };

    private static string? Html(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return null;
        }
        return HtmlEntityProvider.Resolver.GetSymbol(string.Concat(name, ";"));
    }

    private static bool AppendNumber(TextBuffer result, ReadOnlySpan<char> digits)
    {
        var hex = digits is ['x' or 'X', ..];
        var style = hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!int.TryParse(hex ? digits[1..] : digits, style, CultureInfo.InvariantCulture, out var code) || code < 0)
            return false;
        if (code is >= 0x80 and < 0xA0)
            code = Windows1252.FromC1(code); // as every browser does (HTML, 13.2.5.80)
        if (code is < 0x20 and not ('\t' or '\n' or '\r'))
            return true;
        Span<char> units = stackalloc char[2];
        var rune = Rune.IsValid(code) ? new Rune(code) : Rune.ReplacementChar;
        result.Append(units[..rune.EncodeToUtf16(units)]);
        return true;
    }
}
