using System.Net;

namespace FeedAggregator.Fetching;

/// <summary>Bounds and manners of fetching. Immutable; check <see cref="Problems"/> before use: <see cref="FeedFetcher"/> refuses what it reports.</summary>
public sealed record FetchOptions
{
    /// <summary>One try at one hop, from dialling to the last byte. Above zero; what is left of <see cref="TotalTimeout"/> bounds it too.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The whole fetch with redirects and the retry, without the time spent waiting for a polite moment. Above zero, at most 10 minutes.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest silence inside a body. Above zero.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Dialling one host, all its addresses together. Above zero.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A document's size after decompression, and also before. 1 kB to 256 MB.</summary>
    public int MaxDocumentBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Decompressed over compressed size, for documents that inflate to more than a megabyte. 2 to 1100, the most deflate can do.</summary>
    public int MaxCompressionRatio { get; init; } = 100;

    /// <summary>Hops after the first request. 0 to 20.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>All header fields of one answer. 4 kB to 1 MB, counted in whole kilobytes.</summary>
    public int MaxHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>The product token publishers see (RFC 9110 §10.1.5).</summary>
    public string UserAgent { get; init; } = "FeedAggregator/0.1";

    /// <summary>An address or mailbox where a publisher can complain; part of the User-Agent field. Null leaves only what the program is.</summary>
    public string? Contact { get; init; }

    /// <summary>
    /// An http proxy for all requests, or null; for https it is asked to CONNECT (RFC 9110 §9.3.6). It resolves names and dials by itself, so the address guard can only judge what it sees from here:
    /// addresses written as numbers, names that by their form lie inside (<c>localhost</c>, <c>intranet</c>, <c>nas.local</c>), and what our own name server answers, where it knows the name.
    /// A proxy that can reach private networks must itself refuse them. The variables <c>HTTP_PROXY</c> and <c>NO_PROXY</c> of the environment are not read.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary><c>user:password</c> for the proxy, best as a reference: <c>env:NAME</c> or <c>file:PATH</c>.</summary>
    public string? ProxyCredentials { get; init; }

    /// <summary>
    /// Hosts that are asked without the proxy, under the guard of every direct request: <c>example.org</c> and all below it, <c>.example.org</c> only what is below, a network in CIDR notation for
    /// addresses written as numbers, <c>*</c> all.
    /// </summary>
    public IReadOnlyList<string> NoProxy { get; init; } = [];

    /// <summary>Host names, exactly as feeds write them, that may lie on loopback or a private network, such as a bridge on the LAN.</summary>
    public IReadOnlyList<string> AllowedPrivateHosts { get; init; } = [];

    /// <summary>Networks in CIDR notation that feeds may lie in although they are not public. Nobody's redirect leads into them from outside.</summary>
    public IReadOnlyList<string> AllowedPrivateNetworks { get; init; } = [];

    /// <summary>From the end of one visit to a host, or to an address, to the start of the next, one visit at a time. Zero lifts both bounds, for a publisher of one's own. At most 1 hour.</summary>
    public TimeSpan MinHostGap { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Visits under way at once. Those that take longer than <see cref="SlowAfter"/> no longer count here but against <see cref="MaxSlowVisits"/>. 1 to 1024.</summary>
    public int MaxConcurrency { get; init; } = 32;

    /// <summary>A visit is slow after this time, and stops holding up the others. Above zero.</summary>
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Slow visits at once; the next ones keep their place among <see cref="MaxConcurrency"/>. 0 to 4096.</summary>
    public int MaxSlowVisits { get; init; } = 256;

    /// <summary>A poll that could not start politely within this time is put off instead. Above zero.</summary>
    public TimeSpan MaxPoliteWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest <c>Retry-After</c> that is believed. At least 1 minute.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Everything that is wrong with the values, one sentence each that starts with the setting's name; empty when all is well.</summary>
    public IEnumerable<string> Problems() => [.. Times(), .. Sizes(), .. Counts(), .. Texts(), .. Networks()];

    /// <summary>What goes into the User-Agent field.</summary>
    internal string FullUserAgent => Contact is null ? UserAgent : $"{UserAgent} ({Contact})";

    private IEnumerable<string> Times()
    {
        (string Name, TimeSpan Value, TimeSpan Least, TimeSpan Most)[] times =
        [
            (nameof(AttemptTimeout), AttemptTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)),
            (nameof(TotalTimeout), TotalTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)),
            (nameof(ReadTimeout), ReadTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)),
            (nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)),
            (nameof(MinHostGap), MinHostGap, TimeSpan.Zero, TimeSpan.FromHours(1)),
            (nameof(SlowAfter), SlowAfter, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)),
            (nameof(MaxPoliteWait), MaxPoliteWait, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
            (nameof(MaxRetryAfter), MaxRetryAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365)),
        ];
        return from t in times where t.Value < t.Least || t.Value > t.Most select $"{t.Name} is {t.Value}; give {t.Least} to {t.Most}.";
    }

    private IEnumerable<string> Sizes() =>
        OutOfBounds(
            (nameof(MaxDocumentBytes), MaxDocumentBytes, 1024, 256 * 1024 * 1024),
            (nameof(MaxHeaderBytes), MaxHeaderBytes, 4 * 1024, 1024 * 1024),
            (nameof(MaxCompressionRatio), MaxCompressionRatio, 2, 1100)
        );

    private IEnumerable<string> Counts() =>
        OutOfBounds(
            (nameof(MaxRedirects), MaxRedirects, 0, 20),
            (nameof(MaxConcurrency), MaxConcurrency, 1, 1024),
            (nameof(MaxSlowVisits), MaxSlowVisits, 0, 4096)
        );

    private static IEnumerable<string> OutOfBounds(params (string Name, int Value, int Least, int Most)[] numbers) =>
        from n in numbers
        where n.Value < n.Least || n.Value > n.Most
        select $"{n.Name} is {n.Value}; give {n.Least} to {n.Most}.";

    private IEnumerable<string> Texts()
    {
        if (string.IsNullOrWhiteSpace(UserAgent) || !IsFieldText(UserAgent))
            yield return $"{nameof(UserAgent)} must be plain ASCII text and not empty.";
        if (Contact is not null && (!IsFieldText(Contact) || Contact.AsSpan().IndexOfAny('(', ')') >= 0))
            yield return $"{nameof(Contact)} must be plain ASCII text without parentheses, such as https://example.org/about or mailto:news@example.org.";
        if (Proxy is not null && (!Proxy.IsAbsoluteUri || Proxy.Scheme is not ("http" or "https") || Proxy.UserInfo.Length > 0))
            yield return $"{nameof(Proxy)} must be an absolute http or https address without a password; that goes into {nameof(ProxyCredentials)}.";
        if (Proxy is null && ProxyCredentials is not null)
            yield return $"{nameof(ProxyCredentials)} is set but {nameof(Proxy)} is not.";
        else if (ProxyCredentials is not null && HeaderSecrets.Problem(ProxyCredentials) is { } unknown)
            yield return $"{nameof(ProxyCredentials)} {unknown}.";
        foreach (var problem in NoProxy.Select(ProxyRoute.Problem).OfType<string>())
            yield return $"{nameof(NoProxy)}: {problem}";
    }

    private IEnumerable<string> Networks()
    {
        foreach (var host in AllowedPrivateHosts.Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
            yield return $"{nameof(AllowedPrivateHosts)}: '{host}' is not a host name.";
        foreach (var network in AllowedPrivateNetworks.Where(network => !IPNetwork.TryParse(network, out _)))
            yield return $"{nameof(AllowedPrivateNetworks)}: '{network}' is not a network such as 192.168.1.0/24 or fd00::/8.";
    }

    private static bool IsFieldText(string text) => text.All(c => c is >= ' ' and <= '~');
}
