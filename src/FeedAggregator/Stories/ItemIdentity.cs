using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Stories;

/// <summary>Decides by which keys an entry is known again inside its feed.</summary>
public static class ItemIdentity
{
    /// <summary>Makes the keys of one entry: guid, then canonical URL, then content.</summary>
    /// <param name="guid">The entry's own id, as the publisher gave it.</param>
    /// <param name="guidIsTrusted">False for feeds whose ids churn (see <see cref="GuidReliability"/>): the guid then makes no key.</param>
    /// <param name="link">The entry's address.</param>
    /// <param name="title">Plain text.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="published">When the publisher dates the entry; part of the content key of entries that have only a title.</param>
    public static IdentityKeys Of(string? guid, bool guidIsTrusted, string? link, string? title, string? text, DateTimeOffset? published)
    {
        var keys = new List<IdentityKey>(3);
        if (guidIsTrusted && !string.IsNullOrWhiteSpace(guid))
        {
            keys.Add(Key(IdentityLayer.Guid, guid.Trim()));
        }
        if (link is not null && CanonicalUrl.Of(link) is { } url)
        {
            keys.Add(Key(IdentityLayer.CanonicalUrl, url));
        }
        var content = $"{title?.Trim()}\n{text?.Trim()}";
        keys.Add(Key(IdentityLayer.Content, content));
        return new IdentityKeys(keys[0], keys[1..], Hash(content));
    }

    private static IdentityKey Key(IdentityLayer layer, string text) => new(layer, Hash($"{(int)layer}\n{text}"));

    private static UInt128 Hash(string text) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
