using System.Globalization;
using System.Text.RegularExpressions;

namespace FeedAggregator.Tests.Digests;

public sealed partial class StylesheetTests
{
    private static readonly string Css = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Digests", "site.css"));

    /// <summary>WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Text_stands_out_from_paper_and_tint_in_light_dark_and_print(int scheme)
    {
        var colours = Colours(scheme);

        foreach (var text in new[] { "ink", "soft", "mark" })
        foreach (var ground in new[] { "paper", "tint" })
            Assert.True(
                Contrast(colours[text], colours[ground]) >= 4.5,
                $"{text} on {ground}: {Contrast(colours[text], colours[ground]):0.00}"
            );
    }

    [Fact]
    public void Nothing_is_loaded_from_anywhere() => Assert.DoesNotMatch("url\\(|@import|@font-face", Css);

    private static Dictionary<string, string> Colours(int scheme) =>
        Colour().Matches(Root().Matches(Css)[scheme].Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    private static double Contrast(string a, string b)
    {
        var (light, dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string hex)
    {
        if (hex.Length == 3)
            hex = string.Concat(hex.Select(c => new string(c, 2)));
        var channels = Enumerable
            .Range(0, 3)
            .Select(i => int.Parse(hex.AsSpan(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))
            .ToList();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    [GeneratedRegex(@":root \{[^}]*--paper[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex("--([a-z]+): #([0-9a-f]{3,6});")]
    private static partial Regex Colour();
}
