using FeedAggregator.Fetching;
using FeedAggregator.Tests.Support;
using static FeedAggregator.Tests.Fetching.Fetchers;

namespace FeedAggregator.Tests.Fetching;

/// <summary>Names, addresses and redirects: what is dialled, and what never is.</summary>
public sealed class GuardedFetchTests
{
    private readonly FakeInternet _internet = new();

    [Fact]
    public async Task A_name_that_answers_with_another_address_next_time_is_dialled_at_the_one_that_was_checked()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Feed(Rss));
        var asked = 0;
        _internet
            .Name("rebind.example.org", () => [asked++ == 0 ? "93.184.216.34" : "127.0.0.1"])
            .Route("93.184.216.34", publisher)
            .Route("127.0.0.1", publisher);
        using var fetcher = Make(Public, network: _internet.Network());

        var first = await fetcher.FetchAsync("http://rebind.example.org/feed");
        var second = await fetcher.FetchAsync("http://rebind.example.org/feed");

        Assert.IsType<FetchResult.Document>(first);
        AssertFailed(FailureClass.BlockedAddress, second);
        Assert.Equal("93.184.216.34", Assert.Single(_internet.Dialled).ToString());
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[fe80::1%25lo]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://inside.example.org/")]
    [InlineData("http://mixed.example.org/")]
    [InlineData("http://user@127.0.0.1/")]
    [InlineData("http://public.example.org:6379/")]
    public async Task Neither_a_feed_nor_a_redirect_reaches_inside(string url)
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Redirect(url));
        _internet.Host("public.example.org", "93.184.216.34", publisher).Route("127.0.0.1", publisher);
        _internet.Name("inside.example.org", "10.0.0.5").Name("mixed.example.org", "93.184.216.34", "::1");
        using var fetcher = Make(Public, network: _internet.Network());

        var direct = await fetcher.FetchAsync(url);
        var redirected = await fetcher.FetchAsync("http://public.example.org/feed");

        AssertFailed(FailureClass.BlockedAddress, direct);
        AssertFailed(FailureClass.BlockedAddress, redirected);
        Assert.Equal("93.184.216.34", Assert.Single(_internet.Dialled).ToString());
    }

    [Fact]
    public async Task A_strangers_redirect_does_not_lead_into_an_allowed_network_but_a_feed_there_may_redirect_within()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Redirect("http://192.168.1.9/inside"));
        publisher.Serve("/inside", Answer.Feed(Rss));
        _internet.Host("public.example.org", "93.184.216.34", publisher).Host("bridge.lan", "192.168.1.9", publisher);
        using var fetcher = Make(Public with { AllowedPrivateNetworks = ["192.168.0.0/16"] }, network: _internet.Network());

        var fromOutside = await fetcher.FetchAsync("http://public.example.org/feed");
        var fromInside = await fetcher.FetchAsync("http://bridge.lan/feed");

        AssertFailed(FailureClass.BlockedAddress, fromOutside);
        Assert.IsType<FetchResult.Document>(fromInside);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_from_a_host_that_is_down()
    {
        _internet.Name("down.example.org", "93.184.216.34").Name("empty.example.org", () => []);
        using var fetcher = Make(Public, network: _internet.Network());

        var unknown = await fetcher.FetchAsync("http://nowhere.example.org/");
        var empty = await fetcher.FetchAsync("http://empty.example.org/");
        var down = await fetcher.FetchAsync("http://down.example.org/");

        AssertFailed(FailureClass.Dns, unknown);
        AssertFailed(FailureClass.Dns, empty);
        AssertFailed(FailureClass.Connection, down);
    }

    [Theory]
    [InlineData("301,308,301", "/3")]
    [InlineData("301,302,301", null)]
    [InlineData("307", null)]
    [InlineData("308", "/1")]
    public async Task A_feed_has_moved_for_good_only_if_every_hop_says_so(string statuses, string? movedTo)
    {
        await using var publisher = new LoopbackPublisher();
        var hops = statuses.Split(',').Select(int.Parse).ToList();
        for (var n = 0; n < hops.Count; n++)
            publisher.Serve($"/{n}", Answer.Redirect($"/{n + 1}", hops[n]));
        publisher.Serve($"/{hops.Count}", Answer.Feed(Rss));

        var result = await FetchOnceAsync(publisher.Url("/0"));

        Assert.IsType<FetchResult.Document>(result);
        Assert.Equal(publisher.Url($"/{hops.Count}"), result.Facts.FinalUrl);
        Assert.Equal(movedTo is null ? null : publisher.Url(movedTo), result.Facts.MovedTo);
    }

    [Fact]
    public async Task A_move_to_something_that_does_not_work_is_no_move()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Redirect("/gone", 301));

        var result = await FetchOnceAsync(publisher.Url("/feed"));

        AssertFailed(FailureClass.Http4xx, result);
        Assert.Null(result.Facts.MovedTo);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end_as_soon_as_they_close()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/a", Answer.Redirect("/b"));
        publisher.Serve("/b", Answer.Redirect("/a"));

        var result = await FetchOnceAsync(publisher.Url("/a"));

        AssertFailed(FailureClass.TooManyRedirects, result);
        Assert.Equal(2, publisher.Requests.Count);
    }

    [Fact]
    public async Task Logins_and_own_fields_never_leave_the_feeds_origin()
    {
        await using var home = new LoopbackPublisher();
        await using var elsewhere = new LoopbackPublisher();
        home.Serve("/feed", Answer.Redirect(elsewhere.Url("/feed").AbsoluteUri));
        elsewhere.Serve("/feed", Answer.Redirect(home.Url("/back").AbsoluteUri));
        home.Serve("/back", Answer.Feed(Rss));
        using var fetcher = Make();
        var request = new FetchRequest
        {
            Url = new UriBuilder(home.Url("/feed")) { UserName = "me", Password = "secret" }.Uri,
            Headers = new Dictionary<string, string> { ["Cookie"] = "session=1", ["X-Api-Key"] = "k" },
        };

        var result = await fetcher.FetchAsync(request, default);

        Assert.IsType<FetchResult.Document>(result);
        Assert.All(home.Requests, r => Assert.True(r["Authorization"] is not null && r["Cookie"] == "session=1" && r["X-Api-Key"] == "k"));
        var stranger = Assert.Single(elsewhere.Requests);
        Assert.Equal((null, null, null), (stranger["Authorization"], stranger["Cookie"], stranger["X-Api-Key"]));
    }

    [Fact]
    public async Task Validators_go_only_to_the_address_that_gave_them_when_it_is_known()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/feed", Answer.Redirect("/real"));
        publisher.Serve("/real", Answer.NotModified());
        using var fetcher = Make();
        var request = new FetchRequest
        {
            Url = publisher.Url("/feed"),
            Validators = new Validators("\"v1\"", null),
            ValidatorsFrom = publisher.Url("/real"),
        };

        var result = await fetcher.FetchAsync(request, default);

        Assert.IsType<FetchResult.NotModified>(result);
        Assert.Equal([null, "\"v1\""], publisher.Requests.Select(r => r["If-None-Match"]));
    }
}
