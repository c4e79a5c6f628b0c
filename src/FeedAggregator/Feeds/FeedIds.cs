using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Feeds;

/// <summary>Names that are safe in addresses, file names and on the command line.</summary>
public static class FeedIds
{
    public const int MaxLength = 80;

    /// <summary>Letters (of any script, lower case), digits and single hyphens between them.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= MaxLength
        && id.All(x => x == '-' || char.IsDigit(x) || (char.IsLetter(x) && !char.IsUpper(x)))
        && id[0] != '-'
        && id[^1] != '-'
        && !id.Contains("--", StringComparison.Ordinal);

    /// <summary>The id of a feed whose admin gave none: its host and path, such as <c>example-com-news</c>.</summary>
    public static string From(Uri url)
    {
        var host = url.Host.StartsWith("www.", StringComparison.Ordinal) ? url.Host[4..] : url.Host;
        var port = url.IsDefaultPort ? "" : $"-{url.Port}";
        return Slug(host + port + url.PathAndQuery);
    }

    /// <summary>Tells long addresses apart that begin alike.</summary>
    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(letter);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }
        var whole = slug.ToString().Trim('-');
        return whole.Length <= MaxLength ? whole : $"{whole[..(MaxLength - 9)].Trim('-')}-{Digest(text)}";
    }
}
