using System.Net;
using System.Text.Json;
using FeedAggregator.Service.Api;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Tests.Service;

/// <summary>The running service, a publisher and a hub, each on its own socket: from the first poll to the pushed item (W3C WebSub).</summary>
public sealed class PushTests : IAsyncLifetime
{
    private readonly LoopbackPublisher _publisher = new();
    private readonly LoopbackHub _hub = new();
    private RunningService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _publisher.Serve(
            "/feed",
            Answer.Feed(
                RssText.Feed(RssText.Item("Old news", "0")),
                ("Link", $"<{_hub.Url}>; rel=\"hub\""),
                ("Link", $"<{_publisher.Url("/feed")}>; rel=\"self\"")
            )
        );
        _hub.Reader = () => _service.Client.BaseAddress!;
        _service = await RunningService.StartAsync(
            $"feeds:\n  - id: times\n    url: {_publisher.Url("/feed")}\n",
            $"--Web:PublicUrl={LoopbackHub.PublicUrl}"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _hub.DisposeAsync();
        await _publisher.DisposeAsync();
    }

    [Fact]
    public async Task A_feed_with_a_hub_is_subscribed_verified_and_pushed_and_the_later_poll_doubles_nothing()
    {
        var pushed = await PushedAsync();

        var status = await _hub.PushAsync(RssText.Feed(RssText.Item("Pushed news", "1", "https://times.example/1", "All about it.")));

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal((HttpStatusCode.OK, "ch4llenge"), (_hub.Requests[0].Answer!.Value, _hub.Requests[0].Echo));
        Assert.Contains("pushed by the hub 127.0.0.1, lease until", pushed.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(["Old news", "Pushed news"], await TitlesAsync());
        _publisher.Serve(
            "/feed",
            Answer.Feed(
                RssText.Feed(RssText.Item("Pushed news", "1", "https://times.example/1", "All about it."), RssText.Item("Old news", "0")),
                ("Link", $"<{_hub.Url}>; rel=\"hub\", <{_publisher.Url("/feed")}>; rel=\"self\"")
            )
        );
        await _service.PollNowAsync("times");
        Assert.Equal(["Old news", "Pushed news"], await TitlesAsync());
        var schedule = await _service.JsonAsync("/api/v1/feeds/times/schedule");
        Assert.Contains("hub pushes", schedule.GetProperty("schedule").GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["ok", "pushed", "ok"],
            schedule.GetProperty("polls").EnumerateArray().Select(x => x.GetProperty("outcome").GetString())
        );
    }

    [Fact]
    public async Task A_push_with_a_wrong_signature_is_answered_like_any_other_and_goes_nowhere()
    {
        await PushedAsync();

        var status = await _hub.PushAsync(RssText.Feed(RssText.Item("Forged news", "1")), secret: "guessed");

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(["Old news"], await TitlesAsync());
    }

    [Fact]
    public async Task Neither_callback_nor_secret_is_in_any_log_line_or_answer()
    {
        using var log = new LogLines();
        _service.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await PushedAsync();
        await _hub.PushAsync(RssText.Feed(RssText.Item("Forged news", "1")), secret: "guessed");
        await _hub.PushAsync("no feed");
        await _hub.DenyAsync();

        var told = log.Lines.Append(await _service.Client.GetStringAsync(new Uri("/api/v1/feeds/times", UriKind.Relative))).ToList();

        var form = _hub.Requests[0].Form;
        Assert.Contains(told, x => x.Contains("signature", StringComparison.Ordinal));
        Assert.Contains(told, x => x.Contains("not-a-feed", StringComparison.Ordinal));
        Assert.DoesNotContain(told, x => x.Contains(form["hub.secret"], StringComparison.Ordinal));
        Assert.DoesNotContain(told, x => x.Contains(new Uri(form["hub.callback"]).Segments[^1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_that_asks_about_another_topic_gets_no_echo_and_its_feed_is_polled()
    {
        _hub.OtherTopic = "https://elsewhere.example/feed";

        await AskedAsync();

        Assert.Equal(HttpStatusCode.NotFound, _hub.Requests[0].Answer);
        Assert.NotEqual("ch4llenge", _hub.Requests[0].Echo);
        Assert.Equal(HttpStatusCode.Gone, await _hub.PushAsync(RssText.Feed(RssText.Item("News", "1"))));
        Assert.Equal(JsonValueKind.Null, (await FeedAsync()).GetProperty("push").GetProperty("until").ValueKind);
    }

    [Fact]
    public async Task A_hub_that_answers_500_is_told_of_and_the_feed_is_polled()
    {
        (_hub.Status, _hub.Verifies) = (500, false);

        await AskedAsync();

        var feed = await _service.UntilAsync(
            "/api/v1/feeds/times",
            x => Sentence(x.GetProperty("feed")).Contains("answered 500", StringComparison.Ordinal)
        );
        Assert.Equal("active", feed.GetProperty("feed").GetProperty("status").GetString());
        Assert.Null((await _service.Services.GetRequiredService<IFeedStore>().FindAsync("times", default))!.State.PushedUntil);
    }

    [Fact]
    public void One_feed_takes_the_places_of_no_others_pushes()
    {
        var bodies = _service.Services.GetRequiredService<PushBodies>();

        var slow = Enumerable.Range(0, 8).Select(_ => bodies.TryEnter("slow")).OfType<IDisposable>().ToList();
        using var other = bodies.TryEnter("other");

        Assert.Equal(2, slow.Count);
        Assert.NotNull(other);
        slow.ForEach(x => x.Dispose());
        using var again = bodies.TryEnter("slow");
        Assert.NotNull(again);
    }

    [Fact]
    public async Task A_lease_outlives_a_restart()
    {
        await PushedAsync();

        await _service.RestartAsync();
        var status = await _hub.PushAsync(RssText.Feed(RssText.Item("After the restart", "1")));

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(["After the restart", "Old news"], await TitlesAsync());
        Assert.Single(_hub.Requests);
    }

    [Fact]
    public async Task A_denied_subscription_and_a_removed_feed_end_the_push()
    {
        await PushedAsync();

        Assert.Equal(HttpStatusCode.OK, await _hub.DenyAsync());
        Assert.Contains("refuses to push", Sentence(await FeedAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, await _hub.PushAsync(RssText.Feed(RssText.Item("Too late", "1"))));
        Assert.Equal(["Old news"], await TitlesAsync());
    }

    [Fact]
    public async Task A_feed_that_is_removed_while_it_is_pushed_is_unsubscribed()
    {
        await PushedAsync();

        await File.WriteAllTextAsync(_service.FeedsFile, $"feeds:\n  - id: other\n    url: {_publisher.Url("/other")}\n");

        while (_hub.Requests is not [.., { Mode: "unsubscribe", Echo: "ch4llenge" }])
            await Task.Delay(50);
        Assert.Empty(await _service.Services.GetRequiredService<IHubStore>().ListAsync(null, default));
    }

    [Fact]
    public async Task What_is_too_large_or_packed_or_for_nobody_is_not_read()
    {
        await PushedAsync();
        var callback = _hub.Requests[0].Callback.AbsolutePath;

        using var large = new ByteArrayContent(new byte[11 * 1024 * 1024]);
        using var endless = new ByteArrayContent(new byte[11 * 1024 * 1024]);
        using var packed = new ByteArrayContent([1, 2, 3]) { Headers = { ContentEncoding = { "gzip" } } };
        using var plain = new ByteArrayContent([1, 2, 3]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(callback, large));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PostAsync(callback, packed));
        Assert.Equal(HttpStatusCode.Gone, await PostAsync("/hubs/0123456789abcdef", plain));
        Assert.Equal(HttpStatusCode.NotFound, (await _service.GetAsync("/hubs/0123456789abcdef?hub.mode=subscribe")).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(callback, endless, chunked: true));
    }

    private async Task<HttpStatusCode> PostAsync(string path, HttpContent content, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = chunked;
        try
        {
            using var answer = await _service.Client.SendAsync(request);
            return answer.StatusCode;
        }
        catch (HttpRequestException broken) when (broken.InnerException is IOException)
        {
            // The service has answered and hung up before all of it was sent.
            return HttpStatusCode.RequestEntityTooLarge;
        }
    }

    /// <summary>Waits until the service, by itself, has polled, subscribed and been verified.</summary>
    private async Task<JsonElement> PushedAsync()
    {
        await AskedAsync();
        var feeds = await _service.UntilAsync(
            "/api/v1/feeds",
            x =>
                x[0].GetProperty("push") is { ValueKind: JsonValueKind.Object } push
                && push.GetProperty("until").ValueKind == JsonValueKind.String
        );
        return feeds[0].GetProperty("push");
    }

    private async Task AskedAsync()
    {
        while (_hub.Requests.Count == 0)
            await Task.Delay(50);
    }

    private async Task<JsonElement> FeedAsync() => (await _service.JsonAsync("/api/v1/feeds/times")).GetProperty("feed");

    private static string Sentence(JsonElement feed) => feed.GetProperty("push").GetProperty("sentence").GetString()!;

    private async Task<IEnumerable<string>> TitlesAsync() => (await _service.ItemsAsync()).Select(x => x.Title).Order();
}
