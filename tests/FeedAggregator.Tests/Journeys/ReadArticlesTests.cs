using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Polling;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Fetching;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Journeys;

/// <summary>A feed of headlines whose pages have the text, polled through the real fetcher, extractor and store.</summary>
public sealed class ReadArticlesTests : IAsyncLifetime, IDisposable
{
    private const string Words =
        "The council met on Tuesday to speak about the bridge that has been closed for two years, and found no money. ";

    private readonly ManualClock _clock = new();
    private readonly TempFolder _folder = new();
    private readonly LoopbackPublisher _publisher = new();
    private readonly FakeInternet _internet = new();
    private readonly FeedFetcher _fetcher;
    private readonly List<string> _items = [];
    private IStore _store = null!;

    public ReadArticlesTests()
    {
        var options = new FetchOptions { MinHostGap = TimeSpan.Zero, AllowedPrivateNetworks = ["192.168.0.0/16"] };
        _internet.Host("paper.example", "93.184.216.34", _publisher).Host("bridge.lan", "192.168.1.9", _publisher);
        _fetcher = new FeedFetcher(options, _clock, _internet.Network());
        _publisher.Serve("/feed", _ => Answer.Feed(RssText.Feed([.. _items])));
    }

    public async ValueTask InitializeAsync() =>
        _store = await Stores.OpenAsync(
            new StoreOptions { Path = System.IO.Path.Combine(_folder.Path, "t.db") },
            new StoryPlacer(),
            _clock,
            null,
            CancellationToken.None
        );

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _publisher.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        _fetcher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_new_items_page_is_read_once_and_its_article_kept_in_place_of_the_beginning()
    {
        await SubscribeAsync();
        Page("/1", Words + "It may open in spring.");
        Publish("1");

        var report = await PollAsync();
        await PollAsync();
        await PollAsync();

        Assert.Equal((PollOutcome.Ok, 1, null), (report.Record.Outcome, report.Receipt.Added, report.Record.Text));
        Assert.Contains("It may open in spring.", await BodyAsync("1"), StringComparison.Ordinal);
        Assert.StartsWith("The council met", Assert.Single(await ItemsAsync()).Excerpt, StringComparison.Ordinal);
        var request = Assert.Single(_publisher.Requests, x => x.Path == "/1");
        Assert.StartsWith("text/html", request["Accept"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_the_document_again_keeps_the_article_of_the_page()
    {
        await SubscribeAsync();
        Page("/1", Words + "It may open in spring.");
        Publish("1");
        await PollAsync();
        var feed = (await _store.Feeds.FindAsync("paper", CancellationToken.None))!.Feed with { Language = "id" };

        var report = await new ReplayFeed(_store.Feeds, _store.Items, _store.Polls, _clock).RunAsync(feed, CancellationToken.None);

        Assert.Equal(1, report.Entries);
        Assert.DoesNotContain("text", report.Parts.Keys);
        Assert.Contains("It may open in spring.", await BodyAsync("1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_read_neither_unasked_nor_for_a_backlog_nor_for_an_item_that_has_its_text()
    {
        _items.Add(RssText.Item("old", "old", "http://paper.example/old", "Old news."));
        await SubscribeAsync();
        _items.Add(RssText.Item("whole", "whole", "http://paper.example/whole", string.Concat(Enumerable.Repeat(Words, 30))));
        await PollAsync();
        await SubscribeAsync(fullText: false);
        Publish("unasked");

        await PollAsync();

        Assert.All(_publisher.Requests, x => Assert.Equal("/feed", x.Path));
    }

    [Fact]
    public async Task A_page_that_brings_no_article_costs_the_item_nothing_and_the_poll_says_why()
    {
        await SubscribeAsync();
        _publisher.Serve("/error", new Answer(500, "oops"));
        _publisher.Serve("/pdf", new Answer(200, "%PDF", ("Content-Type", "application/pdf")));
        _publisher.ServeRaw(
            "/reset",
            (_, wire) =>
            {
                wire.Reset();
                return Task.CompletedTask;
            }
        );
        Page("/short", "Log in to read on.");
        Publish("error", "pdf", "reset", "short");

        var report = await PollAsync();

        Assert.Equal((PollOutcome.Ok, 4), (report.Record.Outcome, report.Receipt.Added));
        Assert.StartsWith("4 of 4 pages gave no text; the feed's own was kept.", report.Record.Text, StringComparison.Ordinal);
        Assert.Contains("Beginning of error", await BodyAsync("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_hang_hold_a_poll_up_for_a_bounded_time()
    {
        await SubscribeAsync();
        string[] names = ["a", "b", "c", "d"];
        foreach (var name in names)
        {
            _publisher.ServeRaw($"/{name}", (_, wire) => wire.UntilClosedAsync());
        }
        Publish(names);
        var start = _clock.GetUtcNow();

        var poll = PollAsync();
        while (!poll.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        Assert.Equal(4, (await poll).Receipt.Added);
        Assert.InRange((await poll).Record.At - start, ReadArticles.Budget, ReadArticles.Budget + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task One_poll_reads_twenty_pages_at_most()
    {
        await SubscribeAsync();
        var names = Enumerable.Range(0, 30).Select(x => $"n{x}").ToArray();
        Array.ForEach(names, x => Page($"/{x}", Words + x));
        Publish(names);

        var report = await PollAsync();

        Assert.Equal(30, report.Receipt.Added);
        Assert.Equal(ReadArticles.MostPages, _publisher.Requests.Count(x => x.Path != "/feed"));
    }

    [Theory]
    [InlineData("http://127.0.0.1/admin")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://bridge.lan/inside")]
    public async Task An_items_page_leads_into_no_private_network_be_it_linked_or_redirected_to(string inside)
    {
        await SubscribeAsync();
        _publisher.Serve("/away", Answer.Redirect(inside));
        Page("/inside", Words);
        Publish("away");
        _items.Add(RssText.Item("direct", "direct", inside, "Beginning."));

        var report = await PollAsync();

        Assert.Equal(2, report.Receipt.Added);
        Assert.StartsWith("2 of 2 pages gave no text", report.Record.Text, StringComparison.Ordinal);
        Assert.All(_internet.Dialled, x => Assert.Equal("93.184.216.34", x.ToString()));
    }

    [Fact]
    public async Task A_feed_in_an_allowed_network_may_have_its_pages_there()
    {
        await SubscribeAsync("http://bridge.lan/feed");
        Page("/inside", Words + "All inside.");
        _items.Add(RssText.Item("inside", "inside", "http://bridge.lan/inside", "Beginning."));

        await PollAsync();

        Assert.Contains("All inside.", await BodyAsync("inside"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_item_is_read_again_but_not_for_ever()
    {
        await SubscribeAsync();
        Page("/1", Words + "It may open in spring.");
        foreach (var edition in Enumerable.Range(0, 8))
        {
            _items.Clear();
            _items.Add(RssText.Item("1", "1", "http://paper.example/1", $"Beginning number {edition}."));
            await PollAsync();
        }

        Assert.Equal(4, _publisher.Requests.Count(x => x.Path == "/1"));
    }

    [Theory]
    [InlineData("bridge", "other", true)]
    [InlineData("all", "all", false)]
    public async Task A_page_is_known_by_its_canonical_address_unless_other_pages_claim_it_too(string first, string second, bool same)
    {
        _publisher.Serve("/p", PageOf("First " + Words, $"<link rel=canonical href='http://agency.example/{first}'>"));
        _publisher.Serve("/q", PageOf("Second " + Words, $"<link rel=canonical href='http://agency.example/{second}'>"));
        var text = string.Concat(Enumerable.Repeat("Of other things entirely. ", 100));
        _publisher.Serve("/agency", Answer.Feed(RssText.Feed(RssText.Item("Dispatch", "d", $"http://agency.example/{first}", text))));
        await SubscribeAsync();
        await PollAsync("agency");
        Publish("p", "q");

        await PollAsync();

        var stories = (await ItemsAsync()).ToDictionary(x => x.Title, x => x.StoryId);
        Assert.Equal(same, stories["p"] == stories["Dispatch"]);
        Assert.NotEqual(stories["q"], stories["Dispatch"]);
    }

    [Fact]
    public async Task A_canonical_address_above_the_page_is_its_sections_and_joins_nothing()
    {
        _publisher.Serve("/news/p", PageOf("First " + Words, "<link rel=canonical href='http://paper.example/news'>"));
        var text = string.Concat(Enumerable.Repeat("Of other things entirely. ", 100));
        _publisher.Serve("/agency", Answer.Feed(RssText.Feed(RssText.Item("Other", "o", "http://paper.example/news", text))));
        await SubscribeAsync();
        await PollAsync("agency");
        Publish("news/p");

        await PollAsync();

        var stories = (await ItemsAsync()).ToDictionary(x => x.Title, x => x.StoryId);
        Assert.NotEqual(stories["Other"], stories["news/p"]);
    }

    private void Publish(params string[] names) =>
        _items.AddRange(names.Select(x => RssText.Item(x, x, $"http://paper.example/{x}", $"Beginning of {x}.")));

    private void Page(string path, string text) => _publisher.Serve(path, PageOf(text));

    private static Answer PageOf(string text, string head = "") =>
        new(
            200,
            $"<!doctype html><html><head>{head}</head><body><article><p>{text}</p>{(text.Length > 50 ? $"<p>{Words}</p><p>{Words}</p>" : "")}</article></body></html>",
            ("Content-Type", "text/html; charset=utf-8")
        );

    private async Task SubscribeAsync(string url = "http://paper.example/feed", bool fullText = true)
    {
        var agency = new Feed { Id = "agency", Url = "http://paper.example/agency" };
        var paper = new Feed
        {
            Id = "paper",
            Url = url,
            FullText = fullText,
        };
        await _store.Feeds.SyncAsync([paper, agency], _clock.GetUtcNow(), CancellationToken.None);
        await PollAsync();
    }

    private async Task<PollReport> PollAsync(string feed = "paper")
    {
        var refresh = Journey.Refresh(_fetcher, _store, _clock);
        var claim = Assert.Single(
            await _store.Feeds.ClaimAsync([feed], _clock.GetUtcNow(), TimeSpan.FromMinutes(10), CancellationToken.None)
        );
        return await refresh.RunAsync(claim, forced: false, CancellationToken.None);
    }

    private Task<IReadOnlyList<ItemSummary>> ItemsAsync() => _store.Items.SelectAsync(new ItemQuery(), CancellationToken.None);

    private async Task<string> BodyAsync(string title)
    {
        var item = Assert.Single(await ItemsAsync(), x => x.Title == title);
        return (await _store.Items.FindAsync(item.Id, CancellationToken.None))!.BodyHtml ?? "";
    }
}
