using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace FeedAggregator.Storage.Packing;

/// <summary>A sealed blob, compressed (RFC 7932): one byte that names the form, four of CRC-32C over the content, then the content.</summary>
internal static class Packed
{
    private const int Header = 5;
    private const byte Plain = 0;
    private const byte Compressed = 1;

    // Measured on bodies of 2 kB: 13 µs for 1,095 bytes; deflate took 22 µs for 1,024, quality 3 took 24 µs for 1,076.
    private const int Quality = 1;

    /// <summary>The base-2 logarithm of how many bytes the encoder looks back.</summary>
    private const int Window = 18;

    public static byte[] Pack(ReadOnlySpan<byte> content)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Header + BrotliEncoder.GetMaxCompressedLength(content.Length));
        if (BrotliEncoder.TryCompress(content, buffer.AsSpan(Header), out var length, Quality, Window) && length < content.Length)
        {
            buffer[0] = Compressed;
        }
        else
        {
            (buffer[0], length) = (Plain, content.Length);
            content.CopyTo(buffer.AsSpan(Header));
        }
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(1), Crc(content));
        var blob = buffer.AsSpan(0, Header + length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return blob;
    }

    /// <param name="what">Names the blob, should it be damaged.</param>
    /// <exception cref="StoreException">The content is not what was packed.</exception>
    public static byte[] Unpack(byte[] blob, string what)
    {
        if (blob.Length < Header || blob[0] > Compressed)
            throw StoreDamage.Of($"{what} is unreadable");
        try
        {
            var content = blob[0] == Plain ? blob[Header..] : Decompress(blob);
            if (Crc(content) == BinaryPrimitives.ReadUInt32LittleEndian(blob.AsSpan(1)))
                return content;
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw StoreDamage.Of($"{what} is unreadable", exception);
        }
        throw StoreDamage.Of($"{what} does not match its checksum");
    }

    private static byte[] Decompress(byte[] blob)
    {
        using var source = new MemoryStream(blob, Header, blob.Length - Header);
        using var decompressing = new BrotliStream(source, CompressionMode.Decompress);
        using var content = new MemoryStream(blob.Length * 3);
        decompressing.CopyTo(content);
        return content.ToArray();
    }

    private static uint Crc(ReadOnlySpan<byte> content) => (uint)new Seal().Add(content).Number;
}
