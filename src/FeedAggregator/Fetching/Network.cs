using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace FeedAggregator.Fetching;

/// <summary>All addresses of a host, in the order to try them.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);

/// <summary>An open, plain connection.</summary>
internal delegate Task<Stream> DialAddress(IPEndPoint endpoint, CancellationToken ct);

/// <summary>What a fetch asks of the network and believes of it, so that a test can be the network.</summary>
internal sealed record Network(ResolveHost Resolve, DialAddress Dial)
{
    /// <summary>Issuers to trust instead of the machine's; null means the machine's.</summary>
    public X509Certificate2Collection? TrustedIssuers { get; init; }

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
