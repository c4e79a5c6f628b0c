namespace FeedAggregator.Fetching;

/// <summary>Takes a body off the wire, still compressed, within the limits of size and silence.</summary>
internal sealed class BodyReader(FetchOptions options, TimeProvider clock)
{
    private const int PieceBytes = 32 * 1024;
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
            return await ReadAsync(stream, walk, decompression, codings, silence, both.Token);
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
        Walk walk,
        Decompression decompression,
        string[] codings,
        CancellationTokenSource silence,
        CancellationToken ct
    )
    {
        var body = new MemoryStream();
        var piece = new byte[PieceBytes];
        var probeAt = FirstProbeBytes;
        while (await stream.ReadAsync(piece, ct) is var read and > 0)
        {
            silence.CancelAfter(options.ReadTimeout);
            body.Write(piece, 0, read);
            walk.WireBytes = body.Length;
            if (body.Length > options.MaxDocumentBytes)
                throw TooLarge(walk.Host);
            if (codings.Length == 0 || body.Length < probeAt)
                continue;
            // A bomb shows in its first piece; there is no need to take all of it. Doubling keeps the cost below that of the document itself.
            decompression.Probe(body.GetBuffer().AsMemory(0, (int)body.Length), codings);
            probeAt *= 2;
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private RefusalException TooLarge(string host) =>
        new(
            FailureClass.TooLarge,
            $"The document of {host} is larger than {options.MaxDocumentBytes} bytes; raise MaxDocumentBytes if that is right."
        );
}
