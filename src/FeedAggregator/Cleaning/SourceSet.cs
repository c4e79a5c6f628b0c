using System.Buffers;

namespace FeedAggregator.Cleaning;

/// <summary>The candidates of a srcset attribute, taken apart as HTML section 4.8.4.2.1 says, with unsafe ones left out.</summary>
internal static class SourceSet
{
    private static readonly SearchValues<char> Space = SearchValues.Create(" \t\n\f\r");
    private static readonly SearchValues<char> SpaceOrComma = SearchValues.Create(" \t\n\f\r,");
    private static readonly SearchValues<char> Comma = SearchValues.Create(",");
    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789.");

    /// <summary>Appends the safe candidates, absolute where a base is known, a comma and a blank between two.</summary>
    public static void Append(ReadOnlySpan<char> value, SafeUrl urls, ref CharBuffer set)
    {
        var start = set.Length;
        while (true)
        {
            var skip = value.IndexOfAnyExcept(SpaceOrComma);
            if (skip < 0)
                return;
            value = value[skip..];
            var url = value[..End(value, Space)];
            value = value[url.Length..];
            var descriptor = value[..(url[^1] == ',' ? 0 : End(value, Comma))];
            value = value[descriptor.Length..];
            descriptor = descriptor.Trim(" \t\n\f\r");
            url = url.TrimEnd(',');
            if (!IsDescriptor(descriptor) || !urls.TryMake(url, UrlUse.Loaded, out var safe))
                continue;
            if (set.Length > start)
                set.Append(", ");
            set.Append(safe);
            if (!descriptor.IsEmpty)
                set.Append(' ');
            set.Append(descriptor);
        }
    }

    /// <summary>A width (<c>640w</c>) or a density (<c>1.5x</c>).</summary>
    private static bool IsDescriptor(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text.Length < 12 && text[^1] is 'w' or 'x' && !text[..^1].ContainsAnyExcept(Number));

    private static int End(ReadOnlySpan<char> text, SearchValues<char> stops)
    {
        var end = text.IndexOfAny(stops);
        return end < 0 ? text.Length : end;
    }
}
