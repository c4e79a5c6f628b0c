using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FeedAggregator.Tests.Support;

/// <summary>A request as the publisher saw it.</summary>
internal sealed record PublisherRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, int Number)
{
    /// <summary>A field's value, or null; names are not case-sensitive.</summary>
    public string? this[string name] => Headers.GetValueOrDefault(name);

    public string Path => Target.Split('?')[0];

    public byte[] Body { get; init; } = [];
}

/// <summary>A well-formed answer. What a publisher may do wrong is written to the wire byte by byte instead.</summary>
internal sealed record Answer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    public Answer(int status, string body, params (string Name, string Value)[] headers)
        : this(status, Encoding.UTF8.GetBytes(body), headers) { }

    public static Answer Feed(string body, params (string Name, string Value)[] headers) =>
        new(200, body, [("Content-Type", "application/rss+xml; charset=utf-8"), .. headers]);

    public static Answer Redirect(string location, int status = 302) => new(status, "", ("Location", location));

    public static Answer NotModified(params (string Name, string Value)[] headers) => new(304, "", headers);
}

/// <summary>The publisher's end of one connection, for behaviour no well-formed answer has.</summary>
internal sealed class Wire(Socket socket, Stream stream)
{
    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    /// <summary>Breaks the connection: the other side sees a reset, not an end.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Returns when the other side has closed the connection.</summary>
    public async Task UntilClosedAsync()
    {
        var one = new byte[1];
        try
        {
            while (await stream.ReadAsync(one) > 0) { }
        }
        catch (IOException) { }
    }
}

/// <summary>A real http server on loopback whose every page is a function. Real sockets, no waiting: whoever needs time takes it on the test's clock.</summary>
internal sealed class LoopbackPublisher : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentDictionary<string, Func<PublisherRequest, Wire, Task<bool>>> _pages = new();
    private readonly ConcurrentQueue<PublisherRequest> _requests = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _connections;

    /// <param name="address">127.0.0.1 unless said; any address of 127.0.0.0/8 is another host on Linux.</param>
    /// <param name="certificate">With one, the publisher speaks TLS.</param>
    public LoopbackPublisher(string address = "127.0.0.1", X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener = new TcpListener(IPAddress.Parse(address), 0);
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;
    public IReadOnlyList<PublisherRequest> Requests => [.. _requests];
    public int Connections => _connections;

    /// <summary>The address of a page here.</summary>
    public Uri Url(string path) => new($"{(_certificate is null ? "http" : "https")}://{EndPoint}{path}");

    /// <summary>The address of a page here under a name, for tests that resolve names themselves.</summary>
    public Uri Url(string host, string path) => new($"{(_certificate is null ? "http" : "https")}://{host}:{EndPoint.Port}{path}");

    public void Serve(string path, Answer answer) => Serve(path, _ => answer);

    public void Serve(string path, Func<PublisherRequest, Answer> page) => Serve(path, request => Task.FromResult(page(request)));

    public void Serve(string path, Func<PublisherRequest, Task<Answer>> page) =>
        _pages[path] = async (request, wire) =>
        {
            await SendAsync(wire, await page(request));
            return true;
        };

    /// <summary>The page writes what it likes; afterwards the connection is closed.</summary>
    public void ServeRaw(string path, Func<PublisherRequest, Wire, Task> page) =>
        _pages[path] = async (request, wire) =>
        {
            await page(request, wire);
            return false;
        };

    /// <summary>The page writes this and closes the connection.</summary>
    public void ServeRaw(string path, string answer) => ServeRaw(path, (_, wire) => wire.WriteAsync(answer));

    /// <summary>Returns when one more request has arrived than this was called before.</summary>
    public Task WaitForRequestAsync() => _arrived.WaitAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (var socket in _sockets)
            socket.Dispose();
        await _accepting;
        _stop.Dispose();
        _arrived.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _sockets.Add(socket);
                Interlocked.Increment(ref _connections);
                _ = Task.Run(() => TalkAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private async Task TalkAsync(Socket socket)
    {
        try
        {
            using var _ = socket;
            Stream stream = new NetworkStream(socket);
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }
            await using (stream)
            {
                var reader = new BufferedStream(stream, 8192);
                while (await ReadRequestAsync(reader) is { } request && await AnswerAsync(request, new Wire(socket, stream))) { }
            }
        }
        catch (Exception e)
            when (e is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The other side went away, which is its right.
        }
    }

    private Task<bool> AnswerAsync(PublisherRequest request, Wire wire)
    {
        _requests.Enqueue(request);
        _arrived.Release();
        return _pages.TryGetValue(request.Path, out var page) ? page(request, wire) : NoSuchPageAsync(wire);
    }

    private static async Task<bool> NoSuchPageAsync(Wire wire)
    {
        await SendAsync(wire, new Answer(404, "no such page"));
        return true;
    }

    private static Task SendAsync(Wire wire, Answer answer)
    {
        var head = new StringBuilder().Append("HTTP/1.1 ").Append(answer.Status).Append(" X\r\n");
        foreach (var (name, value) in answer.Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (answer.Status != 304)
            head.Append("Content-Length: ").Append(answer.Body.Length).Append("\r\n");
        return wire.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()).Concat(answer.Body).ToArray());
    }

    private async Task<PublisherRequest?> ReadRequestAsync(BufferedStream stream)
    {
        if (await ReadLineAsync(stream) is not { Length: > 0 } first)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(stream) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        var words = first.Split(' ');
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new PublisherRequest(words[0], words[1], headers, _requests.Count + 1) { Body = body };
    }

    private static async Task<string?> ReadLineAsync(BufferedStream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) > 0)
        {
            if (one[0] == '\n')
                return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return null;
    }
}
