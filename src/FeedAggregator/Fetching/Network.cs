using System.Net;
using System.Net.Sockets;

namespace FeedAggregator.Fetching;

/// <summary>All addresses of a host, in the order to try them.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);

/// <summary>An open, plain connection.</summary>
internal delegate Task<Stream> DialAddress(IPEndPoint endpoint, CancellationToken ct);

/// <summary>The two things a fetch asks of the network, so that a test can be the network.</summary>
internal sealed record Network(ResolveHost Resolve, DialAddress Dial)
{
    public static readonly Network Real = new(Dns.GetHostAddressesAsync, DialAsync);

    private static async Task<Stream> DialAsync(IPEndPoint endpoint, CancellationToken ct)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
