using System.Buffers;

namespace FeedAggregator.Parsing.Bytes;

/// <summary>A document as characters, in a buffer borrowed from the pool: valid until disposed.</summary>
internal sealed class DecodedText(char[] buffer, int length, string encoding) : IDisposable
{
    public char[] Buffer { get; } = buffer;

    public int Length { get; set; } = length;

    /// <summary>IANA name.</summary>
    public string Encoding { get; } = encoding;

    public ReadOnlySpan<char> Span => Buffer.AsSpan(0, Length);

    public void Dispose() => ArrayPool<char>.Shared.Return(Buffer);
}
