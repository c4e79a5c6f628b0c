using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace FeedAggregator.Delivery;

/// <summary>One connection to a mail server: commands out, replies in, each with a limit of time and size.</summary>
internal sealed class SmtpWire(Stream stream, TimeSpan timeout, TimeProvider clock) : IAsyncDisposable
{
    private const int LongestLine = 2_000;
    private const int LongestReply = 1 << 20;
    private readonly byte[] _buffer = new byte[8 * 1024];
    private Stream _stream = stream;
    private int _start;
    private int _end;

    /// <exception cref="ArgumentException">The command would be two: a bug, because all that stands in one is checked where it comes in.</exception>
    public Task<SmtpReply> AskAsync(string command, CancellationToken ct) =>
        command.AsSpan().ContainsAny('\r', '\n', '\0')
            ? throw new ArgumentException("A command has characters that cannot stand in one.")
            : AskAsync(Encoding.UTF8.GetBytes(command + "\r\n"), timeout, ct);

    /// <exception cref="SmtpBrokenException">The connection broke or the time ran out.</exception>
    public async Task<SmtpReply> AskAsync(ReadOnlyMemory<byte> bytes, TimeSpan patience, CancellationToken ct)
    {
        await SendAsync(bytes, ct);
        return await ReadAsync(patience, ct);
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) =>
        WithinAsync(
            timeout,
            async limit =>
            {
                await _stream.WriteAsync(bytes, limit);
                await _stream.FlushAsync(limit);
                return true;
            },
            ct
        );

    public Task<SmtpReply> ReadAsync(TimeSpan patience, CancellationToken ct) => WithinAsync(patience, ReadReplyAsync, ct);

    /// <summary>What the server said before TLS counts for nothing after it: bytes that were slipped in behind its answer are an attack (CVE-2011-0411).</summary>
    /// <exception cref="SmtpBrokenException">No TLS, or none with whom we trust.</exception>
    public async Task SecureAsync(MailTrust trust, CancellationToken ct)
    {
        if (_start < _end)
            throw new SmtpBrokenException("the server said something between its answer to STARTTLS and TLS; nothing was sent");
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        try
        {
            await WithinAsync(timeout, limit => ShakeHandsAsync(tls, trust, limit), ct);
        }
        catch (SmtpBrokenException broken) when (trust.Problem is { } problem)
        {
            throw new SmtpBrokenException($"the server's certificate is refused: {problem}", broken);
        }
    }

    private static async Task<bool> ShakeHandsAsync(SslStream tls, MailTrust trust, CancellationToken ct)
    {
        await tls.AuthenticateAsClientAsync(trust.Handshake(), ct);
        return true;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<T> WithinAsync<T>(TimeSpan patience, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SmtpBrokenException($"the server did not answer within {patience.TotalSeconds:0.#} s");
        }
        catch (AuthenticationException refused)
        {
            throw new SmtpBrokenException($"TLS failed: {refused.GetBaseException().Message}", refused);
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            throw new SmtpBrokenException($"the connection broke: {broken.Message}", broken);
        }
    }

    private async Task<SmtpReply> ReadReplyAsync(CancellationToken ct)
    {
        var lines = new List<string>();
        var size = 0;
        while (true)
        {
            var (line, length) = await ReadLineAsync(ct);
            size += length;
            if (size > LongestReply)
                throw new SmtpBrokenException("the server's reply has no end");
            if (SmtpReply.ParseLine(line) is not { } parsed)
                throw new SmtpBrokenException($"the server does not speak SMTP: \"{HeaderText.OneLine(line, 80)}\"");
            if (lines.Count < 100)
                lines.Add(parsed.Text);
            if (!parsed.More)
                return new SmtpReply(parsed.Code, lines);
        }
    }

    /// <summary>A line without its end; what is beyond 2,000 bytes of it is dropped.</summary>
    private async Task<(string Line, int Length)> ReadLineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        var length = 0;
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await _stream.ReadAsync(_buffer, ct));
                if (_end == 0)
                    throw new SmtpBrokenException("the server hung up");
            }
            var b = _buffer[_start++];
            if (++length > LongestReply)
                throw new SmtpBrokenException("the server's reply has no end");
            if (b == '\n')
                return (line.ToString().TrimEnd('\r'), length);
            if (line.Length < LongestLine)
                line.Append(b < 0x80 ? (char)b : '?');
        }
    }
}
