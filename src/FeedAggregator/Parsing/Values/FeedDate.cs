using System.Globalization;

namespace FeedAggregator.Parsing.Values;

/// <summary>Dates as publishers write them: RFC 822 and 3339, ISO 8601, asctime, and the usual deviations, in several languages.</summary>
internal static class FeedDate
{
    private const int MaxLength = 120;

    /// <summary>20260319102030.</summary>
    private const int CompactLength = 14;

    /// <returns>The instant in UTC; a text without a zone is read as UTC; null for what is no date.</returns>
    public static DateTimeOffset? Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty || text.Length > MaxLength)
            return null;
        if (text.ContainsAnyInRange('\u0080', '\uFFFF'))
            text = WithAsciiDigits(text);
        if (UnixTime(text) is { } instant)
            return instant;
        if (text.Length == CompactLength && !text.ContainsAnyExceptInRange('0', '9'))
            return Read($"{text[..8]}T{text[8..]}");
        if (!text.Contains('('))
            return Read(text);
        Span<char> plain = stackalloc char[MaxLength];
        return Read(plain[..WithoutComments(text, plain)]) ?? Read(text[..text.IndexOf('(')]);
    }

    private static DateTimeOffset? Read(ReadOnlySpan<char> text)
    {
        var reading = new DateReading(text);
        return reading.TryRead() ? reading.ToInstant() : null;
    }

    /// <summary>Seconds or milliseconds since 1970, recognised by having more digits than any date.</summary>
    private static DateTimeOffset? UnixTime(ReadOnlySpan<char> text)
    {
        if (text.Length is < 9 or > 13 || text.ContainsAnyExceptInRange('0', '9'))
            return null;
        var number = long.Parse(text, CultureInfo.InvariantCulture);
        return text.Length > 10 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number);
    }

    private static string WithAsciiDigits(ReadOnlySpan<char> text)
    {
        Span<char> ascii = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++)
            ascii[i] = char.IsDigit(text[i]) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(text[i])) : text[i];
        return ascii.ToString();
    }

    /// <summary>RFC 822 comments stand in parentheses, may nest, and mean nothing.</summary>
    private static int WithoutComments(ReadOnlySpan<char> text, Span<char> plain)
    {
        var (depth, length) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '(')
                depth++;
            else if (text[i] == ')')
            {
                depth = Math.Max(0, depth - 1);
                plain[length++] = ' ';
            }
            else if (depth == 0)
                plain[length++] = text[i];
        }
        return length;
    }
}
