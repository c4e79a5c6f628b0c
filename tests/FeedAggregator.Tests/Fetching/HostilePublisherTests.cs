using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using FeedAggregator.Fetching;
using FeedAggregator.Tests.Support;
using static FeedAggregator.Tests.Fetching.Fetchers;

namespace FeedAggregator.Tests.Fetching;

/// <summary>What a publisher can do wrong on the wire, and the class each ends in.</summary>
public sealed class HostilePublisherTests
{
    private static readonly FetchOptions Small = Local with { MaxDocumentBytes = 64 * 1024, MaxHeaderBytes = 8 * 1024 };

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>", FailureClass.Truncated)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n<rss>", FailureClass.Truncated)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n", FailureClass.Truncated)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n-5\r\n", FailureClass.Truncated)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<rss>", FailureClass.TooLarge)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", FailureClass.Connection)]
    [InlineData("", FailureClass.Connection)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: te", FailureClass.Connection)]
    [InlineData("HTTP/1.1 302 Found\r\n\r\n", FailureClass.NotAFeed)]
    [InlineData("HTTP/1.1 206 Partial\r\nContent-Length: 5\r\n\r\n<rss>", FailureClass.Truncated)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<rss>", FailureClass.Decompression)]
    public async Task What_is_cut_off_or_garbled_is_never_taken_for_a_document(string answer, FailureClass expected)
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw("/feed", answer);

        var result = await FetchOnceAsync(publisher.Url("/feed"), Small);

        AssertFailed(expected, result);
    }

    [Fact]
    public async Task A_document_without_a_length_ends_with_its_connection()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw("/feed", "HTTP/1.1 200 OK\r\n\r\n" + Rss);

        var result = await FetchOnceAsync(publisher.Url("/feed"));

        Assert.Equal(Rss.Length, Assert.IsType<FetchResult.Document>(result).Body.Length);
    }

    [Fact]
    public async Task A_body_without_end_is_given_up_at_the_limit()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw("/feed", (_, wire) => FloodAsync(wire, "HTTP/1.1 200 OK\r\n\r\n", new string('x', 8192)));

        var result = await FetchOnceAsync(publisher.Url("/feed"), Small);

        Assert.Contains("MaxDocumentBytes", AssertFailed(FailureClass.TooLarge, result).Text, StringComparison.Ordinal);
        Assert.InRange(result.Facts.WireBytes, Small.MaxDocumentBytes, 3 * Small.MaxDocumentBytes);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Field: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("", "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1", ";ext=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n", "X-Trailer: aaaaaaaaaaaaaaaaaaaaaaaa\r\n")]
    public async Task What_never_ends_besides_the_body_is_given_up_too(string start, string piece)
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw("/feed", (_, wire) => FloodAsync(wire, start, string.Concat(Enumerable.Repeat(piece, 100))));

        var result = await FetchOnceAsync(publisher.Url("/feed"), Small);

        Assert.IsType<FetchResult.Failed>(result);
    }

    [Fact]
    public async Task Too_many_header_fields_name_the_limit()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Feed(Rss, ("X-Long", new string('a', 10_000))));

        var result = await FetchOnceAsync(publisher.Url("/feed"), Small);

        Assert.Contains("MaxHeaderBytes", AssertFailed(FailureClass.TooLarge, result).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_is_refused_by_its_first_piece()
    {
        await using var publisher = new LoopbackPublisher();
        var bomb = new MemoryStream();
        await using (var packer = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
            await packer.WriteAsync(new byte[600 * 1024 * 1024]);
        publisher.Serve("/feed", new Answer(200, bomb.ToArray(), ("Content-Encoding", "gzip")));

        var result = await FetchOnceAsync(publisher.Url("/feed"));

        Assert.IsType<FetchResult.Failed>(result);
        Assert.InRange(result.Facts.WireBytes, 256 * 1024, bomb.Length / 2);
    }

    [Fact]
    public async Task A_redirects_own_endless_body_is_not_read()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw("/feed", (_, wire) => FloodAsync(wire, "HTTP/1.1 302 Found\r\nLocation: /moved\r\n\r\n", new string('x', 8192)));
        publisher.Serve("/moved", Answer.Feed(Rss));

        var result = await FetchOnceAsync(publisher.Url("/feed"));

        Assert.IsType<FetchResult.Document>(result);
    }

    [Fact]
    public async Task A_reset_connection_is_tried_once_more_and_only_once()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw(
            "/once",
            async (request, wire) =>
            {
                if (request.Number == 1)
                    wire.Reset();
                else
                    await wire.WriteAsync("HTTP/1.1 200 OK\r\n\r\n" + Rss);
            }
        );
        publisher.ServeRaw(
            "/always",
            (_, wire) =>
            {
                wire.Reset();
                return Task.CompletedTask;
            }
        );

        var once = await FetchOnceAsync(publisher.Url("/once"));
        var always = await FetchOnceAsync(publisher.Url("/always"));

        Assert.IsType<FetchResult.Document>(once);
        AssertFailed(FailureClass.Connection, always);
        Assert.Equal(4, publisher.Requests.Count);
    }

    [Fact]
    public async Task No_status_is_ever_asked_twice_within_one_poll()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", new Answer(503, "busy"));

        await FetchOnceAsync(publisher.Url("/feed"));

        Assert.Single(publisher.Requests);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_says_so()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var result = await FetchOnceAsync(new Uri($"http://{socket.LocalEndPoint}/"));

        Assert.Contains("refused the connection", AssertFailed(FailureClass.Connection, result).Text, StringComparison.Ordinal);
    }

    private static async Task FloodAsync(Wire wire, string start, string piece)
    {
        await wire.WriteAsync(start);
        for (var n = 0; n < 20_000; n++)
            await wire.WriteAsync(piece);
    }
}
