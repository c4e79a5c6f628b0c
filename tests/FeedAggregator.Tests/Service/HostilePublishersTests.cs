using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Service;

/// <summary>The running service among publishers that mean harm: each is named for what it does, and the others never notice.</summary>
public sealed class HostilePublishersTests : IAsyncLifetime
{
    private const int Megabyte = 1024 * 1024;

    private static readonly Dictionary<string, string> Expected = new()
    {
        ["endless"] = "too-large",
        ["bomb"] = "decompression",
        ["drip"] = "timeout",
        ["silent"] = "timeout",
        ["circle"] = "too-many-redirects",
        ["inside"] = "blocked-address",
        ["scheme"] = "bad-scheme",
        ["cut"] = "truncated",
        ["garbage"] = "connection",
        ["page"] = "not-a-feed",
        ["quiet"] = "http-4xx",
    };

    private readonly LoopbackPublisher _hostile = new();
    private readonly LoopbackPublisher _good = new("127.0.0.2");
    private readonly TcpListener _inside = new(IPAddress.IPv6Loopback, 0);

    public ValueTask InitializeAsync()
    {
        _inside.Start();
        _hostile.ServeRaw(
            "/endless",
            (_, wire) => RepeatAsync(wire, "HTTP/1.1 200 OK\r\n\r\n<rss>", new string('x', 64 * 1024), TimeSpan.Zero)
        );
        _hostile.Serve("/bomb", new Answer(200, Bomb(), ("Content-Encoding", "gzip")));
        _hostile.ServeRaw("/drip", (_, wire) => RepeatAsync(wire, "HTTP/1.1 200 OK\r\n\r\n", "<", TimeSpan.FromMilliseconds(100)));
        _hostile.ServeRaw("/silent", (_, wire) => wire.UntilClosedAsync());
        _hostile.Serve("/circle", Answer.Redirect("/circle2"));
        _hostile.Serve("/circle2", Answer.Redirect("/circle"));
        _hostile.Serve("/inside", Answer.Redirect($"http://{_inside.LocalEndpoint}/"));
        _hostile.Serve("/scheme", Answer.Redirect("file:///etc/passwd"));
        _hostile.ServeRaw("/cut", "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss><channel>");
        _hostile.ServeRaw("/garbage", "\0\u0001\u0002 no protocol at all\r\n\r\n");
        _hostile.Serve("/page", new Answer(200, "<!doctype html><title>Buy</title><p>now", ("Content-Type", "application/rss+xml")));
        _hostile.Serve("/quiet", new Answer(403, "", ("Retry-After", "999999999999")));
        _good.Serve("/one", Answer.Feed(RssText.Feed(RssText.Item("One", "1"))));
        _good.Serve("/two", Answer.Feed(RssText.Feed(RssText.Item("Two", "2"))));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _hostile.DisposeAsync();
        await _good.DisposeAsync();
        _inside.Dispose();
    }

    [Fact]
    public async Task Each_is_named_for_what_it_does_and_the_good_feeds_arrive_all_the_same()
    {
        var feeds =
            "feeds:\n" + string.Concat(Expected.Keys.Select(x => Feed(_hostile, x)).Append(Feed(_good, "one")).Append(Feed(_good, "two")));
        await using var service = await RunningService.StartAsync(feeds, "--Polling:TotalTimeout=8s", "--Polling:AttemptTimeout=8s");

        var answer = await service.UntilAsync(
            "/api/v1/feeds",
            x => x.EnumerateArray().All(feed => feed.GetProperty("status").GetString() != "new")
        );

        var classes = answer
            .EnumerateArray()
            .Where(x => x.TryGetProperty("failureClass", out var name) && name.GetString() is not null)
            .ToDictionary(x => x.GetProperty("id").GetString()!, x => x.GetProperty("failureClass").GetString()!);
        Assert.Equal(Expected.OrderBy(x => x.Key), classes.OrderBy(x => x.Key));
        Assert.Equal(["One", "Two"], (await service.ItemsAsync()).Select(x => x.Title).Order());
        Assert.False(_inside.Pending());
    }

    private static string Feed(LoopbackPublisher publisher, string name) => $"  - url: {publisher.Url("/" + name)}\n    id: {name}\n";

    private static async Task RepeatAsync(Wire wire, string start, string piece, TimeSpan pause)
    {
        await wire.WriteAsync(start);
        while (true)
        {
            await wire.WriteAsync(piece);
            await Task.Delay(pause);
        }
    }

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.ASCII.GetBytes("<rss>"));
            for (var i = 0; i < 64; i++)
            {
                gzip.Write(new byte[Megabyte]);
            }
        }
        return packed.ToArray();
    }
}
