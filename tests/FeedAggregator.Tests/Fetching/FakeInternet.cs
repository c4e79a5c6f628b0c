using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FeedAggregator.Fetching;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Fetching;

/// <summary>An Internet of a few names and addresses, all of which are loopback publishers in truth.</summary>
internal sealed class FakeInternet
{
    private readonly ConcurrentDictionary<string, Func<IPAddress[]>> _names = new();
    private readonly ConcurrentDictionary<IPAddress, IPEndPoint> _routes = new();
    private readonly ConcurrentQueue<IPAddress> _dialled = new();

    public IReadOnlyList<IPAddress> Dialled => [.. _dialled];

    public Network Network(X509Certificate2Collection? trusted = null) => new(ResolveAsync, DialAsync) { TrustedIssuers = trusted };

    public FakeInternet Name(string host, params string[] addresses) => Name(host, () => addresses);

    /// <summary>A name whose answer may be another each time.</summary>
    public FakeInternet Name(string host, Func<string[]> addresses)
    {
        _names[host] = () => [.. addresses().Select(IPAddress.Parse)];
        return this;
    }

    public FakeInternet Route(string address, LoopbackPublisher publisher)
    {
        _routes[IPAddress.Parse(address)] = publisher.EndPoint;
        return this;
    }

    public FakeInternet Host(string host, string address, LoopbackPublisher publisher) => Name(host, address).Route(address, publisher);

    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct) =>
        _names.TryGetValue(host, out var addresses)
            ? Task.FromResult(addresses())
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));

    private Task<Stream> DialAsync(IPEndPoint endpoint, CancellationToken ct)
    {
        _dialled.Enqueue(endpoint.Address);
        return _routes.TryGetValue(endpoint.Address, out var publisher)
            ? FeedAggregator.Fetching.Network.Real.Dial(publisher, ct)
            : Task.FromException<Stream>(new SocketException((int)SocketError.NetworkUnreachable));
    }
}
