using System.Text;
using System.Text.RegularExpressions;
using FeedAggregator.Parsing.Bytes;

namespace FeedAggregator.Parsing;

/// <summary>The characters of a web page. Pure and thread-safe.</summary>
public static partial class PageText
{
    /// <summary>How far into a page its encoding may be declared (HTML, "determining the character encoding").</summary>
    private const int DeclarationBytes = 1024;

    /// <summary>Decodes by byte order mark, then <c>Content-Type</c>, then <c>meta</c>, then as UTF-8; a label that is wrong is overruled. Never throws.</summary>
    public static string Decode(ReadOnlyMemory<byte> body, string? contentType)
    {
        var label = contentType;
        if (contentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) != true)
        {
            var start = Encoding.Latin1.GetString(body.Span[..Math.Min(body.Length, DeclarationBytes)]);
            label = Declaration().Match(start) is { Success: true } found ? $"text/html; charset={found.Groups[1].Value}" : null;
        }
        using var text = DocumentDecoder.Decode(body.Span, label, new WarningLog());
        return text.Span.ToString();
    }

    [GeneratedRegex("""<meta\s[^>]*charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
