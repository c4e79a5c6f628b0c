using FeedAggregator.Fetching;
using FeedAggregator.Tests.Support;
using static FeedAggregator.Tests.Fetching.Fetchers;

namespace FeedAggregator.Tests.Fetching;

/// <summary>Time runs out on the test's own clock; nothing here waits.</summary>
public sealed class SlowPublisherTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_publisher_that_never_answers_is_given_up_after_the_attempts_time()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw("/feed", (_, wire) => wire.UntilClosedAsync());
        using var fetcher = Make(clock: _clock);

        var fetching = fetcher.FetchAsync(publisher.Url("/feed"));
        await publisher.WaitForRequestAsync();
        _clock.Advance(Local.AttemptTimeout);
        var result = await fetching;

        Assert.Contains("not done within 25 s", AssertFailed(FailureClass.Timeout, result).Text, StringComparison.Ordinal);
        Assert.Equal(Local.AttemptTimeout, result.Facts.Duration);
        Assert.Single(publisher.Requests);
    }

    [Fact]
    public async Task Silence_inside_a_body_is_given_up_after_the_reads_time()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.ServeRaw(
            "/feed",
            async (_, wire) =>
            {
                await wire.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>");
                await wire.UntilClosedAsync();
            }
        );
        using var fetcher = Make(Local with { ReadTimeout = TimeSpan.FromMilliseconds(100) }, _clock);

        var fetching = fetcher.FetchAsync(publisher.Url("/feed"));
        await _clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(100));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        var result = await fetching;

        Assert.Contains("fell silent", AssertFailed(FailureClass.Timeout, result).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_drips_for_ever_is_given_up_although_it_is_never_silent_for_long()
    {
        await using var publisher = new LoopbackPublisher();
        var go = new SemaphoreSlim(0);
        publisher.ServeRaw(
            "/feed",
            async (_, wire) =>
            {
                await wire.WriteAsync("HTTP/1.1 200 OK\r\n\r\n" + Rss);
                while (await go.WaitAsync(TimeSpan.FromMinutes(1)))
                    await wire.WriteAsync(" ");
            }
        );
        using var fetcher = Make(clock: _clock);

        var fetching = fetcher.FetchAsync(publisher.Url("/feed"));
        await publisher.WaitForRequestAsync();
        for (var second = 0; second < 30 && !fetching.IsCompleted; second++)
        {
            go.Release();
            await Task.Delay(20);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        AssertFailed(FailureClass.Timeout, await fetching);
    }

    [Fact]
    public async Task All_hops_together_have_one_total_time()
    {
        await using var publisher = new LoopbackPublisher();
        foreach (var n in Enumerable.Range(0, 5))
        {
            publisher.Serve(
                $"/{n}",
                _ =>
                {
                    _clock.Advance(TimeSpan.FromSeconds(8));
                    return Answer.Redirect($"/{n + 1}");
                }
            );
        }
        using var fetcher = Make(clock: _clock);

        var result = await fetcher.FetchAsync(publisher.Url("/0"));

        AssertFailed(FailureClass.Timeout, result);
        Assert.Equal(4, publisher.Requests.Count);
    }

    [Fact]
    public async Task A_dead_address_leaves_time_for_the_next_one()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Feed(Rss));
        var dead = System.Net.IPAddress.Parse("2606:2800::1");
        var internet = new FakeInternet().Name("dual.example.org", "2606:2800::1", "93.184.216.34").Route("93.184.216.34", publisher);
        var network = internet.Network();
        network = network with
        {
            Dial = async (endpoint, ct) =>
            {
                if (endpoint.Address.Equals(dead))
                    await Task.Delay(Timeout.Infinite, ct);
                return await internet.Network().Dial(endpoint, ct);
            },
        };
        using var fetcher = Make(Public, _clock, network);

        var fetching = fetcher.FetchAsync("http://dual.example.org/feed");
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(5), atLeast: 2);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.IsType<FetchResult.Document>(await fetching);
    }

    [Fact]
    public async Task A_name_server_that_never_answers_is_a_failure_of_names()
    {
        var network = Network.Real with
        {
            Resolve = async (_, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct);
                return [];
            },
        };
        using var fetcher = Make(Public, _clock, network);

        var result = await _clock.AdvanceUntilAsync(fetcher.FetchAsync("http://slow.example.org/feed"));

        AssertFailed(FailureClass.Dns, result);
    }
}
