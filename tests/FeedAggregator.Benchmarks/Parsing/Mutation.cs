using System.Text;

namespace FeedAggregator.Benchmarks.Parsing;

/// <summary>Damage as it happens to documents: flipped bits, lost, doubled and moved stretches, and markup in the wrong place.</summary>
internal static class Mutation
{
    private const int MaxChanges = 8;
    private const int MaxStretch = 64;

    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "<",
            ">",
            "&",
            "\"",
            "'",
            "]]>",
            "<![CDATA[",
            "<!--",
            "-->",
            "<?",
            "?>",
            "</",
            "/>",
            "&#x0;",
            "&#xD800;",
            "&#99999999999;",
            "&eacute;",
            "<item>",
            "</item>",
            "<x:y>",
            "xmlns=\"\"",
            " xml:base=\"//[::\" ",
            "<!DOCTYPE x [<!ENTITY a \"&a;\">]>",
            "\uFEFF",
            "{",
            "}",
            "[",
            "\\u",
            ":",
        }.Select(Encoding.UTF8.GetBytes),
        [0],
        [0xFF, 0xFE],
        [0xC3],
    ];

    public static byte[] Of(byte[] document, Random random)
    {
        var bytes = new List<byte>(document);
        for (var change = random.Next(1, MaxChanges + 1); change > 0 && bytes.Count > 0; change--)
            Change(bytes, random);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, MaxStretch), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            default:
                bytes.InsertRange(at, Fragments[random.Next(Fragments.Length)]);
                break;
        }
    }
}
