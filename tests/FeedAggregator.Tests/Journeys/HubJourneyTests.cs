using System.Security.Cryptography;
using System.Text;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Pushing;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeedAggregator.Tests.Journeys;

/// <summary>A feed and its hub over weeks, on the test's clock: leases that end, hubs that change, hubs that do not take part.</summary>
public sealed class HubJourneyTests : IAsyncLifetime
{
    private const string Path = "/feed.xml";
    private readonly ManualClock _clock = new();
    private readonly TempFolder _folder = new();
    private readonly LoopbackPublisher _publisher = new();
    private readonly LoopbackPublisher _hub = new();
    private readonly FeedFetcher _fetcher;
    private readonly HubCallbacks _callbacks = new(new Uri("https://news.example/"), RandomNumberGenerator.Create());
    private IStore _store = null!;

    public HubJourneyTests() =>
        _fetcher = new FeedFetcher(new FetchOptions { AllowedPrivateNetworks = ["127.0.0.0/8"], MinHostGap = TimeSpan.Zero }, _clock);

    public async ValueTask InitializeAsync()
    {
        var options = new StoreOptions { Path = System.IO.Path.Combine(_folder.Path, "t.db") };
        _store = await Stores.OpenAsync(options, new StoryPlacer(), _clock, null, CancellationToken.None);
        await SyncAsync(new Feed { Id = "times", Url = _publisher.Url(Path).AbsoluteUri });
        _hub.Serve("/hub", new Answer(202, ""));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _publisher.DisposeAsync();
        await _hub.DisposeAsync();
        _fetcher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_pushed_feed_is_left_in_peace_until_its_lease_ends_and_then_finds_its_own_way()
    {
        await SubscribedAsync(TimeSpan.FromDays(3));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(PushVerdict.Taken, await PushAsync(RssText.Item("Two", "2")));

        var resting = await PollAsync();
        _clock.Advance(TimeSpan.FromDays(4));
        var alone = await PollAsync();

        Assert.True(resting.NextPollAt - _clock.GetUtcNow() + TimeSpan.FromDays(4) > TimeSpan.FromHours(20));
        Assert.Contains("hub pushes", resting.NextPollReason, StringComparison.Ordinal);
        Assert.DoesNotContain("hub", alone.NextPollReason, StringComparison.Ordinal);
        Assert.Null(await Take().ExpectAsync((await HubAsync()).Id, default));
    }

    [Fact]
    public async Task A_lease_is_renewed_before_it_ends_under_the_same_callback()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));
        var first = (await HubAsync()).Id;

        _clock.Advance(TimeSpan.FromDays(8.9));
        Assert.Equal(0, await Ask().RunDueAsync(default));
        _clock.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(1, await Ask().RunDueAsync(default));
        Assert.NotNull(await VerifyAsync("subscribe", TimeSpan.FromDays(10)));

        Assert.Equal(first, (await HubAsync()).Id);
        Assert.Equal(_clock.GetUtcNow().AddDays(10), (await HubAsync()).LeaseEnds);
        Assert.Equal(2, _hub.Requests.Count);
    }

    [Fact]
    public async Task A_hub_that_fails_leaves_the_feed_polled_and_is_asked_again_later()
    {
        _hub.Serve("/hub", new Answer(500, "oops"));
        Publish(_hub.Url("/hub"));
        await PollAsync();

        await Ask().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(59));
        await Ask().RunDueAsync(default);
        var failed = await HubAsync();
        _hub.Serve("/hub", new Answer(202, ""));
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Ask().RunDueAsync(default);

        Assert.Equal(2, _hub.Requests.Count);
        Assert.Contains("500", failed.Trouble, StringComparison.Ordinal);
        Assert.NotNull(await VerifyAsync("subscribe", TimeSpan.FromDays(10)));
        Assert.Null((await HubAsync()).Trouble);
    }

    [Fact]
    public async Task A_feed_that_names_another_hub_leaves_the_old_one()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));
        var old = (await HubAsync()).Id;
        _hub.Serve("/other", new Answer(202, ""));

        Publish(_hub.Url("/other"), RssText.Item("Two", "2"));
        await PollAsync();
        await Ask().RunDueAsync(default);

        Assert.Equal(["/hub", "/hub", "/other"], _hub.Requests.Select(x => x.Path).Order());
        Assert.Contains(_hub.Requests, x => x.Path == "/hub" && Text(x).Contains("hub.mode=unsubscribe", StringComparison.Ordinal));
        var question = new HubQuestion("unsubscribe", _publisher.Url(Path).AbsoluteUri, "bye", null);
        Assert.Equal("bye", await Answers().RunAsync(old, question, default, default));
        Assert.NotEqual(old, (await HubAsync()).Id);
        Assert.Single(await _store.Hubs.ListAsync(null, default));
    }

    [Fact]
    public async Task A_feed_that_names_no_hub_any_more_or_leaves_the_list_is_unsubscribed()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));

        await SyncAsync();
        await Ask().RunDueAsync(default);

        Assert.Contains("hub.mode=unsubscribe", Text(_hub.Requests[^1]), StringComparison.Ordinal);
        Assert.DoesNotContain("hub.secret", Text(_hub.Requests[^1]), StringComparison.Ordinal);
        Assert.Equal("ch4llenge", await VerifyAsync("unsubscribe", TimeSpan.FromDays(10)));
        Assert.Empty(await _store.Hubs.ListAsync(null, default));
    }

    [Fact]
    public async Task A_hub_that_never_agrees_to_an_end_is_forgotten_all_the_same()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));
        Publish(null, RssText.Item("Two", "2"));
        await PollAsync();

        for (var day = 0; day < 4; day++)
        {
            await Ask().RunDueAsync(default);
            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Empty(await _store.Hubs.ListAsync(null, default));
        Assert.Equal(4, _hub.Requests.Count);
    }

    [Fact]
    public async Task A_hub_that_ends_its_push_makes_the_feed_polled_at_once()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));
        Publish(_hub.Url("/hub"), RssText.Item("Two", "2"));
        var refresh = new RefreshDueFeeds(_store.Feeds, Refresh(), _clock, NullLogger<RefreshDueFeeds>.Instance);
        var answers = new AnswerHub(_store.Hubs, refresh, _clock, NullLogger<AnswerHub>.Instance);

        var question = new HubQuestion("denied", _publisher.Url(Path).AbsoluteUri, null, null);
        Assert.Equal("", await answers.RunAsync((await HubAsync()).Id, question, default, default));
        await refresh.DrainAsync();

        Assert.Equal(2, (await _store.Feeds.FindAsync("times", default))!.Items);
        Assert.False((await HubAsync()).IsActive(_clock.GetUtcNow()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://news.example/")]
    public async Task Nobody_is_asked_while_we_cannot_be_called(string? publicUrl)
    {
        Publish(_hub.Url("/hub"));

        await PollAsync(new HubCallbacks(publicUrl is null ? null : new Uri(publicUrl), RandomNumberGenerator.Create()));

        Assert.Empty(await _store.Hubs.ListAsync(null, default));
    }

    [Fact]
    public async Task When_our_address_changes_the_hub_is_asked_again_with_the_new_one()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));
        Publish(_hub.Url("/hub"), RssText.Item("Two", "2"));

        await PollAsync(new HubCallbacks(new Uri("https://other.example/news/"), RandomNumberGenerator.Create()));

        var hubs = (await _store.Hubs.ListAsync(null, default)).Select(x => x.Subscription).ToList();
        Assert.StartsWith("https://other.example/news/hubs/", hubs.Single(x => x.Wanted).Callback.AbsoluteUri, StringComparison.Ordinal);
        Assert.StartsWith("https://news.example/hubs/", hubs.Single(x => !x.Wanted).Callback.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hub_that_was_named_before_we_could_be_called_is_asked_though_nothing_changes(bool inTheDocument)
    {
        var (hub, self) = (_hub.Url("/hub"), _publisher.Url(Path));
        var links = inTheDocument
            ? $"<link rel='hub' href='{hub}' xmlns='http://www.w3.org/2005/Atom'/><link rel='self' href='{self}' xmlns='http://www.w3.org/2005/Atom'/>"
            : "";
        (string, string)[] fields = inTheDocument
            ? [("ETag", "\"1\"")]
            : [("ETag", "\"1\""), ("Link", $"<{hub}>; rel=hub, <{self}>; rel=self")];
        var document = RssText.Feed(RssText.Item("One", "1")).Replace("<channel>", $"<channel>{links}", StringComparison.Ordinal);
        _publisher.Serve(Path, x => x["If-None-Match"] is null ? Answer.Feed(document, fields) : Answer.NotModified(fields));
        await PollAsync(Journey.NoCallbacks);
        Assert.Empty(await _store.Hubs.ListAsync(null, default));

        var refresh = Refresh();
        for (var i = 0; i < 2; i++)
        {
            var claim = Assert.Single(await _store.Feeds.ClaimAsync(["times"], _clock.GetUtcNow(), TimeSpan.FromMinutes(10), default));
            Assert.Equal(PollOutcome.NotModified, (await refresh.RunAsync(claim, forced: false, default)).Record.Outcome);
        }

        Assert.Equal((hub, self), ((await HubAsync()).Offer.Hub, (await HubAsync()).Offer.Topic));
        Assert.Equal(1, await Ask().RunDueAsync(default));
        Assert.Single(_publisher.Requests, x => x["If-None-Match"] is null);
    }

    [Fact]
    public async Task A_damaged_subscription_costs_its_feed_the_pushes_until_the_hub_is_asked_anew_and_nobody_else_anything()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));
        await using (var past = new SqliteConnection($"Data Source={System.IO.Path.Combine(_folder.Path, "t.db")};Pooling=False"))
        {
            await past.OpenAsync();
            await using var command = past.CreateCommand();
            command.CommandText = "update hubs set due_at = 0, subscription = replace(subscription, 'hub', 'bub')";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
        using var log = new LogLines();
        using var logs = new LoggerFactory([log]);
        var ask = new AskHubs(_store.Hubs, _fetcher, _callbacks, _clock, logs.CreateLogger<AskHubs>());

        await ask.RunDueAsync(default);
        await ask.RunDueAsync(default);
        Publish(_hub.Url("/hub"), RssText.Item("Two", "2"));
        await PollAsync();

        Assert.Equal(1, await ask.RunDueAsync(default));
        Assert.Single(log.Lines, x => x.Contains("times: the database is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_in_a_private_network_is_not_reached()
    {
        using var fetcher = new FeedFetcher(new FetchOptions { AllowedPrivateHosts = ["nobody.example"] }, _clock);
        Publish(_hub.Url("/hub"));
        await PollAsync();

        await new AskHubs(_store.Hubs, fetcher, _callbacks, _clock, NullLogger<AskHubs>.Instance).RunDueAsync(default);

        Assert.Empty(_hub.Requests);
        Assert.NotNull((await HubAsync()).Trouble);
    }

    [Fact]
    public async Task What_is_pushed_in_part_is_no_gap_and_the_poll_finds_nothing_new()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));
        await PushAsync(RssText.Item("Two", "2", "/second"));
        Publish(_hub.Url("/hub"), RssText.Item("Two", "2", "/second"), RssText.Item("One", "1"));

        var report = await ReportAsync(_callbacks);

        Assert.Equal((PollOutcome.Ok, 0, 0), (report.Record.Outcome, report.Receipt.Added, report.Receipt.Updated));
        var feed = (await _store.Feeds.FindAsync("times", default))!;
        Assert.Equal((2, null, null), (feed.Items, feed.State.GapAt, feed.State.PushMissedAt));
        Assert.Equal(
            [PollOutcome.Ok, PollOutcome.Pushed, PollOutcome.Ok],
            (await _store.Feeds.RecentPollsAsync("times", 9, default)).Select(x => x.Outcome)
        );
    }

    [Fact]
    public async Task A_push_that_is_no_feed_is_remembered_and_held_against_nobody()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));
        var before = (await _store.Feeds.FindAsync("times", default))!.State;

        var verdict = await PushRawAsync("<html><body>Sorry.</body></html>");

        Assert.Equal(PushVerdict.Taken, verdict);
        Assert.Equal(before, (await _store.Feeds.FindAsync("times", default))!.State);
        Assert.Equal(FailureClass.NotAFeed, (await _store.Feeds.RecentPollsAsync("times", 1, default))[0].FailureClass);
    }

    [Fact]
    public async Task A_push_beside_a_poll_waits_for_it_and_gives_up_in_time()
    {
        await SubscribedAsync(TimeSpan.FromDays(10));
        var claim = Assert.Single(await _store.Feeds.ClaimAsync(["times"], _clock.GetUtcNow(), TimeSpan.FromHours(1), default));

        var inVain = PushAsync(RssText.Item("Two", "2"));
        await ManualClockAsync(inVain);
        var waiting = PushAsync(RssText.Item("Two", "2"));
        await _store.Feeds.ReleaseAsync([claim], default);
        await ManualClockAsync(waiting);

        Assert.Equal((PushVerdict.Busy, PushVerdict.Taken), (await inVain, await waiting));
    }

    private async Task ManualClockAsync(Task until)
    {
        while (!until.IsCompleted)
        {
            await Task.Delay(5);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    private async Task SubscribedAsync(TimeSpan lease)
    {
        Publish(_hub.Url("/hub"));
        await PollAsync();
        Assert.Equal(1, await Ask().RunDueAsync(default));
        Assert.Equal("ch4llenge", await VerifyAsync("subscribe", lease));
    }

    private async Task<string?> VerifyAsync(string mode, TimeSpan lease) =>
        await Answers()
            .RunAsync(
                Assert.Single(await _store.Hubs.ListAsync(null, default)).Subscription.Id,
                new HubQuestion(mode, _publisher.Url(Path).AbsoluteUri, "ch4llenge", lease),
                default,
                default
            );

    private Task<PushVerdict> PushAsync(params string[] items) => PushRawAsync(RssText.Feed(items));

    private async Task<PushVerdict> PushRawAsync(string document)
    {
        var hub = (await Take().ExpectAsync((await HubAsync()).Id, default))!;
        var body = Encoding.UTF8.GetBytes(document);
        var signature = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(hub.Subscription.Secret), body));
        return await Take().RunAsync(hub, new Push(body, $"sha256={signature}") { ContentType = "application/rss+xml" }, default);
    }

    private async Task<HubSubscription> HubAsync() =>
        (await _store.Hubs.ListAsync(null, default)).Select(x => x.Subscription).Single(x => x.Wanted);

    private async Task<FeedState> PollAsync(HubCallbacks? callbacks = null)
    {
        await ReportAsync(callbacks ?? _callbacks);
        return (await _store.Feeds.FindAsync("times", default))!.State;
    }

    private async Task<PollReport> ReportAsync(HubCallbacks callbacks)
    {
        var claim = Assert.Single(await _store.Feeds.ClaimAsync(["times"], _clock.GetUtcNow(), TimeSpan.FromMinutes(10), default));
        return await Refresh(callbacks).RunAsync(claim, forced: false, default);
    }

    private void Publish(Uri? hub, params string[] items) =>
        _publisher.Serve(
            Path,
            Answer.Feed(
                RssText.Feed(items.Length == 0 ? [RssText.Item("One", "1")] : items),
                hub is null ? [] : [("Link", $"<{hub}>; rel=hub, <{Path}>; rel=self")]
            )
        );

    private Task SyncAsync(params Feed[] feeds) => _store.Feeds.SyncAsync(feeds, _clock.GetUtcNow(), default);

    private RefreshFeed Refresh(HubCallbacks? callbacks = null) => Journey.Refresh(_fetcher, _store, _clock, callbacks ?? _callbacks);

    private AskHubs Ask() => new(_store.Hubs, _fetcher, _callbacks, _clock, NullLogger<AskHubs>.Instance);

    private AnswerHub Answers() =>
        new(
            _store.Hubs,
            new RefreshDueFeeds(_store.Feeds, Refresh(), _clock, NullLogger<RefreshDueFeeds>.Instance),
            _clock,
            NullLogger<AnswerHub>.Instance
        );

    private TakePush Take() => new(_store.Hubs, _store.Feeds, Refresh(), _clock, NullLogger<TakePush>.Instance);

    private static string Text(PublisherRequest request) => Encoding.UTF8.GetString(request.Body);
}
