using System.Net;
using System.Text.Json;
using FeedAggregator.Service.Api;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace FeedAggregator.Tests.Service;

/// <summary>A person or a program asks the running service for a poll.</summary>
public sealed class PollNowTests : IAsyncLifetime
{
    private readonly LoopbackPublisher _publisher = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _publisher.DisposeAsync();

    [Fact]
    public async Task A_feed_is_polled_when_asked_for_long_before_it_is_due()
    {
        var items = RssText.Item("One", "1");
        _publisher.Serve("/one", _ => Answer.Feed(RssText.Feed(items)));
        await using var service = await StartAsync("one");
        items += RssText.Item("Two", "2");

        var (status, poll) = await AskAsync(service, "one");

        Assert.Equal((HttpStatusCode.OK, "ok", 1), (status, poll.GetProperty("outcome").GetString(), poll.GetProperty("new").GetInt32()));
        Assert.Equal(["One", "Two"], (await service.ItemsAsync()).Select(x => x.Title).Order());
    }

    [Fact]
    public async Task A_host_that_wants_quiet_is_not_asked_but_by_force_and_the_answer_says_why()
    {
        _publisher.Serve("/one", new Answer(429, "", ("Retry-After", "3600")));
        await using var service = await StartAsync("one");

        var (_, refused) = await AskAsync(service, "one");
        var before = _publisher.Requests.Count;
        var (_, forced) = await AskAsync(service, "one", "?force=true");

        Assert.Equal("deferred", refused.GetProperty("outcome").GetString());
        Assert.Contains("Retry-After", refused.GetProperty("text").GetString());
        Assert.Equal((1, 2), (before, _publisher.Requests.Count));
        Assert.Equal("rate-limited", forced.GetProperty("failureClass").GetString());
    }

    [Fact]
    public async Task What_a_host_asked_for_outlives_the_process_and_holds_for_all_its_feeds()
    {
        var quiet = false;
        _publisher.Serve("/one", Answer.Feed(RssText.Feed(RssText.Item("One", "1"))));
        _publisher.Serve("/two", _ => quiet ? new Answer(503, "", ("Retry-After", "3600")) : Answer.Feed(RssText.Feed()));
        await using var service = await StartAsync("one", "two");
        quiet = true;
        await AskAsync(service, "two");
        var before = _publisher.Requests.Count;

        await service.RestartAsync();
        var (_, poll) = await AskAsync(service, "one");

        Assert.Equal("deferred", poll.GetProperty("outcome").GetString());
        Assert.Contains("asked to be left alone", poll.GetProperty("text").GetString());
        Assert.Equal(before, _publisher.Requests.Count);
    }

    [Theory]
    [InlineData("Origin", "http://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    public async Task Neither_a_page_in_a_browser_nor_another_machine_can_make_us_poll(string field, string value)
    {
        _publisher.Serve("/one", Answer.Feed(RssText.Feed()));
        await using var service = await StartAsync("one");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/feeds/one/poll");
        request.Headers.TryAddWithoutValidation(field, value);

        using var answer = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Single(_publisher.Requests);
    }

    [Fact]
    public async Task Another_machine_asks_with_the_admins_token()
    {
        _publisher.Serve("/one", Answer.Feed(RssText.Feed()));
        await using var service = await StartAsync("one");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/feeds/one/poll");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.7");
        request.Headers.Authorization = new("Bearer", AdminToken.Of(service.Services.GetRequiredService<SignedLinks>()));

        using var answer = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_feed_nobody_knows_is_answered_with_a_guess()
    {
        _publisher.Serve("/one", Answer.Feed(RssText.Feed()));
        await using var service = await StartAsync("one");

        var (status, problem) = await AskAsync(service, "onee");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("one", problem.GetProperty("detail").GetString());
    }

    /// <summary>Returns when each feed has had the poll every new feed gets.</summary>
    private async Task<RunningService> StartAsync(params string[] feeds)
    {
        var yaml = "feeds:\n" + string.Concat(feeds.Select(x => $"  - url: {_publisher.Url("/" + x)}\n    id: {x}\n"));
        var service = await RunningService.StartAsync(yaml);
        await service.UntilAsync("/api/v1/feeds", x => x.EnumerateArray().All(f => f.GetProperty("status").GetString() != "new"));
        return service;
    }

    private static async Task<(HttpStatusCode, JsonElement)> AskAsync(RunningService service, string feed, string query = "")
    {
        using var answer = await service.Client.PostAsync(new Uri($"/api/v1/feeds/{feed}/poll{query}", UriKind.Relative), null);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return (answer.StatusCode, json.TryGetProperty("poll", out var poll) ? poll : json);
    }
}
