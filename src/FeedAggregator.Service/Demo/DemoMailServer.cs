using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedAggregator.Service.Demo;

/// <summary>A mail server on loopback that takes everything (RFC 5321, the least of it) and brings it nowhere: what it took is shown.</summary>
internal sealed class DemoMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<DemoMail> _show;
    private readonly Task _accepting;

    private DemoMailServer(Action<DemoMail> show)
    {
        _show = show;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <param name="show">Told of each mail, on any thread.</param>
    /// <exception cref="SocketException">No port is free.</exception>
    public static DemoMailServer Start(Action<DemoMail> show) => new(show);

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
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The demo is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 demo ESMTP");
            var to = "";
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var verb = line.Split(' ')[0].ToUpperInvariant();
                if (verb == "RCPT")
                {
                    to = line.Split('<', '>') is [_, var mailbox, ..] ? mailbox : "";
                }
                if (verb == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    _show(DemoMail.Read(to, await DataAsync(reader)));
                }
                await writer.WriteLineAsync(verb == "QUIT" ? "221 bye" : "250 ok");
                if (verb == "QUIT")
                {
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The service has hung up, or the demo is over.
        }
    }

    /// <summary>Up to the line with a single dot; dots are unstuffed.</summary>
    private async Task<string> DataAsync(StreamReader reader)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            data.Append(line.StartsWith('.') ? line[1..] : line).Append('\n');
        }
        return data.ToString();
    }
}
