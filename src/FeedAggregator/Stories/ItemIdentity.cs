using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Stories;

/// <summary>Decides by which keys an entry is known again inside its feed. Pure.</summary>
public static class ItemIdentity
{
    /// <summary>Texts of fewer units recur ("No new alerts."): their key holds the date as well.</summary>
    private const int MinTellingUnits = 8;

    private const int MaxTellingUnits = 4_000;

    /// <summary>Makes the keys of one entry: guid, then canonical URL, then content. Whether a key tells entries apart is for the caller to see: feeds link many entries to one page.</summary>
    /// <param name="guid">The entry's own id, as the publisher gave it.</param>
    /// <param name="guidIsTrusted">False for feeds whose ids churn (see <see cref="GuidReliability"/>): the guid then makes no key.</param>
    /// <param name="link">The entry's address.</param>
    /// <param name="title">Plain text.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="published">When the publisher dates the entry.</param>
    public static IdentityKeys Of(string? guid, bool guidIsTrusted, string? link, string? title, string? text, DateTimeOffset? published)
    {
        var keys = new List<IdentityKey>(3);
        if (guidIsTrusted && !string.IsNullOrWhiteSpace(guid))
        {
            keys.Add(Key(IdentityLayer.Guid, guid.Trim()));
        }
        if (PageOf(link) is { } page)
        {
            keys.Add(Key(IdentityLayer.CanonicalUrl, page));
        }
        keys.Add(ContentKey(title ?? "", text ?? "", published));
        return new IdentityKeys(keys[0], keys[1..], Hash($"{Even(title)}\n{Even(text)}"));
    }

    private static string? PageOf(string? link) =>
        link is not null && CanonicalUrl.Of(link) is { } url && CanonicalUrl.NamesAPage(url) ? url : null;

    /// <summary>Words only: a template's change of markup or of quotes does not make an old entry new.</summary>
    private static IdentityKey ContentKey(string title, string text, DateTimeOffset? published)
    {
        var units = ArrayPool<TextUnit>.Shared.Rent(MaxTellingUnits);
        var content = new StringBuilder();
        var count = Append(content, title, units) + Append(content.Append('\n'), text, units);
        ArrayPool<TextUnit>.Shared.Return(units);
        if (count < MinTellingUnits && published is { } date)
        {
            content.Append('\n').Append(date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        }
        return Key(IdentityLayer.Content, content.ToString());
    }

    private static int Append(StringBuilder content, string text, TextUnit[] units)
    {
        var count = TextUnits.Read(TextUnits.Normalise(text), units.AsSpan(0, MaxTellingUnits));
        foreach (var unit in units.AsSpan(0, count))
        {
            content.Append((char)(unit.Hash >> 16)).Append((char)unit.Hash);
        }
        return count;
    }

    /// <summary>NFKC with single spaces: what a reader would call the same text.</summary>
    private static string Even(string? text) =>
        string.Join(' ', TextUnits.Normalise(text ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static IdentityKey Key(IdentityLayer layer, string text) => new(layer, Hash($"{(int)layer}\n{text}"));

    /// <summary>Over UTF-16, which unlike UTF-8 keeps lone surrogates apart.</summary>
    private static UInt128 Hash(string text) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));
}
