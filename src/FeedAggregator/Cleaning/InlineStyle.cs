using System.Buffers;
using System.Collections.Frozen;

namespace FeedAggregator.Cleaning;

/// <summary>
/// Keeps the declarations of a style attribute that only change how the words look. Whatever could load, cover the page or depend on how a
/// browser reads damaged CSS is left out: no functions but colours, no escapes, comments, at-rules or unbalanced quotes.
/// </summary>
internal static class InlineStyle
{
    private const int MaxLength = 2000;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 #.,%!-+/'\"()"
    );

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Properties = (
        "azimuth background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse "
        + "border-color border-left border-left-color border-left-style border-left-width border-radius border-right border-right-color "
        + "border-right-style border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width "
        + "border-width caption-side clear color cursor direction float font font-family font-size font-style font-variant font-weight height "
        + "letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width overflow "
        + "padding padding-bottom padding-left padding-right padding-top text-align text-decoration text-indent text-transform unicode-bidi "
        + "vertical-align white-space width word-break word-wrap"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Functions = FrozenSet
        .Create(StringComparer.OrdinalIgnoreCase, "rgb", "rgba", "hsl", "hsla")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Appends the safe declarations to <paramref name="css"/>, each as <c>name: value;</c>, one blank between two.</summary>
    public static void Append(ReadOnlySpan<char> style, ref CharBuffer css)
    {
        if (style.Length > MaxLength)
            return;
        var start = css.Length;
        foreach (var part in style.Split(';'))
        {
            var declaration = style[part];
            var colon = declaration.IndexOf(':');
            if (colon < 0)
                continue;
            var name = declaration[..colon].Trim();
            var value = declaration[(colon + 1)..].Trim();
            if (!Properties.Contains(name) || !IsSafe(value))
                continue;
            if (css.Length > start)
                css.Append(' ');
            css.Append(name);
            css.Append(": ");
            css.Append(value);
            css.Append(';');
        }
    }

    private static bool IsSafe(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value.ContainsAnyExcept(Plain) || value.Count('\'') % 2 != 0 || value.Count('"') % 2 != 0)
            return false;
        // A comment needs "/*", and "*" is not plain. A negative length would lay text over what surrounds the fragment.
        if (value[0] == '-' || value.Contains(" -", StringComparison.Ordinal) || value.Contains(",-", StringComparison.Ordinal))
            return false;
        return HasOnlyColourFunctions(value) && !HasLongNumber(value);
    }

    private static bool HasOnlyColourFunctions(ReadOnlySpan<char> value)
    {
        for (var open = value.IndexOf('('); open >= 0; open = value.IndexOf('('))
        {
            var name = value[..open];
            name = name[(name.LastIndexOfAny(" ,") + 1)..];
            var close = value.IndexOf(')');
            if (!Functions.Contains(name) || close < open || value[(open + 1)..close].ContainsAny("('\""))
                return false;
            value = value[(close + 1)..];
        }
        return !value.Contains(')');
    }

    private static bool HasLongNumber(ReadOnlySpan<char> value)
    {
        var digits = 0;
        foreach (var c in value)
        {
            digits = char.IsAsciiDigit(c) ? digits + 1 : 0;
            if (digits > 4 && !value.Contains('#') && !value.Contains('.'))
                return true;
        }
        return false;
    }
}
