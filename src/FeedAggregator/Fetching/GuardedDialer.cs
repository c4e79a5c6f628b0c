using System.Net;
using System.Net.Sockets;

namespace FeedAggregator.Fetching;

/// <summary>
/// Opens every connection the fetcher has. A name is resolved once a hop, all its addresses are checked, and only those are dialled, so that a name
/// cannot answer the check with one address and the connection with another.
/// </summary>
internal sealed class GuardedDialer(FetchOptions options, AddressGuard guard, Network network, TimeProvider clock)
{
    private static readonly TimeSpan PatienceBesideProxy = TimeSpan.FromSeconds(3);

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

    /// <summary>
    /// For a request through the proxy, which resolves by itself: what can be told of the host here. Its addresses are checked as if they were dialled, where our own name server knows any within
    /// three seconds; in networks whose proxy alone resolves it does not, and then the form has to do. The proxy's answer may be another still: it must keep its own network out of reach.
    /// </summary>
    /// <returns>The addresses; empty when they are not known here.</returns>
    /// <exception cref="RefusalException">It lies inside.</exception>
    public async Task<IReadOnlyList<IPAddress>> CheckForProxyAsync(Uri url, bool fromOutside, CancellationToken ct)
    {
        var host = url.IdnHost.Trim('[', ']');
        if (IPAddress.TryParse(host.TrimEnd('.'), out _))
        {
            return await ResolveAsync(url, fromOutside, ct);
        }
        if ((guard.CheckName(host, fromOutside) ?? UrlRules.CheckPort(url)) is { } refused)
            throw new RefusalException(refused);
        var addresses = await LookUpIfKnownAsync(host, ct);
        return guard.Check(host, addresses, fromOutside) is { } inside ? throw new RefusalException(inside) : addresses;
    }

    /// <summary>True when the host lies outside every allow-listed network.</summary>
    public bool IsOutside(string host, IReadOnlyList<IPAddress> addresses) =>
        addresses.Count == 0 ? !guard.IsAllowedName(host) : addresses.All(address => guard.Judge(host, address) == AddressKind.Public);

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var target = context.DnsEndPoint;
        // Without checked addresses it is the proxy, whose name is the admin's word: the handler dials nothing else that was not given some.
        var stream =
            context.InitialRequestMessage.Options.TryGetValue(RequestMessage.CheckedAddresses, out var addresses)
                ? await DialAnyAsync(target.Host, addresses, target.Port, ct)
            : IsProxy(target) ? await DialProxyAsync(target, ct)
            : throw new InvalidOperationException("A request without checked addresses must not be dialled.");
        return new MeteredStream(stream, target.Host, options.MaxDocumentBytes + options.MaxHeaderBytes + MeteredStream.Slack);
    }

    private bool IsProxy(DnsEndPoint target) =>
        options.Proxy is { } proxy
        && proxy.Port == target.Port
        && string.Equals(proxy.IdnHost.Trim('[', ']'), target.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);

    private async Task<Stream> DialProxyAsync(DnsEndPoint proxy, CancellationToken ct)
    {
        try
        {
            return await DialAnyAsync(proxy.Host, await LookUpAsync(proxy.Host.Trim('[', ']'), ct), proxy.Port, ct);
        }
        catch (Exception e) when (e is SocketException or RefusalException)
        {
            // Not the publisher's doing, and not to be taken for it.
            throw new RefusalException(
                FailureClass.Connection,
                $"The proxy {proxy.Host}:{proxy.Port} could not be reached; check Polling:Proxy and whether it is running."
            );
        }
    }

    private async Task<IReadOnlyList<IPAddress>> LookUpIfKnownAsync(string host, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(PatienceBesideProxy, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await LookUpAsync(host, both.Token);
        }
        catch (RefusalException)
        {
            return [];
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return [];
        }
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
