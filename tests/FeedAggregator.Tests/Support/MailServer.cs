using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FeedAggregator.Tests.Support;

/// <summary>A mail that the server took, as it came: dots are unstuffed.</summary>
internal sealed record ReceivedMail(string From, string To, string Data)
{
    public string? Header(string name)
    {
        var head = Data.Split("\r\n\r\n", 2)[0].Replace("\r\n ", " ", StringComparison.Ordinal);
        var line = head.Split("\r\n").FirstOrDefault(x => x.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        return line?[(name.Length + 1)..].Trim();
    }
}

/// <summary>What a server does wrong with one recipient's mail.</summary>
internal enum MailFault
{
    None,
    Greylist,
    NoSuchUser,
    OverQuota,

    /// <summary>Takes the mail and hangs up without saying so.</summary>
    DropAfterDot,

    /// <summary>Hangs up in the middle of the mail.</summary>
    DropInData,

    /// <summary>421 at RCPT, and hangs up.</summary>
    Closing,

    /// <summary>Never answers RCPT.</summary>
    Silent,
}

/// <param name="FromTheStart">TLS before the greeting; else after STARTTLS.</param>
/// <param name="SlippedIn">Said in clear together with the answer to STARTTLS, as one in between would.</param>
internal sealed record MailTls(X509Certificate2 Certificate, bool FromTheStart = false, string SlippedIn = "");

/// <summary>A real SMTP server on loopback. <paramref name="fault"/> is asked at each RCPT, with the address and how often it was seen before.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, int, MailFault> _fault;
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<string, int> _seen = new();

    public MailServer(Func<string, int, MailFault>? fault = null, params string[] extensions)
    {
        _fault = fault ?? ((_, _) => MailFault.None);
        Extensions = extensions;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;
    public IReadOnlyList<string> Extensions { get; }
    public ConcurrentQueue<ReceivedMail> Received { get; } = new();
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>What came before TLS.</summary>
    public ConcurrentQueue<string> InClear { get; } = new();
    public int Connections { get; private set; }
    public MailTls? Tls { get; init; }

    /// <summary>Offered under TLS only.</summary>
    public string? Auth { get; init; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                _ = TalkAsync(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (Tls is { FromTheStart: true })
                stream = await SecureAsync(stream);
            await using (stream)
            {
                await WriteLineAsync(stream, "220 test ESMTP");
                if (await TalkAsync(stream) || Tls is null)
                    return;
                await using var secure = await SecureAsync(stream);
                await TalkAsync(secure);
            }
        }
        catch (Exception gone)
            when (gone is IOException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
        {
            // The client has hung up, or the test is over.
        }
    }

    private async Task<SslStream> SecureAsync(Stream stream)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Tls!.Certificate }, _stop.Token);
        return tls;
    }

    private Task WriteLineAsync(Stream stream, string line) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), _stop.Token).AsTask();

    /// <returns>False when the client wants TLS.</returns>
    private async Task<bool> TalkAsync(Stream stream)
    {
        var isClear = stream is not SslStream;
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        await using var writer = new StreamWriter(stream, Encoding.Latin1, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        var (from, to, fault) = ("", "", MailFault.None);
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Commands.Enqueue(line);
            if (isClear)
                InClear.Enqueue(line);
            var word = line.Split(' ', 2)[0].ToUpperInvariant();
            switch (word)
            {
                case "EHLO":
                    var lines = Offered(isClear).Prepend("test").ToList();
                    foreach (var (text, i) in lines.Select((x, i) => (x, i)))
                        await writer.WriteLineAsync($"250{(i + 1 < lines.Count ? '-' : ' ')}{text}");
                    break;
                case "STARTTLS" when isClear && Tls is { } tls:
                    await WriteLineAsync(stream, $"220 go ahead{(tls.SlippedIn.Length > 0 ? "\r\n" : "")}{tls.SlippedIn}");
                    return false;
                case "AUTH":
                    await AuthenticateAsync(line, reader, writer);
                    break;
                case "MAIL":
                    from = line;
                    await writer.WriteLineAsync("250 2.1.0 ok");
                    break;
                case "RCPT":
                    to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..].TrimEnd('>');
                    fault = _fault(to, _seen.AddOrUpdate(to, 0, (_, n) => n + 1));
                    if (fault == MailFault.Silent)
                        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
                    await writer.WriteLineAsync(AnswerTo(fault));
                    if (fault == MailFault.Closing)
                        return true;
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go ahead");
                    if (!await TakeAsync(reader, writer, from, to, fault))
                        return true;
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return true;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
        return true;
    }

    private IEnumerable<string> Offered(bool isClear) =>
        Extensions
            .Concat(isClear && Tls is not null ? ["STARTTLS"] : [])
            .Concat(Auth is { } ways && (!isClear || Tls is null) ? [$"AUTH {ways}"] : []);

    private async Task AuthenticateAsync(string line, StreamReader reader, StreamWriter writer)
    {
        if (line == "AUTH LOGIN")
        {
            foreach (var prompt in (string[])["VXNlcm5hbWU6", "UGFzc3dvcmQ6"])
            {
                await writer.WriteLineAsync($"334 {prompt}");
                Commands.Enqueue(await reader.ReadLineAsync(_stop.Token) ?? "");
            }
        }
        await writer.WriteLineAsync("235 2.7.0 welcome");
    }

    private static string AnswerTo(MailFault fault) =>
        fault switch
        {
            MailFault.Greylist => "451 4.7.1 greylisted, come again",
            MailFault.NoSuchUser => "550 5.1.1 no such user",
            MailFault.Closing => "421 4.3.2 closing",
            _ => "250 2.1.5 ok",
        };

    /// <returns>False when the server hangs up.</returns>
    private async Task<bool> TakeAsync(StreamReader reader, StreamWriter writer, string from, string to, MailFault fault)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line == ".")
            {
                if (fault == MailFault.OverQuota)
                {
                    await writer.WriteLineAsync("552 5.2.2 over quota");
                    return true;
                }
                Received.Enqueue(new ReceivedMail(from, to, data.ToString()));
                if (fault == MailFault.DropAfterDot)
                    return false;
                await writer.WriteLineAsync("250 2.0.0 queued");
                return true;
            }
            data.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            if (fault == MailFault.DropInData)
                return false;
        }
        return false;
    }
}
