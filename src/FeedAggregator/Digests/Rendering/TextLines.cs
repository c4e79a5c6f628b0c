using System.Globalization;
using System.Text;

namespace FeedAggregator.Digests.Rendering;

/// <summary>Lines of plain text as a terminal or a mail client without proportional type shows them, where the letters of some scripts are two columns wide.</summary>
internal static class TextLines
{
    public const int Width = 72;

    /// <summary>No line begins with these (JIS X 4051, in short); they hang over its end instead.</summary>
    private const string NeverFirst = "、。，．・：；！？）」』】〉》〕］｝’”…ー々";

    /// <summary>Broken at spaces. Inside a word only where it is longer than a line, as those of scripts without spaces are, and never inside an address.</summary>
    public static string Wrapped(string text)
    {
        var lines = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var columns = Columns(word);
            var isLong = columns > Width && !word.Contains("://", StringComparison.Ordinal);
            if (column > 0 && column + 1 + (isLong ? 2 : columns) > Width)
            {
                lines.Append('\n');
                column = 0;
            }
            if (column > 0)
            {
                lines.Append(' ');
                column++;
            }
            column = isLong ? Broken(lines, word, column) : column + columns;
            if (!isLong)
                lines.Append(word);
        }
        return lines.Append('\n').ToString();
    }

    /// <summary>A line under a title, no longer than it.</summary>
    public static string Rule(string title) => new('=', Math.Min(Columns(title), Width));

    /// <summary>How many columns a text takes (Unicode TR 11, in short).</summary>
    public static int Columns(string text)
    {
        var columns = 0;
        for (var i = 0; i < text.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(text, i);
            columns += ColumnsOfOne(text.AsSpan(i, length));
            i += length;
        }
        return columns;
    }

    /// <returns>The column after it.</returns>
    private static int Broken(StringBuilder lines, string word, int column)
    {
        for (var i = 0; i < word.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(word, i);
            var columns = ColumnsOfOne(word.AsSpan(i, length));
            if (column + columns > Width && !NeverFirst.Contains(word[i], StringComparison.Ordinal))
            {
                lines.Append('\n');
                column = 0;
            }
            lines.Append(word, i, length);
            column += columns;
            i += length;
        }
        return column;
    }

    /// <summary>Of one text element: an emoji of seven characters is one, and so is a letter with its accents.</summary>
    private static int ColumnsOfOne(ReadOnlySpan<char> element)
    {
        Rune.DecodeFromUtf16(element, out var first, out _);
        return Rune.GetUnicodeCategory(first) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                ? 0
            : IsWide(first.Value) ? 2
            : 1;
    }

    private static bool IsWide(int rune) =>
        rune
            is (>= 0x1100 and <= 0x115F)
                or (>= 0x2E80 and <= 0xA4CF)
                or (>= 0xAC00 and <= 0xD7A3)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFE30 and <= 0xFE6F)
                or (>= 0xFF00 and <= 0xFF60)
                or (>= 0xFFE0 and <= 0xFFE6)
                or (>= 0x1F300 and <= 0x1FAFF)
                or (>= 0x20000 and <= 0x3FFFD);
}
