using System.Buffers.Binary;
using System.IO.Compression;

namespace FeedAggregator.Storage.Sql;

/// <summary>A sealed, compressed blob: one byte that names the form, four of CRC-32C over the content, then the content.</summary>
internal static class Packed
{
    private const int Header = 5;
    private const byte Plain = 0;
    private const byte Deflated = 1;

    public static byte[] Pack(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream(Header + content.Length / 2);
        packed.SetLength(Header);
        packed.Position = Header;
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(content);
        var smaller = packed.Length < Header + content.Length;
        var blob = smaller ? packed.ToArray() : [.. stackalloc byte[Header], .. content];
        blob[0] = smaller ? Deflated : Plain;
        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(1), Crc(content));
        return blob;
    }

    /// <param name="what">Names the blob, should it be damaged.</param>
    /// <exception cref="StoreException">The content is not what was packed.</exception>
    public static byte[] Unpack(byte[] blob, string what)
    {
        if (blob.Length < Header || blob[0] > Deflated)
            throw StoreDamage.Of($"{what} is unreadable");
        try
        {
            var content = blob[0] == Plain ? blob[Header..] : Inflate(blob);
            if (Crc(content) == BinaryPrimitives.ReadUInt32LittleEndian(blob.AsSpan(1)))
                return content;
        }
        catch (InvalidDataException exception)
        {
            throw StoreDamage.Of($"{what} is unreadable", exception);
        }
        throw StoreDamage.Of($"{what} does not match its checksum");
    }

    private static byte[] Inflate(byte[] blob)
    {
        using var source = new MemoryStream(blob, Header, blob.Length - Header);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress);
        using var content = new MemoryStream(blob.Length * 3);
        inflate.CopyTo(content);
        return content.ToArray();
    }

    private static uint Crc(ReadOnlySpan<byte> content) => (uint)new Seal().Add(content).Number;
}
