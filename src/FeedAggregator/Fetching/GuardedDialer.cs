using System.Net;
using System.Net.Sockets;

namespace FeedAggregator.Fetching;

/// <summary>
/// Opens every connection the fetcher has. A name is resolved once a hop, all its addresses are checked, and only those are dialled, so that a name
/// cannot answer the check with one address and the connection with another.
/// </summary>
internal sealed class GuardedDialer(FetchOptions options, AddressGuard guard, Network network, TimeProvider clock)
{
    /// <exception cref="RefusalException">No address, or one that may not be dialled.</exception>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(Uri url, bool fromOutside, CancellationToken ct)
    {
        var host = url.IdnHost.Trim('[', ']');
        var addresses = IPAddress.TryParse(host.TrimEnd('.'), out var literal) ? [literal] : await LookUpAsync(host, ct);
        if (guard.Check(host, addresses, fromOutside) is { } refusal)
            throw new RefusalException(refusal);
        if (addresses.All(address => guard.Judge(host, address) == AddressKind.Public) && UrlRules.CheckPort(url) is { } port)
            throw new RefusalException(port);
        return addresses;
    }

    /// <summary>For a request through the proxy, which resolves by itself: what can be told without that. Empty for a name.</summary>
    /// <exception cref="RefusalException">It lies inside by its form.</exception>
    public async Task<IReadOnlyList<IPAddress>> CheckForProxyAsync(Uri url, bool fromOutside, CancellationToken ct)
    {
        var host = url.IdnHost.Trim('[', ']');
        if (IPAddress.TryParse(host.TrimEnd('.'), out _))
        {
            return await ResolveAsync(url, fromOutside, ct);
        }
        var refused = guard.CheckName(host, fromOutside) ?? UrlRules.CheckPort(url);
        return refused is null ? [] : throw new RefusalException(refused);
    }

    /// <summary>True when the host lies outside every allow-listed network.</summary>
    public bool IsOutside(string host, IReadOnlyList<IPAddress> addresses) =>
        addresses.Count == 0 ? !guard.IsAllowedName(host) : addresses.All(address => guard.Judge(host, address) == AddressKind.Public);

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var target = context.DnsEndPoint;
        var addresses =
            options.Proxy is not null ? await LookUpAsync(target.Host, ct)
            : context.InitialRequestMessage.Options.TryGetValue(RequestMessage.CheckedAddresses, out var checkedOnes) ? checkedOnes
            : throw new InvalidOperationException("A request without checked addresses must not be dialled.");
        var stream = await DialAnyAsync(target.Host, addresses, target.Port, ct);
        return new MeteredStream(stream, target.Host, options.MaxDocumentBytes + options.MaxHeaderBytes + MeteredStream.Slack);
    }

    private async Task<IPAddress[]> LookUpAsync(string host, CancellationToken ct)
    {
        try
        {
            var addresses = await network.Resolve(host, ct);
            return addresses.Length > 0 ? addresses : throw Unknown(host);
        }
        catch (SocketException)
        {
            throw Unknown(host);
        }
        catch (ArgumentException)
        {
            throw Unknown(host);
        }
    }

    private async Task<Stream> DialAnyAsync(string host, IReadOnlyList<IPAddress> addresses, int port, CancellationToken ct)
    {
        Exception? last = null;
        // A dead address must leave time for the next one: dual-stack hosts with a broken half are common.
        var share = options.ConnectTimeout / addresses.Count;
        foreach (var address in addresses)
        {
            using var limit = new CancellationTokenSource(share, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
            try
            {
                return await network.Dial(new IPEndPoint(address, port), both.Token);
            }
            catch (SocketException e)
            {
                last = e;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                last = new RefusalException(
                    FailureClass.Timeout,
                    $"{host} did not take a connection within {options.ConnectTimeout.TotalSeconds:0.#} s; it may be down."
                );
            }
        }
        throw last!;
    }

    private static RefusalException Unknown(string host) =>
        new(FailureClass.Dns, $"The name {host} could not be resolved; check its spelling, or this machine's name server.");
}
