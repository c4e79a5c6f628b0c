using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Service.Api;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Stories;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeedAggregator.Tests.Journeys;

/// <summary>One feed of a publisher on loopback, polled through the real fetcher, parser, matcher and store.</summary>
public sealed class RefreshFeedTests : IAsyncLifetime, IDisposable
{
    private const string Path = "/feed.xml";
    private readonly ManualClock _clock = new();
    private readonly TempFolder _folder = new();
    private readonly LoopbackPublisher _publisher = new();
    private readonly FeedFetcher _fetcher;
    private IStore _store = null!;

    public RefreshFeedTests() =>
        _fetcher = new FeedFetcher(new FetchOptions { AllowedPrivateNetworks = ["127.0.0.0/8"], MinHostGap = TimeSpan.Zero }, _clock);

    public async ValueTask InitializeAsync()
    {
        var options = new StoreOptions { Path = System.IO.Path.Combine(_folder.Path, "t.db") };
        _store = await Stores.OpenAsync(options, new StoryPlacer(), _clock, null, CancellationToken.None);
        await _store.Feeds.SyncAsync(
            [new Feed { Id = "times", Url = _publisher.Url(Path).AbsoluteUri }],
            _clock.GetUtcNow(),
            CancellationToken.None
        );
    }

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
    public async Task A_document_becomes_items_and_the_same_document_adds_none()
    {
        Publish(
            RssText.Item("One", "1", "https://times.example/1", "First news."),
            RssText.Item("Two", "2", "https://times.example/2", "Second news.")
        );

        var first = await PollAsync();
        var second = await PollAsync();

        Assert.Equal((PollOutcome.Ok, 2), (first.Record.Outcome, first.Receipt.Added));
        Assert.Equal((PollOutcome.NotModified, 0), (second.Record.Outcome, second.Receipt.Added));
        Assert.Equal(["One", "Two"], await TitlesAsync());
    }

    [Fact]
    public async Task Validators_go_back_byte_for_byte_and_304_is_no_parse()
    {
        const string ETag = "W/\"odd value\"";
        _publisher.Serve(
            Path,
            x =>
                x["If-None-Match"] == ETag
                    ? Answer.NotModified(("ETag", ETag))
                    : Answer.Feed(RssText.Feed(RssText.Item("One", "1")), ("ETag", ETag))
        );

        await PollAsync();
        var second = await PollAsync();

        Assert.Equal((PollOutcome.NotModified, 304), (second.Record.Outcome, second.Record.HttpStatus));
    }

    [Fact]
    public async Task Validators_go_to_the_address_that_gave_them_and_to_no_hop_before_it()
    {
        _publisher.Serve(Path, Answer.Redirect("/real.xml"));
        _publisher.Serve(
            "/real.xml",
            x =>
                x["If-None-Match"] is null
                    ? Answer.Feed(RssText.Feed(RssText.Item("One", "1")), ("ETag", "\"1\""))
                    : Answer.NotModified(("ETag", "\"1\""))
        );
        await PollAsync();

        var second = await PollAsync();

        Assert.Equal(PollOutcome.NotModified, second.Record.Outcome);
        Assert.Equal([null, null, null, "\"1\""], _publisher.Requests.Select(x => x["If-None-Match"]));
    }

    [Fact]
    public async Task A_delta_that_holds_only_what_is_new_is_no_gap()
    {
        _publisher.Serve(Path, Answer.Feed(RssText.Feed(RssText.Item("One", "1")), ("ETag", "\"1\"")));
        await PollAsync();
        _publisher.Serve(
            Path,
            new Answer(
                226,
                RssText.Feed(RssText.Item("Two", "2")),
                ("ETag", "\"2\""),
                ("IM", "feed"),
                ("Content-Type", "application/rss+xml")
            )
        );

        await PollAsync();

        var feed = await _store.Feeds.FindAsync("times", CancellationToken.None);
        Assert.Equal(["One", "Two"], await TitlesAsync());
        Assert.Null(feed!.State.GapAt);
    }

    [Fact]
    public async Task An_edited_entry_is_an_update_with_what_it_said_before_and_not_a_new_item()
    {
        Publish(RssText.Item("One", "1", "https://times.example/1", "The bridge opens on Monday."));
        await PollAsync();
        Publish(RssText.Item("One, corrected", "1", "https://times.example/1", "The bridge opens on Tuesday, says the mayor."));

        var report = await PollAsync();

        var item = Assert.Single(await ItemsAsync());
        var detail = await _store.Items.FindAsync(item.Id, CancellationToken.None);
        Assert.Equal((0, 1), (report.Receipt.Added, report.Receipt.Updated));
        Assert.Equal("One, corrected", item.Title);
        Assert.Equal("One", Assert.Single(detail!.Revisions).Title);
    }

    [Fact]
    public async Task Entries_that_all_link_to_the_front_page_are_all_kept()
    {
        Publish(
            RssText.Item("One", "a", "https://times.example/", "Alpha."),
            RssText.Item("Two", "b", "https://times.example/", "Beta."),
            RssText.Item("Three", null, "https://times.example/", "Gamma.")
        );

        var report = await PollAsync();

        Assert.Equal(3, report.Receipt.Added);
    }

    [Fact]
    public async Task Entries_that_all_have_one_guid_are_all_kept()
    {
        Publish(
            RssText.Item("One", "0", "https://times.example/1", "Alpha."),
            RssText.Item("Two", "0", "https://times.example/2", "Beta.")
        );

        var report = await PollAsync();

        Assert.Equal(2, report.Receipt.Added);
    }

    [Fact]
    public async Task A_page_that_says_something_else_every_day_under_a_new_guid_swallows_nothing()
    {
        Publish(RssText.Item("Weather", "mon", "https://times.example/weather", "Rain on Monday."));
        await PollAsync();
        Publish(RssText.Item("Weather", "tue", "https://times.example/weather", "Sun on Tuesday."));

        var report = await PollAsync();

        Assert.Equal((1, 0), (report.Receipt.Added, report.Receipt.Updated));
        Assert.Equal(2, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task A_feed_whose_guids_change_with_every_build_adds_nothing_and_is_known_for_it()
    {
        var before = FeedAnswer.Of((await _store.Feeds.FindAsync("times", CancellationToken.None))!);
        for (var build = 0; build < 4; build++)
        {
            Publish([
                .. Enumerable
                    .Range(1, 3)
                    .Select(i => RssText.Item($"News {i}", $"build-{build}-{i}", $"https://times.example/{i}", $"What happened, {i}.")),
            ]);
            await PollAsync();
        }

        var after = FeedAnswer.Of((await _store.Feeds.FindAsync("times", CancellationToken.None))!);

        Assert.Equal(["News 1", "News 2", "News 3"], await TitlesAsync());
        Assert.Equal((true, false), (before.GuidsTrusted, after.GuidsTrusted));
    }

    [Fact]
    public async Task Different_articles_on_one_event_are_two_stories_that_know_of_each_other()
    {
        var others = Enumerable
            .Range(0, 60)
            .Select(i =>
                RssText.Item(
                    $"gadget{i} tested",
                    $"g{i}",
                    $"https://times.example/g{i}",
                    $"gadget{i} has button{i} and cable{i} for price{i}"
                )
            );
        Publish([
            .. others,
            RssText.Item(Texts.FerryTitle, "ferry", "https://times.example/ferry", Texts.Ferry),
            RssText.Item(
                "Icebreaker Nordkapp frees ferry off Halvik",
                "ice",
                "https://times.example/ice",
                "The ferry lay off Halvik until the icebreaker Nordkapp came. Captain Ingrid Solberg thanked her 212 passengers on Tuesday."
            ),
        ]);
        await PollAsync();

        var items = await _store.Items.SelectAsync(new ItemQuery(), CancellationToken.None);
        var related = await _store.Stories.RelatedAsync([.. items.Select(x => x.StoryId)], CancellationToken.None);

        var pair = Assert.Single(related);
        Assert.Equal(
            [Texts.FerryTitle, "Icebreaker Nordkapp frees ferry off Halvik"],
            items.Where(x => x.StoryId == pair.StoryId || x.StoryId == pair.OtherId).OrderBy(x => x.Id).Select(x => x.Title)
        );
    }

    [Fact]
    public async Task A_guid_that_counts_revisions_in_its_fragment_names_the_same_item()
    {
        Publish(
            RssText.Item("Storm nears", "https://times.example/storm#0", "https://times.example/storm?utm_source=rss", "A storm is near.")
        );
        await PollAsync();
        Publish(
            RssText.Item(
                "Storm is here",
                "https://times.example/storm#1",
                "https://times.example/storm?utm_source=rss",
                "The storm is here and strong."
            )
        );

        var report = await PollAsync();

        Assert.Equal((0, 1), (report.Receipt.Added, report.Receipt.Updated));
    }

    [Fact]
    public async Task Many_entries_on_one_page_named_by_its_fragments_stay_apart_from_poll_to_poll()
    {
        Publish(RssText.Item("Noon", "https://log.example/day#noon", "https://log.example/day#noon", "It is noon."));
        await PollAsync();
        Publish(RssText.Item("One", "https://log.example/day#one", "https://log.example/day#one", "It is one o'clock."));

        var report = await PollAsync();

        Assert.Equal(1, report.Receipt.Added);
        Assert.Equal(2, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task The_same_words_under_two_guids_and_links_are_two_items_of_one_story()
    {
        const string Words =
            "The ferry between the islands runs every hour from Monday, the harbour office said in a statement on Friday evening.";
        Publish(RssText.Item("Ferry", "a", "https://times.example/a", Words), RssText.Item("Ferry", "b", "https://times.example/b", Words));

        await PollAsync();

        var items = await ItemsAsync();
        Assert.Equal(2, items.Count);
        Assert.Single(items.Select(x => x.StoryId).Distinct());
    }

    [Fact]
    public async Task The_first_document_is_a_backlog_and_later_items_are_news()
    {
        Publish(RssText.Item("Old", "1", published: _clock.GetUtcNow().AddDays(-30)));
        await PollAsync();
        var lastPoll = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromHours(1));
        Publish(
            RssText.Item("Old", "1", published: lastPoll.AddDays(-30)),
            RssText.Item("Dated back", "2", published: lastPoll.AddDays(-3)),
            RssText.Item("From the future", "3", published: lastPoll.AddDays(3))
        );

        await PollAsync();

        var items = (await ItemsAsync()).ToDictionary(x => x.Title);
        Assert.Equal((true, lastPoll.AddDays(-30)), (items["Old"].Backlog, items["Old"].NewsAt));
        Assert.Equal((false, lastPoll), (items["Dated back"].Backlog, items["Dated back"].NewsAt));
        Assert.Equal(_clock.GetUtcNow(), items["From the future"].NewsAt);
    }

    [Fact]
    public async Task An_entry_without_a_date_is_as_old_as_its_document()
    {
        var built = new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero);
        _publisher.Serve(Path, Answer.Feed(RssText.Feed($"<lastBuildDate>{built:r}</lastBuildDate>", RssText.Item("Undated", "1"))));

        await PollAsync();

        Assert.Equal(built, Assert.Single(await ItemsAsync()).NewsAt);
    }

    [Fact]
    public async Task A_server_that_says_not_modified_for_ever_is_caught_within_a_day_and_no_longer_believed()
    {
        var items = RssText.Item("One", "1");
        _publisher.Serve(
            Path,
            x => x["If-None-Match"] is null ? Answer.Feed(RssText.Feed(items), ("ETag", $"\"{items.Length}\"")) : Answer.NotModified()
        );
        await PollAsync();
        items += RssText.Item("Two", "2");

        var polls = await PollAsync(times: 30, every: TimeSpan.FromHours(2));
        items += RssText.Item("Three", "3");
        var after = await PollAsync();

        Assert.Equal(["One", "Three", "Two"], await TitlesAsync());
        Assert.Equal(20, polls.TakeWhile(x => x.Record.Outcome == PollOutcome.NotModified).Count());
        Assert.Equal(PollOutcome.Ok, after.Record.Outcome);
        Assert.Contains(
            await FindingsAsync(),
            x => x.Contains("\"not modified\" of a document that had changed", StringComparison.Ordinal)
        );
        // The lie was proved by one more request: with the validators of the document that is no more.
        Assert.Equal(
            ["(none)", .. Enumerable.Repeat("old", 20), "(none)", "old", "(none)"],
            _publisher.Requests.Take(24).Select(x => x["If-None-Match"] is null ? "(none)" : "old")
        );
    }

    [Fact]
    public async Task A_server_whose_304s_are_true_is_asked_for_the_whole_document_once_a_day_and_stays_believed()
    {
        _publisher.Serve(
            Path,
            x => x["If-None-Match"] is null ? Answer.Feed(RssText.Feed(RssText.Item("One", "1")), ("ETag", "\"1\"")) : Answer.NotModified()
        );
        await PollAsync();

        await PollAsync(times: 96, every: TimeSpan.FromMinutes(30));

        Assert.Equal(1 + 2, _publisher.Requests.Count(x => x["If-None-Match"] is null));
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task A_document_that_changed_since_the_last_304_is_no_lie()
    {
        var items = RssText.Item("One", "1");
        _publisher.Serve(
            Path,
            x =>
                x["If-None-Match"] == $"\"{items.Length}\""
                    ? Answer.NotModified()
                    : Answer.Feed(RssText.Feed(items), ("ETag", $"\"{items.Length}\""))
        );
        await PollAsync();
        await PollAsync(times: 20, every: TimeSpan.FromHours(2));
        items += RssText.Item("Two", "2");

        await PollAsync();

        Assert.Equal(["One", "Two"], await TitlesAsync());
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task An_ETag_that_is_another_each_time_is_told()
    {
        _publisher.Serve(Path, x => Answer.Feed(RssText.Feed(RssText.Item("One", "1")), ("ETag", $"\"{x.Number}\"")));
        await PollAsync();

        await PollAsync(times: 5, every: TimeSpan.FromHours(1));

        Assert.Contains(await FindingsAsync(), x => x.Contains("another ETag", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_feed_that_is_gone_is_asked_only_when_a_person_insists_and_may_come_back()
    {
        _publisher.Serve(Path, new Answer(410, ""));
        await PollAsync();
        await PollAsync(times: 1, every: TimeSpan.FromHours(2));
        Publish(RssText.Item("One", "1"));
        var due = new RefreshDueFeeds(_store.Feeds, Refresh(), _clock, NullLogger<RefreshDueFeeds>.Instance);

        var refused = Assert.Single(await due.RunNowAsync(["times"], forced: false, CancellationToken.None));
        var asked = _publisher.Requests.Count;
        var forced = Assert.Single(await due.RunNowAsync(["times"], forced: true, CancellationToken.None));

        Assert.Equal((PollOutcome.Deferred, 2), (refused.Record.Outcome, asked));
        Assert.Contains("gone (410)", refused.Record.Text, StringComparison.Ordinal);
        Assert.Equal((PollOutcome.Ok, 1), (forced.Record.Outcome, forced.Receipt.Added));
        Assert.Equal(FeedStatus.Active, (await _store.Feeds.FindAsync("times", CancellationToken.None))!.State.Status);
    }

    [Theory]
    [InlineData(404, "gone for now", FailureClass.Http4xx)]
    [InlineData(500, "oops", FailureClass.Http5xx)]
    [InlineData(200, "<!doctype html><html><body><h1>Welcome</h1></body></html>", FailureClass.NotAFeed)]
    [InlineData(200, "", FailureClass.NotAFeed)]
    public async Task What_is_no_feed_is_a_failure_in_words_and_harms_nothing_stored(int status, string body, FailureClass expected)
    {
        Publish(RssText.Item("One", "1"));
        await PollAsync();
        _publisher.Serve(Path, new Answer(status, body, ("Content-Type", "text/html")));

        var report = await PollAsync();

        var feed = await _store.Feeds.FindAsync("times", CancellationToken.None);
        Assert.Equal((PollOutcome.Error, expected), (report.Record.Outcome, report.Record.FailureClass));
        Assert.Equal(FeedStatus.Failing, feed!.State.Status);
        Assert.False(string.IsNullOrEmpty(feed.State.FailureText));
        Assert.True(feed.State.NextPollAt > _clock.GetUtcNow());
        Assert.Equal(["One"], await TitlesAsync());
    }

    [Fact]
    public async Task A_connection_that_breaks_twice_is_a_failure_in_words()
    {
        _publisher.ServeRaw(
            Path,
            (_, wire) =>
            {
                wire.Reset();
                return Task.CompletedTask;
            }
        );

        var report = await PollAsync();

        Assert.Equal(FailureClass.Connection, report.Record.FailureClass);
        Assert.Contains("127.0.0.1", report.Record.Text, StringComparison.Ordinal);
    }

    private async Task<List<PollReport>> PollAsync(int times, TimeSpan every)
    {
        var reports = new List<PollReport>();
        for (var i = 0; i < times; i++)
        {
            _clock.Advance(every);
            reports.Add(await PollAsync());
        }
        return reports;
    }

    private async Task<IReadOnlyList<string>> FindingsAsync()
    {
        var feed = await _store.Feeds.FindAsync("times", CancellationToken.None);
        return PollSchedule.Explain(feed!.Feed, feed.State, _clock.GetUtcNow()).Findings;
    }

    private void Publish(params string[] items) => _publisher.Serve(Path, Answer.Feed(RssText.Feed(items)));

    private RefreshFeed Refresh() => Journey.Refresh(_fetcher, _store, _clock);

    private async Task<PollReport> PollAsync()
    {
        var claim = Assert.Single(
            await _store.Feeds.ClaimAsync(["times"], _clock.GetUtcNow(), TimeSpan.FromMinutes(10), CancellationToken.None)
        );
        return await Refresh().RunAsync(claim, forced: false, CancellationToken.None);
    }

    private Task<IReadOnlyList<ItemSummary>> ItemsAsync() => _store.Items.SelectAsync(new ItemQuery(), CancellationToken.None);

    private async Task<IEnumerable<string>> TitlesAsync() => (await ItemsAsync()).Select(x => x.Title).Order(StringComparer.Ordinal);
}
