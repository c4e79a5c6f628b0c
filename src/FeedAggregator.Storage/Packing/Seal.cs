using System.Numerics;
using System.Runtime.InteropServices;

namespace FeedAggregator.Storage.Packing;

/// <summary>
/// A CRC-32C (RFC 3720 §12.1) over what a row says. The engines do not checksum their pages, so a flipped bit on disk would be served as news;
/// with the seal it is found when the row is read.
/// </summary>
internal struct Seal
{
    private uint _crc;

    public readonly long Number => _crc;

    public Seal Add(long value)
    {
        _crc = BitOperations.Crc32C(_crc, (ulong)value);
        return this;
    }

    public Seal Add(long? value) => Add(value.HasValue).Add(value ?? 0);

    public Seal Add(bool value) => Add(value ? 1L : 0L);

    public Seal Add(double value) => Add(BitConverter.DoubleToInt64Bits(value));

    public Seal Add(DateTimeOffset? value) => Add(value?.ToUnixTimeMilliseconds());

    public Seal Add(string? value) => Add(value?.Length ?? -1L).Add(MemoryMarshal.AsBytes(value.AsSpan()));

    public Seal Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(bytes))
            _crc = BitOperations.Crc32C(_crc, eight);
        foreach (var one in bytes[(bytes.Length & ~7)..])
            _crc = BitOperations.Crc32C(_crc, one);
        return this;
    }
}
