using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FeedAggregator.Fetching;
using FeedAggregator.Tests.Support;
using static FeedAggregator.Tests.Fetching.Fetchers;

namespace FeedAggregator.Tests.Fetching;

/// <summary>A publisher with TLS behind a real proxy that tunnels; only the proxy knows where the publisher is.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private const string Host = "news.example.org";

    private readonly Certificates _certificates = new();
    private readonly LoopbackPublisher _publisher;
    private readonly ConnectProxy _proxy = new() { Login = "me:se:cret" };

    public ProxyTests()
    {
        _publisher = new LoopbackPublisher(certificate: _certificates.Of(Host));
        _publisher.Serve("/feed", Answer.Feed(Rss));
        _proxy.Route($"{Host}:443", _publisher.EndPoint);
        Environment.SetEnvironmentVariable("PROXY_TEST_LOGIN", "me:se:cret");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _publisher.DisposeAsync();
        _certificates.Dispose();
    }

    [Fact]
    public async Task A_feed_over_https_comes_through_the_proxys_tunnel_and_the_login_stays_with_the_proxy()
    {
        using var fetcher = Through(_proxy);

        var result = await fetcher.FetchAsync($"https://{Host}/feed");

        Assert.IsType<FetchResult.Document>(result);
        Assert.All(_proxy.Requests, x => Assert.StartsWith($"CONNECT {Host}:443 HTTP/1.1\r\n", x, StringComparison.Ordinal));
        Assert.DoesNotContain("/feed", string.Concat(_proxy.Requests), StringComparison.Ordinal);
        Assert.Null(Assert.Single(_publisher.Requests)["Proxy-Authorization"]);
    }

    [Fact]
    public async Task The_publishers_certificate_is_checked_through_the_tunnel()
    {
        _proxy.Route("other.example.org:443", _publisher.EndPoint);
        using var fetcher = Through(_proxy);

        var result = await fetcher.FetchAsync("https://other.example.org/feed");

        Assert.Contains($"is for another name ({Host}", AssertFailed(FailureClass.Tls, result).Text, StringComparison.Ordinal);
        Assert.Empty(_publisher.Requests);
    }

    [Fact]
    public async Task A_tunnel_that_is_refused_is_said_to_be_the_proxys_doing()
    {
        using var fetcher = Through(_proxy);
        using var stranger = Through(_proxy, x => x with { ProxyCredentials = "me:guess" });

        var unknown = await fetcher.FetchAsync("https://nobody.example.org/feed");
        var refused = await stranger.FetchAsync($"https://{Host}/feed");

        Assert.Contains(
            "The proxy did not connect to nobody",
            AssertFailed(FailureClass.Connection, unknown).Text,
            StringComparison.Ordinal
        );
        Assert.Contains("Polling:ProxyCredentials", AssertFailed(FailureClass.Connection, refused).Text, StringComparison.Ordinal);
        Assert.Empty(_publisher.Requests);
    }

    [Fact]
    public async Task A_proxy_that_is_away_is_named_and_not_the_publisher()
    {
        var away = new ConnectProxy();
        var url = away.Url;
        await away.DisposeAsync();
        using var fetcher = Through(_proxy, x => x with { Proxy = url });

        var result = await fetcher.FetchAsync($"https://{Host}/feed");

        Assert.Contains(
            $"The proxy {url.Authority} could not be reached",
            AssertFailed(FailureClass.Connection, result).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_name_that_leads_inside_as_far_as_our_own_name_server_knows_is_not_asked_for_through_the_proxy()
    {
        _proxy.Route("inside.example.org:443", _publisher.EndPoint);
        _publisher.Serve("/moved", Answer.Redirect("https://inside.example.org/feed"));
        using var fetcher = Through(_proxy, names: ("inside.example.org", "10.1.2.3"));

        var direct = await fetcher.FetchAsync("https://inside.example.org/feed");
        var redirected = await fetcher.FetchAsync($"https://{Host}/moved");

        Assert.Contains("10.1.2.3, a private address", AssertFailed(FailureClass.BlockedAddress, direct).Text, StringComparison.Ordinal);
        AssertFailed(FailureClass.BlockedAddress, redirected);
        Assert.DoesNotContain(_proxy.Requests, x => x.Contains("inside", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_inside_that_the_admin_allows_is_asked_for_through_the_proxy()
    {
        using var certificate = _certificates.Of("inside.example.org");
        await using var inside = new LoopbackPublisher(certificate: certificate);
        inside.Serve("/feed", Answer.Feed(Rss));
        _proxy.Route("inside.example.org:443", inside.EndPoint);
        using var fetcher = Through(
            _proxy,
            x => x with { AllowedPrivateHosts = ["inside.example.org"] },
            ("inside.example.org", "10.1.2.3")
        );

        var result = await fetcher.FetchAsync("https://inside.example.org/feed");

        Assert.IsType<FetchResult.Document>(result);
    }

    [Fact]
    public async Task A_host_without_proxy_is_dialled_under_the_guard()
    {
        var url = _publisher.Url(Host, "/feed");
        using var guarded = Through(_proxy, x => x with { NoProxy = ["example.org"] }, (Host, "127.0.0.1"));
        using var allowed = Through(_proxy, x => x with { NoProxy = ["example.org"], AllowedPrivateHosts = [Host] }, (Host, "127.0.0.1"));

        var refused = await guarded.FetchAsync(url);
        var taken = await allowed.FetchAsync(url);

        AssertFailed(FailureClass.BlockedAddress, refused);
        Assert.IsType<FetchResult.Document>(taken);
        Assert.Empty(_proxy.Requests);
    }

    [Theory]
    [InlineData("example.org", "https://example.org/", true)]
    [InlineData("example.org", "https://News.Example.ORG./feed", true)]
    [InlineData("example.org", "https://notexample.org/", false)]
    [InlineData(".example.org", "https://news.example.org/", true)]
    [InlineData("*.example.org", "https://news.example.org/", true)]
    [InlineData(".example.org", "https://example.org/", false)]
    [InlineData("192.168.0.0/16", "http://192.168.7.1/", true)]
    [InlineData("192.168.0.0/16", "http://10.0.0.1/", false)]
    [InlineData("fd00::/8", "http://[fd00::1]/", true)]
    [InlineData("127.0.0.1", "http://127.0.0.1:8081/", true)]
    [InlineData("*", "https://anything.example/", true)]
    public void Hosts_without_proxy_are_named_as_NO_PROXY_names_them(string entry, string url, bool direct)
    {
        var route = new ProxyRoute(
            Public with
            {
                Proxy = new Uri("http://proxy.example.org:3128"),
                NoProxy = ["elsewhere.example", entry],
            }
        );

        Assert.Equal(!direct, route.IsProxied(new Uri(url)));
        Assert.Null(ProxyRoute.Problem(entry));
    }

    [Fact]
    public void An_entry_that_names_no_host_and_a_login_that_is_not_there_are_told_before_the_start()
    {
        var options = Public with
        {
            Proxy = new Uri("http://proxy.example.org:3128"),
            ProxyCredentials = "env:PROXY_TEST_NOT_SET",
            NoProxy = ["https://example.org", "localhost:8080"],
        };

        var problems = options.Problems().ToList();

        Assert.Equal(3, problems.Count);
        Assert.Contains(
            problems,
            x => x.StartsWith("ProxyCredentials names the environment variable PROXY_TEST_NOT_SET", StringComparison.Ordinal)
        );
        Assert.Contains(problems, x => x.StartsWith("NoProxy: 'localhost:8080'", StringComparison.Ordinal));
    }

    private FeedFetcher Through(
        ConnectProxy proxy,
        Func<FetchOptions, FetchOptions>? adjust = null,
        params (string Host, string Address)[] names
    )
    {
        var options = Public with { Proxy = proxy.Url, ProxyCredentials = "env:PROXY_TEST_LOGIN" };
        var network = new Network(
            (host, _) =>
                IPAddress.TryParse(host, out var literal) ? Task.FromResult<IPAddress[]>([literal])
                : names.FirstOrDefault(x => x.Host == host).Address is { } address
                    ? Task.FromResult<IPAddress[]>([IPAddress.Parse(address)])
                : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)),
            Network.Real.Dial
        )
        {
            TrustedIssuers = [X509Certificate2.CreateFromPem(_certificates.Pem)],
        };
        return Make(adjust?.Invoke(options) ?? options, network: network);
    }
}
