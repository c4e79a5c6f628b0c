namespace FeedAggregator.Fetching;

/// <summary>Compressed bytes in memory, as a stream that remembers whether an inflater asked for more than there was, and which piece it got last.</summary>
internal sealed class WatchedSource(ReadOnlyMemory<byte> bytes) : Stream
{
    private const int Trailer = 8;
    private int _at;

    /// <summary>More was wanted than there is: the data has no end.</summary>
    public bool RanDry { get; private set; }

    /// <summary>Where the last piece began.</summary>
    public int TailStart { get; private set; }

    /// <summary>The last piece that was handed out, and the eight bytes after it.</summary>
    public ReadOnlyMemory<byte> Tail => bytes[TailStart..Math.Min(bytes.Length, _at + Trailer)];

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == bytes.Length)
        {
            RanDry = true;
            return 0;
        }
        var count = Math.Min(buffer.Length, bytes.Length - _at);
        bytes.Span.Slice(_at, count).CopyTo(buffer);
        TailStart = _at;
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
