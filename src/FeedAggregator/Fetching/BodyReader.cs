namespace FeedAggregator.Fetching;

/// <summary>Takes a body off the wire, still compressed, within the limits of size and silence.</summary>
internal sealed class BodyReader(FetchOptions options, TimeProvider clock)
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>What an announced length is believed before anything has come.</summary>
    private const int MostBytesAtFirst = 256 * 1024;
    private const int FirstProbeBytes = 256 * 1024;

    /// <exception cref="RefusalException">Over a limit.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpContent content,
        Walk walk,
        Decompression decompression,
        string[] codings,
        CancellationToken ct
    )
    {
        if (content.Headers.ContentLength > options.MaxDocumentBytes)
            throw TooLarge(walk.Host);
        using var silence = new CancellationTokenSource(options.ReadTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(both.Token);
            // One more than announced, so that the end is seen without growing.
            var first = new byte[Math.Min((content.Headers.ContentLength ?? FirstBytes) + 1, MostBytesAtFirst)];
            return await ReadAsync(stream, first, walk, decompression, codings, silence, both.Token);
        }
        catch (Exception) when (silence.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new RefusalException(
                FailureClass.Timeout,
                $"{walk.Host} fell silent for {options.ReadTimeout.TotalSeconds:0.#} s inside the document; the part was not used."
            );
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream stream,
        byte[] body,
        Walk walk,
        Decompression decompression,
        string[] codings,
        CancellationTokenSource silence,
        CancellationToken ct
    )
    {
        var (length, probeAt) = (0, FirstProbeBytes);
        while (await stream.ReadAsync(body.AsMemory(length), ct) is var read and > 0)
        {
            silence.CancelAfter(options.ReadTimeout);
            length += read;
            walk.WireBytes = length;
            if (length > options.MaxDocumentBytes)
                throw TooLarge(walk.Host);
            if (length == body.Length)
                Array.Resize(ref body, length * 2);
            if (codings.Length == 0 || length < probeAt)
                continue;
            // A bomb shows in its first piece; there is no need to take all of it. Doubling keeps the cost below that of the document itself.
            decompression.Probe(body.AsMemory(0, length), codings);
            probeAt *= 2;
        }
        return body.AsMemory(0, length);
    }

    private RefusalException TooLarge(string host) =>
        new(
            FailureClass.TooLarge,
            $"The document of {host} is larger than {options.MaxDocumentBytes} bytes; raise MaxDocumentBytes if that is right."
        );
}
