using System.Net;
using FeedAggregator.Fetching;

namespace FeedAggregator.Mailing;

/// <summary>Lets webhooks be posted through the same guard that feeds are fetched through: no name leads into the admin's own network.</summary>
public static class WebhookClient
{
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <param name="options">Their allow-lists count here too.</param>
    public static HttpClient Guarded(FetchOptions options, TimeProvider clock)
    {
        var dialer = new GuardedDialer(options, new AddressGuard(options), Network.Real, clock);
        return new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
                UseProxy = false,
                MaxResponseHeadersLength = 16,
                PooledConnectionLifetime = ConnectionLife,
                ConnectTimeout = options.ConnectTimeout,
                ConnectCallback = async (context, ct) => await DialAsync(dialer, context, ct),
            }
        );
    }

    private static async Task<Stream> DialAsync(GuardedDialer dialer, SocketsHttpConnectionContext context, CancellationToken ct)
    {
        try
        {
            var addresses = await dialer.ResolveAsync(context.InitialRequestMessage.RequestUri!, fromOutside: false, ct);
            return await DialAnyAsync(addresses, context.DnsEndPoint.Port, ct);
        }
        catch (RefusalException refused)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, refused.Refusal.Text, refused);
        }
    }

    private static async Task<Stream> DialAnyAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken ct)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await Network.Real.Dial(new IPEndPoint(addresses[i], port), ct);
            }
            catch (System.Net.Sockets.SocketException) when (i + 1 < addresses.Count)
            {
                // The next address may answer.
            }
        }
    }
}
