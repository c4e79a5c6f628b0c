using FeedAggregator.Configuration;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace FeedAggregator.Tests.Service;

/// <summary>The running service over time: schedule, edits of the feeds file, stops.</summary>
public sealed class WorkerTests : IAsyncLifetime
{
    private readonly LoopbackPublisher _publisher = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _publisher.DisposeAsync();

    [Fact]
    public async Task Feeds_are_polled_by_themselves_and_one_bad_feed_never_hurts_the_rest()
    {
        _publisher.Serve("/good", Answer.Feed(RssText.Feed(RssText.Item("Good news", "1"))));
        _publisher.Serve("/bad", new Answer(500, "oops"));
        await using var service = await RunningService.StartAsync(Feeds("good", "bad"));

        var feeds = await service.UntilAsync(
            "/api/v1/feeds",
            x => x.EnumerateArray().All(feed => feed.GetProperty("status").GetString() != "new")
        );

        Assert.Equal(["failing", "active"], feeds.EnumerateArray().Select(x => x.GetProperty("status").GetString()));
        Assert.Equal(["Good news"], (await service.ItemsAsync()).Select(x => x.Title));
    }

    [Fact]
    public async Task An_edit_of_the_feeds_file_is_picked_up_while_the_service_runs()
    {
        _publisher.Serve("/one", Answer.Feed(RssText.Feed(RssText.Item("One", "1"))));
        _publisher.Serve("/two", Answer.Feed(RssText.Feed(RssText.Item("Two", "2"))));
        await using var service = await RunningService.StartAsync(Feeds("one"));

        await File.WriteAllTextAsync(service.FeedsFile, Feeds("two"));

        var feeds = await service.UntilAsync(
            "/api/v1/feeds",
            x => x.EnumerateArray().Any(feed => feed.GetProperty("items").GetInt64() > 0 && feed.GetProperty("id").GetString() == "two")
        );
        Assert.Equal(["two"], feeds.EnumerateArray().Select(x => x.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_broken_edit_leaves_the_last_good_version_in_force()
    {
        _publisher.Serve("/one", Answer.Feed(RssText.Feed(RssText.Item("One", "1"))));
        await using var service = await RunningService.StartAsync(Feeds("one"));
        var catalogue = service.Services.GetRequiredService<FeedsCatalogue>();

        await File.WriteAllTextAsync(service.FeedsFile, "feeds: [");
        while (await catalogue.ReloadAsync(CancellationToken.None) is null && catalogue.LastRead.IsUsable)
        {
            await Task.Delay(20);
        }

        Assert.False(catalogue.LastRead.IsUsable);
        Assert.Equal(["one"], catalogue.Feeds.Select(x => x.Id));
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_poll_loses_nothing_and_the_feed_is_polled_after_the_start()
    {
        var asked = new TaskCompletionSource();
        var slow = true;
        _publisher.Serve(
            "/slow",
            async _ =>
            {
                asked.TrySetResult();
                await Task.Delay(slow ? TimeSpan.FromMinutes(5) : TimeSpan.Zero);
                return Answer.Feed(RssText.Feed(RssText.Item("Late news", "1")));
            }
        );
        await using var service = await RunningService.StartAsync(Feeds("slow"));
        await asked.Task;
        slow = false;

        await service.RestartAsync();

        await service.UntilAsync("/api/v1/feeds", x => x[0].GetProperty("items").GetInt64() == 1);
    }

    private string Feeds(params string[] names) =>
        "feeds:\n" + string.Concat(names.Select(x => $"  - url: {_publisher.Url("/" + x)}\n    id: {x}\n"));
}
