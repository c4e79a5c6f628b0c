using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedAggregator.Tests.Support;

/// <summary>A real proxy on loopback that tunnels (RFC 9110 §9.3.6) to where its own map of names leads. It closes what it refuses, as many do.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, IPEndPoint> _routes = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public ConnectProxy()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    /// <summary><c>user:password</c> that it wants; null lets everybody through.</summary>
    public string? Login { get; init; }

    /// <summary>What it was asked, the whole head of each request.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <param name="authority">Name and port, as in the request.</param>
    public void Route(string authority, IPEndPoint target) => _routes[authority] = target;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            var stream = client.GetStream();
            var head = await ReadHeadAsync(stream);
            _requests.Enqueue(head);
            var authority = head.Split(' ')[1];
            if (!IsLetIn(head))
                await stream.WriteAsync(
                    "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()
                );
            else if (_routes.TryGetValue(authority, out var target))
                await TunnelAsync(stream, target);
            else
                await stream.WriteAsync("HTTP/1.1 502 No such host\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException) { }
    }

    private async Task TunnelAsync(NetworkStream stream, IPEndPoint target)
    {
        using var far = new TcpClient();
        await far.ConnectAsync(target, _stop.Token);
        await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token);
        var other = far.GetStream();
        await Task.WhenAny(stream.CopyToAsync(other, _stop.Token), other.CopyToAsync(stream, _stop.Token));
    }

    private bool IsLetIn(string head) =>
        Login is null
        || head.Contains(
            $"\r\nProxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Login))}\r\n",
            StringComparison.OrdinalIgnoreCase
        );

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                throw new IOException("It hung up.");
            head.Append((char)one[0]);
        }
        return head.ToString();
    }
}
