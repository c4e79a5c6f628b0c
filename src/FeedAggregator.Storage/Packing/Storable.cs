using System.Text;

namespace FeedAggregator.Storage.Packing;

internal static class Storable
{
    /// <summary>The text as every engine gives it back: a lone surrogate, which UTF-8 has no form for, and NUL, which PostgreSQL refuses, become U+FFFD.</summary>
    public static string? Text(string? text)
    {
        if (text is null || (!text.Contains('\0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }
}
