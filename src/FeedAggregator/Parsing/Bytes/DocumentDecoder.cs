using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace FeedAggregator.Parsing.Bytes;

/// <summary>Bytes to characters: byte order mark, then transport, then declaration, then UTF-8; a label that is wrong is overruled.</summary>
internal static class DocumentDecoder
{
    public static DecodedText Decode(ReadOnlySpan<byte> body, string? contentType, WarningLog log)
    {
        var (proven, mark) = EncodingLabels.FromFirstBytes(body);
        body = body[mark..];
        if (proven == EncodingNames.Utf8)
            return Utf8.IsValid(body) ? DecodeAs(proven, body) : DecodeMixed(body, log);
        if (proven is not null)
            return DecodeAs(proven, body);
        var declared = Known(EncodingLabels.FromDeclaration(body), "XML declaration", log);
        var sent = Known(EncodingLabels.FromContentType(contentType), "Content-Type", log);
        return DecodeByLabel(body, sent ?? declared ?? EncodingNames.Utf8, sent is null ? null : declared, log);
    }

    /// <summary>A label for 16- or 32-bit units can't be true here: the first bytes would have shown it.</summary>
    private static Encoding? Known(string? label, string where, WarningLog log)
    {
        if (label is null)
            return null;
        var found = EncodingNames.Find(label);
        if (found is not (null or UnicodeEncoding or UTF32Encoding))
            return found;
        log.Add(1, $"the {where} names the encoding \"{label}\", which the document is not in; ignored");
        return null;
    }

    private static DecodedText DecodeByLabel(ReadOnlySpan<byte> body, Encoding label, Encoding? second, WarningLog log)
    {
        if (label == EncodingNames.Utf8)
            return DecodeAsUtf8(body, second, log);
        if (IsReallyUtf8(body, label))
            return Overruled(body, label, EncodingNames.Utf8, log);
        var text = DecodeAs(label, body);
        if (EncodingNames.IsWestern(label) || !text.Span.Contains('\uFFFD'))
            return text;
        return Retry(body, label, second, text, log);
    }

    /// <summary>
    /// Publishers change to UTF-8 and forget the label. Text in any other encoding is valid UTF-8 only by accident: of one byte a character, next to never;
    /// of two bytes, a few characters may be.
    /// </summary>
    private static bool IsReallyUtf8(ReadOnlySpan<byte> body, Encoding label)
    {
        const int AccidentsAtMost = 12;
        if (Ascii.IsValid(body) || !Utf8.IsValid(body))
            return false;
        return label.IsSingleByte || body.Length - Encoding.UTF8.GetCharCount(body) > AccidentsAtMost;
    }

    private static DecodedText DecodeAsUtf8(ReadOnlySpan<byte> body, Encoding? second, WarningLog log)
    {
        if (EncodingNames.ByEscapes(body) is { } escaped)
            return Overruled(body, EncodingNames.Utf8, escaped, log);
        if (Utf8.IsValid(body))
            return DecodeAs(EncodingNames.Utf8, body);
        if (second is not null && second != EncodingNames.Utf8)
        {
            var text = DecodeAs(second, body);
            if (!text.Span.Contains('\uFFFD'))
            {
                log.Add(1, $"labelled {EncodingNames.Utf8.WebName}, but invalid in it; read as {second.WebName}");
                return text;
            }
            text.Dispose();
        }
        return DecodeMixed(body, log);
    }

    private static DecodedText Retry(ReadOnlySpan<byte> body, Encoding label, Encoding? second, DecodedText text, WarningLog log)
    {
        var better = Utf8.IsValid(body) ? EncodingNames.Utf8 : second;
        if (better is null || better == label)
        {
            log.Add(1, $"some bytes are invalid in {label.WebName}; each became U+FFFD");
            return text;
        }
        text.Dispose();
        return Overruled(body, label, better, log);
    }

    private static DecodedText Overruled(ReadOnlySpan<byte> body, Encoding label, Encoding used, WarningLog log)
    {
        log.Add(1, $"labelled {label.WebName}, but the bytes are {used.WebName}; read as that");
        return DecodeAs(used, body);
    }

    private static DecodedText DecodeAs(Encoding encoding, ReadOnlySpan<byte> body)
    {
        // A UTF-8 document never has more characters than bytes, so its length need not be counted first.
        var capacity = encoding == EncodingNames.Utf8 ? body.Length : encoding.GetCharCount(body);
        var buffer = ArrayPool<char>.Shared.Rent(Math.Max(1, capacity));
        return new DecodedText(buffer, encoding.GetChars(body, buffer), encoding.WebName);
    }

    /// <summary>UTF-8 where it is valid, Windows-1252 for each byte where it is not: covers both one bad byte in UTF-8 and unlabelled Latin-1.</summary>
    private static DecodedText DecodeMixed(ReadOnlySpan<byte> body, WarningLog log)
    {
        var buffer = ArrayPool<char>.Shared.Rent(Math.Max(1, body.Length));
        var length = 0;
        var sequences = 0;
        var firstBad = -1;
        for (var at = 0; at < body.Length; )
        {
            var status = Rune.DecodeFromUtf8(body[at..], out var rune, out var used);
            if (status == OperationStatus.Done)
            {
                sequences += used > 1 ? 1 : 0;
                length += rune.EncodeToUtf16(buffer.AsSpan(length));
                at += used;
                continue;
            }
            firstBad = firstBad < 0 ? at : firstBad;
            length += EncodingNames.WesternWindows.GetChars(body.Slice(at, 1), buffer.AsSpan(length));
            at++;
        }
        var name = sequences > 0 ? EncodingNames.Utf8.WebName : EncodingNames.WesternWindows.WebName;
        if (firstBad >= 0)
            log.Add(1 + body[..firstBad].Count((byte)'\n'), "bytes that are not UTF-8 were read as windows-1252");
        return new DecodedText(buffer, length, name);
    }
}
