using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace FeedAggregator.Fetching;

/// <summary>
/// Undoes <c>Content-Encoding</c> within bounds. The platform's streams end silently when their input does, so the end of each coding is checked here:
/// a document that was cut off is a failure, never a shorter document.
/// </summary>
internal sealed class Decompression(int maxBytes, int maxRatio, string host)
{
    // Below this size a high ratio harms nobody, and small documents of much markup reach one.
    private const int RatioCountsFrom = 1024 * 1024;
    private const int MaxCodings = 2;

    // Whole archives of megabytes have a few hundred; each costs an inflater, and hundreds of thousands of empty ones fit into a body.
    private const int MaxGzipMembers = 4096;

    /// <summary>Codings to undo, the outermost first; empty when the body is as it is.</summary>
    /// <exception cref="RefusalException">A coding that was not asked for, or too many.</exception>
    public string[] Codings(string? contentEncoding)
    {
        var codings = (contentEncoding ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(coding => coding.ToLowerInvariant())
            .Where(coding => coding is not "identity" and not "none")
            .Reverse()
            .ToArray();
        if (codings.Length > MaxCodings)
            throw Refuse($"{host} compressed the document {codings.Length} times over.");
        if (codings.FirstOrDefault(coding => coding is not ("gzip" or "x-gzip" or "deflate" or "br")) is { } unknown)
            throw Refuse($"{host} sent the document in the coding '{Shorten(unknown)}', which was not asked for.");
        return codings;
    }

    /// <exception cref="RefusalException">Damaged, cut off, or over a limit.</exception>
    public ReadOnlyMemory<byte> Undo(ReadOnlyMemory<byte> body, IEnumerable<string> codings)
    {
        if (body.IsEmpty)
            return body;
        foreach (var coding in codings)
            body = Undo(body, coding, wholeBody: true);
        return body;
    }

    /// <summary>Refuses a body by its beginning when even that inflates beyond the limits.</summary>
    public void Probe(ReadOnlyMemory<byte> beginning, IEnumerable<string> codings)
    {
        foreach (var coding in codings)
            beginning = Undo(beginning, coding, wholeBody: false);
    }

    private ReadOnlyMemory<byte> Undo(ReadOnlyMemory<byte> body, string coding, bool wholeBody)
    {
        var output = new Output(this, body.Length, coding is "gzip" or "x-gzip" ? GzipFormat.AnnouncedLength(body.Span) : null);
        bool complete;
        try
        {
            complete = coding switch
            {
                "br" => Brotli(body.Span, output),
                "deflate" => Deflate(body, output),
                _ => Gzip(body, output),
            };
        }
        catch (InvalidDataException)
        {
            throw Refuse($"The compressed document of {host} is damaged; the publisher must repair it.");
        }
        if (!complete && wholeBody)
            throw Refuse($"The compressed document of {host} is cut off; the part was not used.");
        return output.Written;
    }

    // RFC 7932.
    private static bool Brotli(ReadOnlySpan<byte> body, Output output)
    {
        using var decoder = new BrotliDecoder();
        while (true)
        {
            var status = decoder.Decompress(body, output.Free(), out var consumed, out var written);
            output.Advance(written);
            body = body[consumed..];
            if (status == OperationStatus.Done)
                return true;
            if (status == OperationStatus.InvalidData)
                throw new InvalidDataException();
            if (status == OperationStatus.NeedMoreData)
                return false;
        }
    }

    // RFC 9110 §8.4.1.2 means the zlib format (RFC 1950); some servers send bare deflate (RFC 1951).
    private static bool Deflate(ReadOnlyMemory<byte> body, Output output)
    {
        var isZlib = body.Length >= 2 && (body.Span[0] & 0x0f) == 8 && BinaryPrimitives.ReadUInt16BigEndian(body.Span) % 31 == 0;
        using var source = new WatchedSource(body);
        using Stream inflater = isZlib
            ? new ZLibStream(source, CompressionMode.Decompress)
            : new DeflateStream(source, CompressionMode.Decompress);
        Drain(inflater, output);
        return !source.RanDry;
    }

    // RFC 1952: members one after another. What follows the last one is ignored, as everywhere.
    private bool Gzip(ReadOnlyMemory<byte> body, Output output)
    {
        var (start, members) = (0, 0);
        do
        {
            if (++members > MaxGzipMembers)
                throw Refuse($"{host} compressed the document in more than {MaxGzipMembers} pieces.");
            if (GzipFormat.HeaderLength(body.Span[start..]) is not { } header)
                return false;
            using var source = new WatchedSource(body[(start + header)..]);
            using var inflater = new DeflateStream(source, CompressionMode.Decompress);
            var before = output.Length;
            Drain(inflater, output);
            if (source.RanDry)
                return false;
            if (GzipFormat.AfterTrailer(source.Tail.Span, output.Written.Span[before..]) is not { } inTail)
                throw new InvalidDataException();
            start += header + source.TailStart + inTail;
        } while (GzipFormat.IsMember(body.Span[start..]));
        return true;
    }

    private static void Drain(Stream inflater, Output output)
    {
        while (inflater.Read(output.Free()) is var read and > 0)
            output.Advance(read);
    }

    private static RefusalException Refuse(string text) => new(FailureClass.Decompression, text);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private sealed class Output(Decompression limits, int compressedBytes, uint? announced)
    {
        // One more than announced, so that the end is seen without growing.
        private readonly ArrayBufferWriter<byte> _bytes = new((int)Math.Clamp((announced ?? compressedBytes * 4L) + 1, 4096, 1024 * 1024));

        public int Length => _bytes.WrittenCount;
        public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

        public Span<byte> Free() => _bytes.GetSpan(1);

        public void Advance(int written)
        {
            _bytes.Advance(written);
            if (Length > limits.MaxBytes)
                throw new RefusalException(
                    FailureClass.TooLarge,
                    $"The document of {limits.Host} is larger than {limits.MaxBytes} bytes (MaxDocumentBytes) when decompressed."
                );
            if (Length > RatioCountsFrom && Length / Math.Max(1, compressedBytes) > limits.MaxRatio)
                throw Refuse(
                    $"The document of {limits.Host} inflates more than {limits.MaxRatio} times (MaxCompressionRatio), as only a trap does."
                );
        }
    }

    private int MaxBytes => maxBytes;
    private int MaxRatio => maxRatio;
    private string Host => host;
}
