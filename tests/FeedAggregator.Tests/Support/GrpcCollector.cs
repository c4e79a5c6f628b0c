using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Tests.Support;

/// <summary>A collector's port 4317: HTTP/2 without TLS, and nothing but unary gRPC calls, each answered as one that succeeded.</summary>
internal sealed class GrpcCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Method, string Message)> _calls = new();

    private GrpcCollector()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(x => x.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _app = builder.Build();
        _app.MapPost("{service}/{method}", TakeAsync);
    }

    public Uri Url => new(_app.Urls.First());

    /// <summary>The messages sent to a method, such as <c>MetricsService/Export</c>, as Latin-1.</summary>
    public string Messages(string method) =>
        string.Concat(_calls.Where(x => x.Method.EndsWith(method, StringComparison.Ordinal)).Select(x => x.Message));

    public static async Task<GrpcCollector> StartAsync()
    {
        var collector = new GrpcCollector();
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>A message is a flag, four bytes of length and the bytes; what became of the call stands in the trailers.</summary>
    private async Task TakeAsync(HttpContext call)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        var isGrpc =
            call.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true
            && bytes.Length >= 5
            && bytes[0] == 0
            && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)) == bytes.Length - 5;
        if (isGrpc)
            _calls.Enqueue((call.Request.Path.Value!, Encoding.Latin1.GetString(bytes, 5, bytes.Length - 5)));
        call.Response.ContentType = "application/grpc";
        await call.Response.Body.WriteAsync(new byte[5]);
        call.Response.AppendTrailer("grpc-status", isGrpc ? "0" : "3");
    }
}
