using System.Globalization;
using System.Text;

namespace FeedAggregator.Digests.Rendering;

/// <summary>Characters that may stand in XML 1.0 and in HTML. Strangers' texts have others.</summary>
internal static class PlainCharacters
{
    /// <summary>XML 1.0 §2.2, without the C1 controls and the noncharacters, which it only discourages but HTML forbids.</summary>
    public static bool Allowed(Rune rune) =>
        rune.Value switch
        {
            '\t' or '\n' or '\r' => true,
            < 0x20 or (>= 0x7F and < 0xA0) => false,
            >= 0xFDD0 and <= 0xFDEF => false,
            var v => (v & 0xFFFE) != 0xFFFE,
        };

    /// <summary>Only allowed characters; half a surrogate pair becomes U+FFFD.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Allowed(rune))
                clean.Append(rune.ToString());
        return clean.ToString();
    }

    /// <summary>On one line, each run of white space one space.</summary>
    public static string OneLine(string? text) => string.Join(' ', Clean(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>At most so many characters, cut at a word where one is near, closed by an ellipsis.</summary>
    public static string Shorten(string text, int most) =>
        text.Length <= most ? text : text[..CutAt(text, most)].TrimEnd(' ', ',', ';', ':', '.', '…', '-', '–') + "…";

    /// <summary>What <see cref="Shorten"/> leaves out; empty when nothing.</summary>
    public static string Rest(string text, int most) => text.Length <= most ? "" : text[CutAt(text, most)..].TrimStart();

    private static int CutAt(string text, int most)
    {
        var space = text.LastIndexOf(' ', most - 1);
        if (space > most / 2)
            return space;
        // Not within what is seen as one character: a letter with its accents, an emoji of several.
        var end = char.IsLowSurrogate(text[most / 2]) ? most / 2 + 1 : most / 2;
        while (end + StringInfo.GetNextTextElementLength(text, end) is var next && next < most)
            end = next;
        return end;
    }
}
