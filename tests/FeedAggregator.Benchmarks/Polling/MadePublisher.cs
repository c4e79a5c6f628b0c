using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Benchmarks.Polling;

/// <summary>Serves <see cref="MadeFeeds"/> on many addresses of loopback, each another host, with validators or without.</summary>
internal sealed class MadePublisher : IAsyncDisposable
{
    private const int Hosts = 50;

    private readonly MadeFeeds _feeds;
    private readonly WebApplication _app;

    private MadePublisher(MadeFeeds feeds)
    {
        _feeds = feeds;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(x =>
        {
            for (var host = 0; host < Hosts; host++)
                x.Listen(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.7.{host + 1}")), 0);
        });
        _app = builder.Build();
        _app.MapGet("/{feed:int}.xml", AnswerAsync);
    }

    public bool Later { get; set; }
    public bool WithValidators { get; set; } = true;

    public static async Task<MadePublisher> StartAsync(MadeFeeds feeds)
    {
        var publisher = new MadePublisher(feeds);
        await publisher._app.StartAsync();
        return publisher;
    }

    public IEnumerable<string> Addresses()
    {
        var hosts = _app.Urls.ToList();
        return Enumerable
            .Range(0, _feeds.First.Count)
            .Select(x => string.Create(CultureInfo.InvariantCulture, $"{hosts[x % hosts.Count]}/{x}.xml"));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, int feed)
    {
        var document = (Later ? _feeds.Second : _feeds.First)[feed];
        var answer = context.Response;
        if (WithValidators)
        {
            var tag = Later && _feeds.Second[feed] != _feeds.First[feed] ? "\"2\"" : "\"1\"";
            answer.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch == tag)
            {
                answer.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        answer.ContentType = "application/rss+xml";
        answer.Headers.ContentEncoding = "gzip";
        answer.ContentLength = document.Length;
        await answer.Body.WriteAsync(document, context.RequestAborted);
    }
}
