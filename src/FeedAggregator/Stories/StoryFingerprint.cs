using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FeedAggregator.Stories;

/// <summary>What the matcher keeps of an item: hashes of its words, never the words themselves. Immutable.</summary>
/// <remarks>
/// Shingles are runs of units that weigh three words. All of the first <see cref="HeadUnits"/> units are kept, of the rest one in
/// four, chosen by hash, so that two items keep the same ones. At most <see cref="MaxUnits"/> units of a text are read.
/// </remarks>
public sealed class StoryFingerprint
{
    /// <summary>The first byte of <see cref="ToBytes"/>; another version cannot be compared with this one.</summary>
    internal const byte Version = 1;

    internal const int LeadUnits = 45;
    internal const int HeadUnits = 112;
    internal const int MaxUnits = 1000;
    internal const int MaxShingles = 336;
    internal const int MaxTerms = 72;
    internal const int MaxMarks = 192;

    /// <summary>Size of the largest fingerprint in bytes.</summary>
    public const int MaxBytes = HeaderBytes + (MaxShingles * 4) + (MaxTerms * 4) + (MaxMarks * 2);

    private const int HeaderBytes = 1 + 8 + 8 + 2 + 2 + 2 + 2;

    internal StoryFingerprint(ulong urlHash, ulong contentHash, int units, uint[] shingles, uint[] terms, ushort[] marks)
    {
        (UrlHash, ContentHash, Units, Shingles, Terms, Marks) = (urlHash, contentHash, units, shingles, terms, marks);
    }

    /// <summary>Hash of the canonical URL; 0 without one that names a page.</summary>
    internal ulong UrlHash { get; }

    /// <summary>Hash of all units read, or of the title's when there is no text; 0 when that is too little to go by.</summary>
    internal ulong ContentHash { get; }

    /// <summary>How many units of the text were read.</summary>
    internal int Units { get; }

    /// <summary>Ascending; the lowest bit says that the shingle starts in the lead, the next that it starts in the head.</summary>
    internal uint[] Shingles { get; }

    /// <summary>Ascending; words of the title, numbers and names of the head; the lowest three bits are <see cref="TermKinds"/>.</summary>
    internal uint[] Terms { get; }

    /// <summary>Ascending; every capitalised word and number of the text, and every word of the title.</summary>
    internal ushort[] Marks { get; }

    /// <summary>Makes the fingerprint of an item.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="plainText">Plain text; only the first part of a long one is read.</param>
    /// <param name="link">The item's address; makes the canonical-URL layer.</param>
    public static StoryFingerprint Of(string? title, string plainText, string? link = null) =>
        FingerprintBuilder.Build(title ?? "", plainText, link);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are no fingerprint, or one of a version that is not read any more.</exception>
    public static StoryFingerprint FromBytes(ReadOnlySpan<byte> bytes) =>
        TryFromBytes(bytes) ?? throw new FormatException($"Not a story fingerprint of version {Version}, or not a whole one");

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null for what is no fingerprint, or one of a version that is not read any more.</summary>
    public static StoryFingerprint? TryFromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || bytes[0] != Version)
        {
            return null;
        }
        int shingles = BinaryPrimitives.ReadUInt16LittleEndian(bytes[19..]);
        int terms = BinaryPrimitives.ReadUInt16LittleEndian(bytes[21..]);
        int marks = BinaryPrimitives.ReadUInt16LittleEndian(bytes[23..]);
        if (bytes.Length != HeaderBytes + (shingles * 4) + (terms * 4) + (marks * 2))
        {
            return null;
        }
        var rest = bytes[HeaderBytes..];
        return new StoryFingerprint(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[9..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[17..]),
            MemoryMarshal.Cast<byte, uint>(rest[..(shingles * 4)]).ToArray(),
            MemoryMarshal.Cast<byte, uint>(rest[(shingles * 4)..((shingles + terms) * 4)]).ToArray(),
            MemoryMarshal.Cast<byte, ushort>(rest[((shingles + terms) * 4)..]).ToArray()
        );
    }

    /// <summary>At most <see cref="MaxBytes"/> bytes, for the item's row. Little-endian.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderBytes + (Shingles.Length * 4) + (Terms.Length * 4) + (Marks.Length * 2)];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), UrlHash);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(9), ContentHash);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(17), (ushort)Units);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(19), (ushort)Shingles.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(21), (ushort)Terms.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(23), (ushort)Marks.Length);
        var rest = bytes.AsSpan(HeaderBytes);
        MemoryMarshal.AsBytes<uint>(Shingles).CopyTo(rest);
        MemoryMarshal.AsBytes<uint>(Terms).CopyTo(rest[(Shingles.Length * 4)..]);
        MemoryMarshal.AsBytes<ushort>(Marks).CopyTo(rest[((Shingles.Length + Terms.Length) * 4)..]);
        return bytes;
    }
}

[Flags]
internal enum TermKinds : uint
{
    None = 0,
    Title = 1,
    Number = 2,
    Name = 4,
    All = 7,
}
