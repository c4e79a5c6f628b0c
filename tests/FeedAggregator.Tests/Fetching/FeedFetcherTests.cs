using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FeedAggregator.Fetching;
using FeedAggregator.Tests.Support;
using static FeedAggregator.Tests.Fetching.Fetchers;

namespace FeedAggregator.Tests.Fetching;

/// <summary>One exchange with a well-behaved publisher: validators, hashes, freshness, header fields.</summary>
public sealed class FeedFetcherTests
{
    [Fact]
    public async Task A_document_comes_with_everything_worth_remembering()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve(
            "/feed",
            Answer.Feed(
                Rss,
                ("ETag", "\"v1\""),
                ("Last-Modified", "yesterday"),
                ("Cache-Control", "max-age=600"),
                ("Content-Language", "id"),
                ("Content-Location", "/feed.id")
            )
        );
        var clock = new ManualClock();
        using var fetcher = Make(clock: clock);

        var document = Assert.IsType<FetchResult.Document>(await fetcher.FetchAsync(publisher.Url("/feed")));

        Assert.Equal(Rss, Encoding.UTF8.GetString(document.Body.Span));
        Assert.Equal("application/rss+xml; charset=utf-8", document.ContentType);
        Assert.Equal(("id", "/feed.id", false), (document.ContentLanguage, document.ContentLocation, document.Delta));
        var facts = document.Facts;
        Assert.Equal(new Validators("\"v1\"", "yesterday"), facts.Validators);
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Rss))), facts.BodyHash);
        Assert.Equal((200, Rss.Length, clock.GetUtcNow().AddSeconds(600)), (facts.Status, facts.WireBytes, facts.FreshUntil));
        Assert.Equal((publisher.Url("/feed"), null), (facts.FinalUrl, facts.MovedTo));
    }

    [Theory]
    [InlineData("\"v1\"")]
    [InlineData("W/\"v1\"")]
    [InlineData("unquoted value")]
    [InlineData("\"caf\u00e9 \u00ff\"")]
    [InlineData("\"a\"\"b")]
    public async Task Validators_go_back_byte_for_byte_however_odd(string etag)
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve(
            "/feed",
            request =>
                request["If-None-Match"] is null
                    ? Answer.Feed(Rss, ("ETag", etag), ("Last-Modified", "Sat, 45 Foo 2026"))
                    : Answer.NotModified()
        );
        using var fetcher = Make();
        var first = await fetcher.FetchAsync(publisher.Url("/feed"));

        var second = await fetcher.FetchAsync(
            new FetchRequest
            {
                Url = publisher.Url("/feed"),
                Validators = first.Facts.Validators,
                LastBodyHash = first.Facts.BodyHash,
            },
            default
        );

        Assert.False(Assert.IsType<FetchResult.NotModified>(second).ByHash);
        Assert.Equal(etag, publisher.Requests[1]["If-None-Match"]);
        Assert.Equal("Sat, 45 Foo 2026", publisher.Requests[1]["If-Modified-Since"]);
        Assert.Equal((first.Facts.Validators, first.Facts.BodyHash), (second.Facts.Validators, second.Facts.BodyHash));
    }

    [Fact]
    public async Task A_304_may_bring_new_validators_and_freshness()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.NotModified(("ETag", "\"v2\""), ("Cache-Control", "max-age=60")));
        var clock = new ManualClock();
        using var fetcher = Make(clock: clock);

        var result = await fetcher.FetchAsync(
            new FetchRequest { Url = publisher.Url("/feed"), Validators = new Validators("\"v1\"", "monday") },
            default
        );

        Assert.IsType<FetchResult.NotModified>(result);
        Assert.Equal(new Validators("\"v2\"", "monday"), result.Facts.Validators);
        Assert.Equal(clock.GetUtcNow().AddSeconds(60), result.Facts.FreshUntil);
    }

    [Fact]
    public async Task A_304_that_nobody_asked_for_is_a_failure()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.NotModified());

        var result = await FetchOnceAsync(publisher.Url("/feed"));

        AssertFailed(FailureClass.NotAFeed, result);
    }

    [Fact]
    public async Task Nothing_is_asked_before_there_is_room_for_the_document()
    {
        await using var publisher = new LoopbackPublisher();
        var asked = 0;
        publisher.Serve(
            "/feed",
            _ =>
            {
                asked++;
                return Answer.Feed(Rss);
            }
        );
        using var fetcher = Make();
        var room = new TaskCompletionSource();

        var fetch = fetcher.FetchAsync(new FetchRequest { Url = publisher.Url("/feed"), Room = _ => room.Task }, default);
        await fetcher.FetchAsync(new FetchRequest { Url = publisher.Url("/other") }, default);
        var askedBefore = asked;
        room.SetResult();

        Assert.IsType<FetchResult.Document>(await fetch);
        Assert.Equal((0, 1), (askedBefore, asked));
    }

    [Fact]
    public async Task The_same_bytes_again_are_known_by_their_hash_before_they_are_inflated()
    {
        await using var publisher = new LoopbackPublisher();
        // Not gzip at all: inflating it would fail.
        publisher.Serve("/feed", new Answer(200, "same bytes", ("Content-Encoding", "gzip"), ("ETag", "\"new every time\"")));
        using var fetcher = Make();
        var hash = Convert.ToBase64String(SHA256.HashData("same bytes"u8));

        var result = await fetcher.FetchAsync(
            new FetchRequest
            {
                Url = publisher.Url("/feed"),
                Validators = new Validators("\"old\"", null),
                LastBodyHash = hash,
            },
            default
        );

        Assert.True(Assert.IsType<FetchResult.NotModified>(result).ByHash);
        Assert.Equal("\"new every time\"", result.Facts.Validators.ETag);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Compressed_documents_are_asked_for_and_inflated(string coding)
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", new Answer(200, Compress(coding, Rss), ("Content-Encoding", coding)));

        var document = Assert.IsType<FetchResult.Document>(await FetchOnceAsync(publisher.Url("/feed")));

        Assert.Equal(Rss, Encoding.UTF8.GetString(document.Body.Span));
        Assert.Equal("gzip, deflate, br", publisher.Requests[0]["Accept-Encoding"]);
    }

    [Fact]
    public async Task Only_new_entries_are_asked_for_where_an_ETag_is_known_and_said_to_be_such()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", request => new Answer(request["A-IM"] == "feed" ? 226 : 200, Rss, ("IM", "feed"), ("ETag", "\"v2\"")));
        using var fetcher = Make();

        var whole = await fetcher.FetchAsync(publisher.Url("/feed"));
        var delta = await fetcher.FetchAsync(
            new FetchRequest { Url = publisher.Url("/feed"), Validators = new Validators("\"v1\"", null) },
            default
        );

        Assert.False(Assert.IsType<FetchResult.Document>(whole).Delta);
        Assert.True(Assert.IsType<FetchResult.Document>(delta).Delta);
    }

    [Fact]
    public async Task The_publisher_learns_who_asks_and_whom_to_write_to()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Feed(Rss));

        await FetchOnceAsync(publisher.Url("/feed"), Local with { UserAgent = "NewsDesk/2", Contact = "https://desk.example.org/bot" });

        Assert.Equal("NewsDesk/2 (https://desk.example.org/bot)", publisher.Requests[0]["User-Agent"]);
        Assert.StartsWith("application/atom+xml", publisher.Requests[0]["Accept"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feeds_own_fields_are_sent_with_their_secrets_and_cannot_break_the_exchange()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Feed(Rss));
        Environment.SetEnvironmentVariable("FETCHING_TEST_TOKEN", "t0ken");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "session=42\n");
        var headers = new Dictionary<string, string>
        {
            ["Authorization"] = "Bearer env:FETCHING_TEST_TOKEN",
            ["Cookie"] = $"file:{file}",
            ["User-Agent"] = "own",
            ["Accept-Encoding"] = "zstd",
            ["Host"] = "elsewhere.example",
        };
        using var fetcher = Make();

        var result = await fetcher.FetchAsync(new FetchRequest { Url = publisher.Url("/feed"), Headers = headers }, default);

        Assert.IsType<FetchResult.Document>(result);
        var seen = publisher.Requests[0];
        Assert.Equal(("Bearer t0ken", "session=42", "own"), (seen["Authorization"], seen["Cookie"], seen["User-Agent"]));
        Assert.Equal(("gzip, deflate, br", publisher.EndPoint.ToString()), (seen["Accept-Encoding"], seen["Host"]));
        File.Delete(file);
    }

    [Theory]
    [InlineData("env:FETCHING_TEST_NOT_SET")]
    [InlineData("file:/nonexistent/secret")]
    [InlineData("two\r\nlines")]
    public async Task A_secret_that_cannot_be_had_stops_the_fetch_and_says_which(string value)
    {
        await using var publisher = new LoopbackPublisher();
        using var fetcher = Make();
        var request = new FetchRequest
        {
            Url = publisher.Url("/feed"),
            Headers = new Dictionary<string, string> { ["X-Key"] = value },
        };

        var result = await fetcher.FetchAsync(request, default);

        Assert.Contains("header X-Key", AssertFailed(FailureClass.Http4xx, result).Text, StringComparison.Ordinal);
        Assert.Empty(publisher.Requests);
    }

    [Fact]
    public async Task User_and_password_of_an_address_are_sent_as_a_login_and_shown_nowhere()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", new Answer(403, "no"));
        var url = new UriBuilder(publisher.Url("/feed")) { UserName = "me", Password = "s%40crt" }.Uri;

        var result = await FetchOnceAsync(url);

        Assert.Equal("Basic " + Convert.ToBase64String("me:s@crt"u8), publisher.Requests[0]["Authorization"]);
        Assert.DoesNotContain("crt", AssertFailed(FailureClass.Http4xx, result).Text + result.Facts.FinalUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_are_kept_for_the_next_fetch()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Feed(Rss));
        using var fetcher = Make();

        await fetcher.FetchAsync(publisher.Url("/feed"));
        await fetcher.FetchAsync(publisher.Url("/feed"));

        Assert.Equal((2, 1), (publisher.Requests.Count, publisher.Connections));
    }

    [Theory]
    [InlineData(410, FailureClass.Gone)]
    [InlineData(404, FailureClass.Http4xx)]
    [InlineData(500, FailureClass.Http5xx)]
    public async Task A_status_without_a_document_is_a_failure_even_with_a_feed_in_it(int status, FailureClass expected)
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", new Answer(status, Rss));

        var result = await FetchOnceAsync(publisher.Url("/feed"));

        AssertFailed(expected, result);
        Assert.Equal(status, result.Facts.Status);
    }

    [Theory]
    [InlineData("ftp://news.example.org/feed")]
    [InlineData("/relative")]
    public async Task What_is_no_web_address_is_refused(string url)
    {
        using var fetcher = Make();

        var result = await fetcher.FetchAsync(new FetchRequest { Url = new Uri(url, UriKind.RelativeOrAbsolute) }, default);

        AssertFailed(FailureClass.BadScheme, result);
    }

    [Fact]
    public async Task Requests_go_through_the_proxy_where_one_is_set()
    {
        await using var proxy = new LoopbackPublisher();
        proxy.Serve("http://news.example.org/feed", Answer.Feed(Rss));
        Environment.SetEnvironmentVariable("FETCHING_TEST_PROXY", "me:secret");
        var options = Public with { Proxy = new Uri($"http://{proxy.EndPoint}"), ProxyCredentials = "env:FETCHING_TEST_PROXY" };
        var internet = new FakeInternet().Name("127.0.0.1", "127.0.0.1").Route("127.0.0.1", proxy);
        using var fetcher = Make(options, network: internet.Network());

        var result = await fetcher.FetchAsync("http://news.example.org/feed");

        Assert.IsType<FetchResult.Document>(result);
        Assert.Equal("http://news.example.org/feed", proxy.Requests[^1].Target);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://localhost/")]
    [InlineData("http://intranet/")]
    [InlineData("http://nas.local/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://metadata.google.internal/")]
    [InlineData("http://news.example.org:6379/")]
    public async Task A_proxy_is_not_asked_for_what_lies_inside_by_its_form(string url)
    {
        await using var proxy = new LoopbackPublisher();
        proxy.Serve("http://news.example.org/feed", Answer.Redirect(url));
        var internet = new FakeInternet().Name("127.0.0.1", "127.0.0.1").Route("127.0.0.1", proxy);
        using var fetcher = Make(Public with { Proxy = new Uri($"http://{proxy.EndPoint}") }, network: internet.Network());

        var direct = await fetcher.FetchAsync(url);
        var redirected = await fetcher.FetchAsync("http://news.example.org/feed");

        AssertFailed(FailureClass.BlockedAddress, direct);
        AssertFailed(FailureClass.BlockedAddress, redirected);
        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task Cancellation_is_the_only_exception()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw("/feed", (_, wire) => wire.UntilClosedAsync());
        using var fetcher = Make();
        using var cancel = new CancellationTokenSource();

        var fetching = fetcher.FetchAsync(new FetchRequest { Url = publisher.Url("/feed") }, cancel.Token);
        await publisher.WaitForRequestAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    private static byte[] Compress(string coding, string text)
    {
        var packed = new MemoryStream();
        using (
            Stream packer = coding switch
            {
                "br" => new BrotliStream(packed, CompressionLevel.Fastest),
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
                _ => new GZipStream(packed, CompressionLevel.Fastest),
            }
        )
            packer.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
