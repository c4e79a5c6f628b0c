using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
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
    public int Connections { get; private set; }

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
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test ESMTP");
            await TalkAsync(reader, writer);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has hung up, or the test is over.
        }
    }

    private async Task TalkAsync(StreamReader reader, StreamWriter writer)
    {
        var (from, to, fault) = ("", "", MailFault.None);
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Commands.Enqueue(line);
            var word = line.Split(' ', 2)[0].ToUpperInvariant();
            switch (word)
            {
                case "EHLO":
                    var lines = Extensions.Prepend("test").ToList();
                    foreach (var (text, i) in lines.Select((x, i) => (x, i)))
                        await writer.WriteLineAsync($"250{(i + 1 < lines.Count ? '-' : ' ')}{text}");
                    break;
                case "AUTH":
                    await writer.WriteLineAsync("235 2.7.0 welcome");
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
                        return;
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go ahead");
                    if (!await TakeAsync(reader, writer, from, to, fault))
                        return;
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
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
