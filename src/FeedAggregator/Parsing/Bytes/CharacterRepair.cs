using System.Buffers;

namespace FeedAggregator.Parsing.Bytes;

/// <summary>Line ends become '\n' (XML 1.0, 2.11) and characters that XML forbids go, in place and in one pass.</summary>
internal static class CharacterRepair
{
    private const char FirstC1 = '\u0080';
    private const char LastC1 = '\u009F';

    private static readonly SearchValues<char> Unwanted = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"
    );

    public static void Apply(DecodedText text, WarningLog log)
    {
        ReplaceC1(text, log);
        var read = text.Span.IndexOfAny(Unwanted);
        if (read < 0)
            return;
        var buffer = text.Buffer.AsSpan(0, text.Length);
        var write = read;
        var reported = false;
        while (read < buffer.Length)
        {
            var c = buffer[read++];
            if (c == '\r')
            {
                if (read == buffer.Length || buffer[read] != '\n')
                    buffer[write++] = '\n';
            }
            else if (!reported)
            {
                log.Add(1 + buffer[..write].Count('\n'), "control characters removed");
                reported = true;
            }
            var run = buffer[read..].IndexOfAny(Unwanted);
            run = run < 0 ? buffer.Length - read : run;
            buffer.Slice(read, run).CopyTo(buffer[write..]);
            read += run;
            write += run;
        }
        text.Length = write;
    }

    /// <summary>C1 controls are bytes of Windows-1252 that were taken for Latin-1 on their way here; nobody means the controls.</summary>
    private static void ReplaceC1(DecodedText text, WarningLog log)
    {
        var rest = text.Buffer.AsSpan(0, text.Length);
        var reported = false;
        for (var at = rest.IndexOfAnyInRange(FirstC1, LastC1); at >= 0; at = rest.IndexOfAnyInRange(FirstC1, LastC1))
        {
            if (!reported)
                log.Add(1 + text.Span[..(text.Length - rest.Length + at)].Count('\n'), "C1 control characters were read as windows-1252");
            reported = true;
            rest[at] = Windows1252.FromC1(rest[at]);
            rest = rest[(at + 1)..];
        }
    }
}
