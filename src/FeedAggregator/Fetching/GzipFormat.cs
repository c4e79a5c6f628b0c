using System.Buffers.Binary;

namespace FeedAggregator.Fetching;

/// <summary>The frame around deflated data in a gzip member (RFC 1952). Pure.</summary>
internal static class GzipFormat
{
    private const int TrailerLength = 8;
    private static readonly uint[] CrcTable = MakeCrcTable();

    public static bool IsMember(ReadOnlySpan<byte> bytes) => bytes.Length >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8;

    /// <summary>What the last member's trailer says of its length; only a hint.</summary>
    public static uint? AnnouncedLength(ReadOnlySpan<byte> bytes) =>
        bytes.Length < TrailerLength ? null : BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]);

    /// <summary>Bytes before the deflated data; null when the header is cut off.</summary>
    /// <exception cref="InvalidDataException">Not gzip.</exception>
    public static int? HeaderLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10)
            return null;
        if (!IsMember(bytes))
            throw new InvalidDataException();
        var flags = bytes[3];
        var at = 10;
        if ((flags & 4) != 0)
            at += bytes.Length < at + 2 ? bytes.Length : 2 + BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
        if ((flags & 8) != 0)
            at = AfterZero(bytes, at);
        if ((flags & 16) != 0)
            at = AfterZero(bytes, at);
        if ((flags & 2) != 0)
            at += 2;
        return at < bytes.Length ? at : null;
    }

    /// <summary>
    /// Where the trailer that fits <paramref name="output"/> ends in <paramref name="tail"/>, or null. The inflater does not tell how far into its last
    /// piece of input it came, so the trailer, 64 bits of checksum and length, is looked for there. That of an empty member is all zeros, as the deflated data before it
    /// may be: a place where the body ends or goes on with a member is preferred.
    /// </summary>
    public static int? AfterTrailer(ReadOnlySpan<byte> tail, ReadOnlySpan<byte> output)
    {
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32(output));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)output.Length);
        int? first = null;
        for (var from = 0; tail[from..].IndexOf(trailer) is var at and >= 0; from += at + 1)
        {
            var end = from + at + TrailerLength;
            if (end == tail.Length || IsMember(tail[end..]))
                return end;
            first ??= end;
        }
        return first;
    }

    internal static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var (crc, table) = (uint.MaxValue, CrcTable);
        // Eight bytes at a step, each with a table of its own (Kounavis and Berry, 2005): a third of the time.
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc =
                table[0x700 + (byte)low]
                ^ table[0x600 + (byte)(low >> 8)]
                ^ table[0x500 + (byte)(low >> 16)]
                ^ table[0x400 + (low >> 24)]
                ^ table[0x300 + (byte)high]
                ^ table[0x200 + (byte)(high >> 8)]
                ^ table[0x100 + (byte)(high >> 16)]
                ^ table[high >> 24];
        }
        foreach (var b in bytes)
            crc = table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static int AfterZero(ReadOnlySpan<byte> bytes, int from)
    {
        var length = from < bytes.Length ? bytes[from..].IndexOf((byte)0) : -1;
        return length < 0 ? bytes.Length : from + length + 1;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[8 * 256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var bit = 0; bit < 8; bit++)
                c = (c & 1) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
            table[n] = c;
        }
        for (var n = 256; n < table.Length; n++)
            table[n] = (table[n - 256] >> 8) ^ table[(byte)table[n - 256]];
        return table;
    }
}
