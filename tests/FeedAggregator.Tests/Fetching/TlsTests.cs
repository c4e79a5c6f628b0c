using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FeedAggregator.Fetching;
using FeedAggregator.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using static FeedAggregator.Tests.Fetching.Fetchers;

namespace FeedAggregator.Tests.Fetching;

public sealed class TlsTests
{
    private static readonly DateTimeOffset Today = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_certificate_that_fits_is_accepted()
    {
        using var certificate = Certificate("news.example.org");

        var result = await FetchAsync(certificate, trusted: true);

        Assert.IsType<FetchResult.Document>(result);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_refused_by_that_name()
    {
        using var certificate = Certificate("news.example.org");

        var result = await FetchAsync(certificate, trusted: false);

        Assert.Contains("is self-signed", AssertFailed(FailureClass.Tls, result).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_by_that_name()
    {
        using var certificate = Certificate("other.example.org");

        var result = await FetchAsync(certificate, trusted: true);

        Assert.Contains("is for another name (other.example.org)", AssertFailed(FailureClass.Tls, result).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_with_its_dates()
    {
        using var certificate = Certificate("news.example.org", from: -20, to: -10);

        var result = await FetchAsync(certificate, trusted: true);

        Assert.Contains(
            $"to {Today.AddDays(-10):yyyy-MM-dd}, so it has expired",
            AssertFailed(FailureClass.Tls, result).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Plain_http_behind_https_is_a_failure_of_TLS()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Feed(Rss));
        using var fetcher = Make(Public, network: new FakeInternet().Host("news.example.org", "93.184.216.34", publisher).Network());

        var result = await fetcher.FetchAsync("https://news.example.org/feed");

        AssertFailed(FailureClass.Tls, result);
    }

    [Fact]
    public async Task Http_2_is_spoken_where_the_publisher_can()
    {
        using var certificate = Certificate("news.example.org");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.UseHttps(certificate);
                }
            )
        );
        await using var app = builder.Build();
        var protocol = "";
        app.MapGet(
            "/feed",
            (HttpRequest request) =>
            {
                protocol = request.Protocol;
                return Rss;
            }
        );
        await app.StartAsync();
        var port = new Uri(app.Urls.First()).Port;
        var network = new Network((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), Network.Real.Dial)
        {
            TrustedIssuers = [certificate],
        };
        using var fetcher = Make(network: network);

        var result = await fetcher.FetchAsync($"https://news.example.org:{port}/feed");

        Assert.IsType<FetchResult.Document>(result);
        Assert.Equal("HTTP/2", protocol);
    }

    private static async Task<FetchResult> FetchAsync(X509Certificate2 certificate, bool trusted)
    {
        await using var publisher = new LoopbackPublisher(certificate: certificate);
        publisher.Serve("/feed", Answer.Feed(Rss));
        X509Certificate2Collection none = [];
        var network = new FakeInternet().Host("news.example.org", "93.184.216.34", publisher).Network(trusted ? [certificate] : none);
        using var fetcher = Make(Public, network: network);
        return await fetcher.FetchAsync("https://news.example.org/feed");
    }

    private static X509Certificate2 Certificate(string host, int from = -1, int to = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(Today.AddDays(from), Today.AddDays(to));
    }
}
