using FeedAggregator.Fetching;
using FeedAggregator.Tests.Support;
using static FeedAggregator.Tests.Fetching.Fetchers;

namespace FeedAggregator.Tests.Fetching;

/// <summary>Manners towards hosts, seen from the publisher.</summary>
public sealed class PoliteFetchTests
{
    private readonly ManualClock _clock = new();
    private readonly FetchOptions _polite = new();

    [Theory]
    [InlineData("http://a.example.org/1", "http://a.example.org/2")]
    [InlineData("http://a.example.org/1", "http://b.example.org/2")]
    public async Task Feeds_of_one_host_or_one_address_are_asked_one_after_another_two_seconds_apart(string first, string second)
    {
        await using var publisher = new LoopbackPublisher();
        var times = new List<DateTimeOffset>();
        foreach (var path in new[] { "/1", "/2" })
        {
            publisher.Serve(
                path,
                _ =>
                {
                    times.Add(_clock.GetUtcNow());
                    return Answer.Feed(Rss);
                }
            );
        }
        var internet = new FakeInternet()
            .Host("a.example.org", "93.184.216.34", publisher)
            .Host("b.example.org", "93.184.216.34", publisher);
        using var fetcher = Make(_polite, _clock, internet.Network());

        var both = Task.WhenAll(fetcher.FetchAsync(first), fetcher.FetchAsync(second));
        await publisher.WaitForRequestAsync();
        var results = await _clock.AdvanceUntilAsync(both, TimeSpan.FromSeconds(20));

        Assert.All(results, result => Assert.IsType<FetchResult.Document>(result));
        Assert.True(times[1] - times[0] >= TimeSpan.FromSeconds(2), $"{times[1] - times[0]}");
    }

    [Fact]
    public async Task A_host_that_asks_untilquiet_is_left_alone_with_all_its_feeds_until_then()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/1", new Answer(429, "slow down", ("Retry-After", "3600")));
        publisher.Serve("/2", Answer.Feed(Rss));
        var internet = new FakeInternet()
            .Host("a.example.org", "93.184.216.34", publisher)
            .Host("b.example.org", "93.184.216.35", publisher);
        using var fetcher = Make(Public, _clock, internet.Network());
        var until = _clock.GetUtcNow().AddHours(1);

        var first = AssertFailed(FailureClass.RateLimited, await fetcher.FetchAsync("http://a.example.org/1"));
        var sibling = AssertFailed(FailureClass.RateLimited, await fetcher.FetchAsync("http://a.example.org/2"));
        var stranger = await fetcher.FetchAsync("http://b.example.org/2");
        _clock.Advance(TimeSpan.FromHours(1));
        var later = await fetcher.FetchAsync("http://a.example.org/2");

        Assert.Equal((until, false), (first.RetryAfter, first.Deferred));
        Assert.True(sibling.Deferred);
        Assert.InRange(sibling.RetryAfter!.Value, until, until.AddMinutes(5));
        Assert.IsType<FetchResult.Document>(stranger);
        Assert.IsType<FetchResult.Document>(later);
        Assert.Equal(3, publisher.Requests.Count);
    }

    [Theory]
    [InlineData(503, "120", 120)]
    [InlineData(429, "Mon, 05 Jan 2026 09:05:00 GMT", 300)]
    [InlineData(403, "60", 60)]
    [InlineData(429, "31536000", 7 * 86400)]
    public async Task Retry_After_is_passed_on_with_any_refusal(int status, string value, int seconds)
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", new Answer(status, "no", ("Retry-After", value)));
        using var fetcher = Make(clock: _clock);

        var result = await fetcher.FetchAsync(publisher.Url("/feed"));

        Assert.Equal(_clock.GetUtcNow().AddSeconds(seconds), Assert.IsType<FetchResult.Failed>(result).RetryAfter);
    }

    [Fact]
    public async Task What_a_person_asks_untilis_asked_even_of_a_quiet_host()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", request => request.Number == 1 ? new Answer(429, "", ("Retry-After", "3600")) : Answer.Feed(Rss));
        using var fetcher = Make(clock: _clock);
        await fetcher.FetchAsync(publisher.Url("/feed"));

        var result = await fetcher.FetchAsync(new FetchRequest { Url = publisher.Url("/feed"), Forced = true }, default);

        Assert.IsType<FetchResult.Document>(result);
    }

    [Fact]
    public async Task A_host_that_fails_five_times_in_a_row_is_left_alone_and_tried_again_later()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Feed(Rss));
        var internet = new FakeInternet().Name("down.example.org", "93.184.216.34");
        using var fetcher = Make(Public, _clock, internet.Network());

        for (var n = 0; n < 5; n++)
            Assert.False(AssertFailed(FailureClass.Connection, await fetcher.FetchAsync("http://down.example.org/feed")).Deferred);
        var alone = AssertFailed(FailureClass.Connection, await fetcher.FetchAsync("http://down.example.org/feed"));
        internet.Route("93.184.216.34", publisher);
        _clock.Advance(HostPipelines.Break + TimeSpan.FromSeconds(1));
        var later = await fetcher.FetchAsync("http://down.example.org/feed");

        Assert.True(alone.Deferred);
        Assert.Equal(HostPipelines.Break, alone.RetryAfter - (_clock.GetUtcNow() - HostPipelines.Break - TimeSpan.FromSeconds(1)));
        Assert.Equal(5, internet.Dialled.Count - 1);
        Assert.IsType<FetchResult.Document>(later);
    }

    [Fact]
    public void Hosts_beyond_the_bound_are_forgotten_the_longest_unused_first()
    {
        var pipelines = new HostPipelines(Local, _clock);
        var kept = pipelines.For("kept.example");

        for (var n = 0; n < HostPipelines.MaxHosts + 100; n++)
        {
            pipelines.For($"{n}.example");
            pipelines.For("kept.example");
        }

        Assert.Equal(HostPipelines.MaxHosts, pipelines.Count);
        Assert.Same(kept, pipelines.For("KEPT.example"));
    }

    [Fact]
    public async Task A_hanging_host_keeps_only_its_own_feeds_waiting()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw("/hang", (_, wire) => wire.UntilClosedAsync());
        publisher.Serve("/feed", Answer.Feed(Rss));
        var internet = new FakeInternet()
            .Host("hang.example.org", "93.184.216.34", publisher)
            .Host("good.example.org", "93.184.216.35", publisher);
        using var fetcher = Make(_polite with { MaxConcurrency = 1 }, _clock, internet.Network());

        var hanging = fetcher.FetchAsync("http://hang.example.org/hang");
        await publisher.WaitForRequestAsync();
        var second = fetcher.FetchAsync("http://hang.example.org/feed");
        _clock.Advance(_polite.SlowAfter);
        var good = await fetcher.FetchAsync("http://good.example.org/feed");

        Assert.IsType<FetchResult.Document>(good);
        Assert.False(hanging.IsCompleted);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_redirect_to_a_busy_host_waits_without_keeping_the_first_one_busy()
    {
        await using var publisher = new LoopbackPublisher();
        var release = new TaskCompletionSource();
        publisher.Serve("/from", Answer.Redirect("http://b.example.org/to"));
        publisher.Serve("/to", Answer.Feed(Rss));
        publisher.Serve(
            "/busy",
            async _ =>
            {
                await release.Task;
                return Answer.Feed(Rss);
            }
        );
        var internet = new FakeInternet()
            .Host("a.example.org", "93.184.216.34", publisher)
            .Host("b.example.org", "93.184.216.35", publisher);
        using var fetcher = Make(_polite, _clock, internet.Network());

        var busy = fetcher.FetchAsync("http://b.example.org/busy");
        await publisher.WaitForRequestAsync();
        var redirected = fetcher.FetchAsync("http://a.example.org/from");
        await publisher.WaitForRequestAsync();
        var sibling = await _clock.AdvanceUntilAsync(fetcher.FetchAsync("http://a.example.org/to"), TimeSpan.FromSeconds(10));
        release.SetResult();
        await busy;
        var result = await _clock.AdvanceUntilAsync(redirected, TimeSpan.FromSeconds(10));

        Assert.IsType<FetchResult.Document>(sibling);
        Assert.IsType<FetchResult.Document>(result);
    }

    [Fact]
    public async Task Who_leaves_to_wait_untilroom_holds_up_nobody_and_is_put_off_when_it_takes_too_long()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Feed(Rss));
        var internet = new FakeInternet().Host("a.example.org", "93.184.216.34", publisher);
        using var fetcher = Make(Public with { MaxConcurrency = 1 }, _clock, internet.Network());
        var (room, full) = (new TaskCompletionSource(), new TaskCompletionSource());
        FetchRequest Request(TaskCompletionSource until) =>
            new()
            {
                Url = new Uri("http://a.example.org/feed"),
                Room = ct => until.Task.WaitAsync(ct),
                LeavesToWait = true,
            };
        var (patient, inVain) = (fetcher.FetchAsync(Request(room), default), fetcher.FetchAsync(Request(full), default));

        var other = await fetcher.FetchAsync("http://a.example.org/feed");
        room.SetResult();
        var served = await patient;
        var putOff = await _clock.AdvanceUntilAsync(inVain, Public.MaxPoliteWait + TimeSpan.FromSeconds(10));

        Assert.IsType<FetchResult.Document>(other);
        Assert.IsType<FetchResult.Document>(served);
        Assert.True(AssertFailed(FailureClass.RateLimited, putOff).Deferred);
        Assert.Equal(2, publisher.Requests.Count);
    }
}
