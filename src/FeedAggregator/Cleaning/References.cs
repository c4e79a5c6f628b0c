using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace FeedAggregator.Cleaning;

/// <summary>Character references (HTML section 13.2.5.72), of which only the forms without parse errors and repairs are decided here.</summary>
internal static class References
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Common = (
        "amp lt gt quot apos nbsp copy reg trade hellip mdash ndash lsquo rsquo ldquo rdquo sbquo bdquo laquo raquo bull middot euro pound "
        + "yen cent sect para deg times eacute egrave agrave aacute ccedil uuml ouml auml szlig Uuml Ouml Auml ntilde iacute oacute rarr"
    )
        .Split(' ')
        .ToFrozenDictionary(name => name, name => HtmlEntityProvider.Resolver.GetSymbol(name + ";")!)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Reads the reference that <paramref name="text"/>, which starts with an ampersand, begins with. False when it takes a parser's repair
    /// rules to say what it means; an ampersand that is just an ampersand is <c>&amp;</c> of length one.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, bool inAttribute, out string value, out int length)
    {
        value = "&";
        length = 1;
        if (text.Length < 2)
            return true;
        if (text[1] == '#')
            return TryReadNumber(text, out value, out length);
        var name = Name(text[1..]);
        if (name.IsEmpty)
            return true;
        var next = name.Length + 1 < text.Length ? text[name.Length + 1] : '\0';
        if (next == ';' && Symbol(name) is { } symbol)
        {
            value = symbol;
            length = name.Length + 2;
            return true;
        }
        if (inAttribute)
            return next != ';' && (next == '=' || !StartsWithLegacyName(name));
        return !StartsWithLegacyName(name);
    }

    /// <summary>Reads the reference as a parser would where that is easy, and as an ampersand where it is not.</summary>
    public static void Read(ReadOnlySpan<char> text, out string value, out int length)
    {
        if (TryRead(text, inAttribute: true, out value, out length))
            return;
        var end = text[..Math.Min(text.Length, 12)].IndexOf(';');
        value = end > 1 && text[1] == '#' ? Repaired(text[2..end]) : "&";
        length = value == "&" ? 1 : end + 1;
    }

    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiLetterOrDigit(text[length]))
            length++;
        return text[..length];
    }

    private static string? Symbol(ReadOnlySpan<char> name)
    {
        if (Common.TryGetValue(name, out var symbol))
            return symbol;
        return name.Length > 40 ? null : HtmlEntityProvider.Resolver.GetSymbol(string.Concat(name, ";"));
    }

    /// <summary>Some names, all of two to six letters, are read even where the semicolon is missing.</summary>
    private static bool StartsWithLegacyName(ReadOnlySpan<char> name)
    {
        for (var length = 2; length <= Math.Min(6, name.Length); length++)
            if (HtmlEntityProvider.Resolver.GetSymbol(name[..length].ToString()) is not null)
                return true;
        return false;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out string value, out int length)
    {
        value = "";
        length = 2;
        var isHex = text.Length > 2 && text[2] is 'x' or 'X';
        var start = length = isHex ? 3 : 2;
        var number = 0;
        while (length < text.Length && length < start + 7 && Digit(text[length], isHex) is var digit and >= 0)
        {
            number = number * (isHex ? 16 : 10) + digit;
            length++;
        }
        if (length == start || length >= text.Length || text[length++] != ';' || !IsPlain(number))
            return false;
        value = char.ConvertFromUtf32(number);
        return true;
    }

    /// <summary>Windows-1252 numbers mean its characters; what can't be shown at all is left out.</summary>
    private static string Repaired(ReadOnlySpan<char> digits)
    {
        var isHex = digits[0] is 'x' or 'X';
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!int.TryParse(digits[(isHex ? 1 : 0)..], style, CultureInfo.InvariantCulture, out var number))
            return "&";
        if (HtmlEntityProvider.IsInCharacterTable(number))
            return HtmlEntityProvider.GetSymbolFromTable(number) ?? "";
        return number >= ' ' && Rune.IsValid(number) && number is not (0x202d or 0x202e or 0x7f) ? new Rune(number).ToString() : "";
    }

    private static int Digit(char c, bool isHex)
    {
        if (char.IsAsciiDigit(c))
            return c - '0';
        return isHex && char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : -1;
    }

    /// <summary>Stands for itself: no control, surrogate, noncharacter or directional override.</summary>
    private static bool IsPlain(int number) =>
        number switch
        {
            '\t' or '\n' => true,
            < ' ' or (> '~' and < 0xa0) or 0x202d or 0x202e => false,
            (>= 0xd800 and < 0xe000) or (>= 0xfdd0 and < 0xfdf0) or > 0x10ffff => false,
            _ => (number & 0xfffe) != 0xfffe,
        };
}
