using System.Text;
using FeedAggregator.Fetching;
using FeedAggregator.Tests.Support;
using static FeedAggregator.Tests.Fetching.Fetchers;

namespace FeedAggregator.Tests.Fetching;

/// <summary>Forms go the way of every fetch: guard, redirects, limits and manners.</summary>
public sealed class FormFetchTests
{
    private readonly FakeInternet _internet = new();

    [Fact]
    public async Task A_form_is_posted_and_taken()
    {
        await using var hub = new LoopbackPublisher();
        hub.Serve("/hub", new Answer(202, ""));
        using var fetcher = Make();

        var answer = await PostAsync(fetcher, hub.Url("/hub"));

        Assert.Equal(202, Assert.IsType<FetchResult.Accepted>(answer).Facts.Status);
        var request = Assert.Single(hub.Requests);
        Assert.Equal(
            ("POST", "application/x-www-form-urlencoded", "hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2F%3Fb%26c"),
            (request.Method, request["Content-Type"], Encoding.UTF8.GetString(request.Body))
        );
    }

    [Theory]
    [InlineData(307, true)]
    [InlineData(308, true)]
    [InlineData(302, false)]
    [InlineData(303, false)]
    public async Task A_form_is_posted_again_only_where_a_redirect_keeps_it(int status, bool follows)
    {
        await using var hub = new LoopbackPublisher();
        hub.Serve("/hub", Answer.Redirect("/moved", status));
        hub.Serve("/moved", new Answer(202, ""));
        using var fetcher = Make();

        var answer = await PostAsync(fetcher, hub.Url("/hub"));

        Assert.Equal(follows, answer is FetchResult.Accepted);
        Assert.All(hub.Requests, x => Assert.Equal(("POST", 63), (x.Method, x.Body.Length)));
    }

    [Theory]
    [InlineData(400, FailureClass.Http4xx)]
    [InlineData(429, FailureClass.RateLimited)]
    [InlineData(500, FailureClass.Http5xx)]
    [InlineData(304, FailureClass.NotAFeed)]
    public async Task Any_other_answer_is_a_failure_with_its_class(int status, FailureClass expected)
    {
        await using var hub = new LoopbackPublisher();
        hub.Serve("/hub", new Answer(status, ""));
        using var fetcher = Make();

        AssertFailed(expected, await PostAsync(fetcher, hub.Url("/hub")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_what_lies_inside_may_name_an_address_inside(bool fromOutside)
    {
        await using var hub = new LoopbackPublisher();
        hub.Serve("/hub", new Answer(202, ""));
        _internet.Host("bridge.lan", "10.0.0.5", hub);
        using var fetcher = Make(Public with { AllowedPrivateNetworks = ["10.0.0.0/8"] }, network: _internet.Network());

        var answer = await PostAsync(fetcher, new Uri("http://bridge.lan/hub"), fromOutside);

        Assert.Equal(!fromOutside, answer is FetchResult.Accepted);
        Assert.Equal(fromOutside ? 0 : 1, hub.Requests.Count);
    }

    private static Task<FetchResult> PostAsync(FeedFetcher fetcher, Uri url, bool fromOutside = false) =>
        fetcher.FetchAsync(
            new FetchRequest
            {
                Url = url,
                Form = [new("hub.mode", "subscribe"), new("hub.topic", "https://a.example/?b&c")],
                FromOutside = fromOutside,
            },
            default
        );
}
