using System.Net;

namespace FeedAggregator.Fetching;

/// <summary>
/// Which addresses are asked through <see cref="FetchOptions.Proxy"/>. <see cref="FetchOptions.NoProxy"/> is read as most programs read <c>NO_PROXY</c>: a name stands
/// for itself and what lies below it, one with a leading dot (or <c>*.</c>) for what lies below alone, a network for addresses written as numbers, <c>*</c> for all.
/// </summary>
internal sealed class ProxyRoute(FetchOptions options) : IWebProxy
{
    private readonly string[] _names =
    [
        .. options
            .NoProxy.Where(x => !IPNetwork.TryParse(x, out _))
            .Select(x => (x.StartsWith("*.", StringComparison.Ordinal) ? x[1..] : x).TrimEnd('.')),
    ];
    private readonly IPNetwork[] _networks = [.. options.NoProxy.Where(x => IPNetwork.TryParse(x, out _)).Select(IPNetwork.Parse)];

    public ICredentials? Credentials { get; set; } = options.ProxyCredentials is null ? null : Login(options.ProxyCredentials);

    /// <summary>What is wrong with an entry of <see cref="FetchOptions.NoProxy"/>; null when nothing is.</summary>
    public static string? Problem(string entry) =>
        entry == "*"
        || IPNetwork.TryParse(entry, out _)
        || Uri.CheckHostName(entry.StartsWith("*.", StringComparison.Ordinal) ? entry[2..] : entry.TrimStart('.'))
            != UriHostNameType.Unknown
            ? null
            : $"'{entry}' is neither a host name nor a network such as 192.168.1.0/24; a port or scheme does not belong here.";

    public bool IsProxied(Uri url)
    {
        if (options.Proxy is null)
            return false;
        var host = url.IdnHost.Trim('[', ']').TrimEnd('.');
        if (IPAddress.TryParse(host, out var address) && _networks.Any(x => x.Contains(address)))
            return false;
        return !_names.Any(name => Covers(name, host));
    }

    public Uri? GetProxy(Uri destination) => options.Proxy;

    public bool IsBypassed(Uri host) => !IsProxied(host);

    private static bool Covers(string name, string host)
    {
        if (name == "*" || string.Equals(name, host, StringComparison.OrdinalIgnoreCase))
            return true;
        return name.StartsWith('.')
            ? host.EndsWith(name, StringComparison.OrdinalIgnoreCase)
            : host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
    }

    private static NetworkCredential Login(string reference)
    {
        var parts = HeaderSecrets.Resolve("Proxy-Authorization", reference).Split(':', 2);
        return new NetworkCredential(parts[0], parts.Length > 1 ? parts[1] : "");
    }
}
