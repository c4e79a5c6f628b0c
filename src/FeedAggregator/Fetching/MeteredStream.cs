namespace FeedAggregator.Fetching;

/// <summary>
/// Counts what a connection sends in answer to one request, framing and all. The body has its own limit; this one stops interim answers,
/// chunk extensions and trailers without end, which a reader of bodies never sees.
/// </summary>
internal sealed class MeteredStream(Stream inner, string host, long maxBytes) : Stream
{
    /// <summary>What framing and TLS may cost on top of the body and the header fields.</summary>
    public const long Slack = 1024 * 1024;

    private long _received;

    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // A request is being written: what comes next answers it.
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Interlocked.Exchange(ref _received, 0);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Interlocked.Exchange(ref _received, 0);
        inner.Write(buffer, offset, count);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        if (Interlocked.Add(ref _received, read) > maxBytes)
            throw new RefusalException(
                FailureClass.TooLarge,
                $"{host} sent more than {maxBytes / 1048576} MB in answer to one request; raise MaxDocumentBytes if that is right."
            );
        return read;
    }
}
