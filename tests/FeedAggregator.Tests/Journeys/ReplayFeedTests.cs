using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Journeys;

/// <summary>After a change of the program or of a feed's settings: the last document is read again, and the publisher is not asked.</summary>
public sealed class ReplayFeedTests : IAsyncLifetime, IDisposable
{
    private const string Path = "/feed.xml";
    private readonly ManualClock _clock = new();
    private readonly TempFolder _folder = new();
    private readonly LoopbackPublisher _publisher = new();
    private readonly FeedFetcher _fetcher;
    private Feed _feed;
    private IStore _store = null!;

    public ReplayFeedTests()
    {
        _fetcher = new FeedFetcher(new FetchOptions { AllowedPrivateNetworks = ["127.0.0.0/8"], MinHostGap = TimeSpan.Zero }, _clock);
        _feed = new Feed { Id = "times", Url = _publisher.Url(Path).AbsoluteUri };
    }

    public async ValueTask InitializeAsync()
    {
        var options = new StoreOptions { Path = System.IO.Path.Combine(_folder.Path, "t.db") };
        _store = await Stores.OpenAsync(options, new StoryPlacer(), _clock, null, CancellationToken.None);
        await SyncAsync();
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
    public async Task What_reads_as_before_is_left_alone()
    {
        await PublishAndPollAsync(
            RssText.Item("One", "1", text: "<p>First <b>news</b>.</p>"),
            RssText.Item("Two", "2", "https://times.example/2")
        );
        var before = await _store.Items.VersionAsync(CancellationToken.None);

        var report = await ReplayAsync();

        Assert.Equal((null, 2, 0, 0), (report.Problem, report.Entries, report.Updated, report.Added));
        Assert.Equal(before, await _store.Items.VersionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_setting_of_the_feed_reaches_the_items_it_has_without_asking_the_publisher()
    {
        await PublishAndPollAsync(RssText.Item("Satu", "1"), RssText.Item("Dua", "2"));
        var before = (await ItemsAsync()).ToDictionary(x => x.Id);
        _feed = _feed with { Language = "id" };
        _clock.Advance(TimeSpan.FromDays(1));
        await SyncAsync();
        var asked = _publisher.Requests.Count;

        var report = await ReplayAsync();

        Assert.Equal(asked, _publisher.Requests.Count);
        Assert.Equal((2, 0, 2), (report.Updated, report.Added, report.Parts["language"]));
        var after = await ItemsAsync();
        Assert.All(after, x => Assert.Equivalent(before[x.Id] with { Language = "id" }, x, strict: true));
        Assert.Equal(2, after.Count);
    }

    [Fact]
    public async Task Better_cleaning_replaces_words_without_revisions_and_the_next_poll_finds_nothing_changed()
    {
        await PublishAndPollAsync(RssText.Item("One", "1", text: "<p>First <b>news</b>.</p>"));
        var item = Assert.Single(await ItemsAsync());
        await StoreAsAnEarlierProgramAsync(
            item.Id,
            new ItemContent
            {
                ContentHash = 1,
                Title = "One &amp;",
                BodyHtml = "<p>Ad</p>",
            }
        );

        var report = await ReplayAsync();

        Assert.Equal((1, 0), (report.Updated, report.Added));
        var after = (await _store.Items.FindAsync(item.Id, CancellationToken.None))!;
        Assert.Equal(("One", "<p>First <b>news</b>.</p>"), (after.Summary.Title, after.BodyHtml));
        Assert.Equal((item.NewsAt, item.SeenAt, null), (after.Summary.NewsAt, after.Summary.SeenAt, after.Summary.ChangedAt));
        Assert.Empty(after.Revisions);
        // Other bytes, so that they are parsed, with the same entry in them.
        _publisher.Serve(Path, Answer.Feed(RssText.Feed("<!-- -->", RssText.Item("One", "1", text: "<p>First <b>news</b>.</p>"))));
        Assert.Equal(new PollReceipt(false, 0, 0), (await PollAsync()).Receipt);
    }

    [Fact]
    public async Task An_entry_known_by_its_words_alone_is_found_when_they_are_cleaned_otherwise()
    {
        await PublishAndPollAsync(RssText.Item("Untitled thing", text: "First words."), RssText.Item("Other", text: "Other words."));
        var item = (await ItemsAsync()).Single(x => x.Title == "Other");
        await StoreAsAnEarlierProgramAsync(
            item.Id,
            new ItemContent
            {
                ContentHash = 1,
                Title = "Other",
                BodyHtml = "Other&nbsp;words.",
            }
        );
        ForgetKeysOf(item.Id);

        var report = await ReplayAsync();
        var again = await ReplayAsync();

        Assert.Equal((1, 0), (report.Updated, report.Added));
        Assert.Equal((0, 0), (again.Updated, again.Added));
        Assert.Equal(2, (await ItemsAsync()).Count);
        Assert.Equal(
            0,
            (await PollAsync(RssText.Item("Untitled thing", text: "First words."), RssText.Item("Other", text: "Other words.")))
                .Receipt
                .Added
        );
    }

    [Fact]
    public async Task What_was_overlooked_joins_the_backlog_with_its_own_date()
    {
        var published = _clock.GetUtcNow().AddHours(-5);
        await PublishAndPollAsync(RssText.Item("Before", "0"));
        _clock.Advance(TimeSpan.FromHours(1));
        await PublishAndPollAsync(RssText.Item("Kept", "1"), RssText.Item("Lost", "2", published: published));
        var lost = (await ItemsAsync()).Single(x => x.Title == "Lost");
        ForgetKeysOf(lost.Id);
        Sql(
            $"delete from bodies where item = {lost.Id}; delete from fingerprints where item = {lost.Id}; delete from items where id = {lost.Id}"
        );
        _clock.Advance(TimeSpan.FromHours(1));

        var report = await ReplayAsync();

        var found = (await ItemsAsync()).Single(x => x.Title == "Lost");
        Assert.Equal((0, 1), (report.Updated, report.Added));
        Assert.Equal((true, published.ToUnixTimeSeconds()), (found.Backlog, found.NewsAt.ToUnixTimeSeconds()));
        Assert.Empty(await _store.Items.SelectAsync(new ItemQuery { WithoutBacklog = true, Text = "Lost" }, CancellationToken.None));
    }

    [Fact]
    public async Task A_purged_item_does_not_come_back()
    {
        await PublishAndPollAsync(RssText.Item("Old", "1", published: _clock.GetUtcNow().AddDays(-40)));
        _clock.Advance(TimeSpan.FromDays(40));
        await _store.Maintenance.RetainAsync(
            new RetentionPolicy { MaxAge = TimeSpan.FromDays(1) },
            _clock.GetUtcNow(),
            CancellationToken.None
        );

        var report = await ReplayAsync();

        Assert.Equal((0, 0), (report.Updated, report.Added));
        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public async Task What_was_changed_after_the_document_is_not_set_back()
    {
        await PublishAndPollAsync(RssText.Item("One", "1"));
        var item = Assert.Single(await ItemsAsync());
        _clock.Advance(TimeSpan.FromHours(1));
        await StoreAsync(new ItemUpdate(item.Id, new ItemContent { ContentHash = 5, Title = "One, corrected" }, _clock.GetUtcNow()));

        var report = await ReplayAsync();

        Assert.Equal(0, report.Updated);
        Assert.Equal("One, corrected", Assert.Single(await ItemsAsync()).Title);
    }

    [Fact]
    public async Task A_preview_says_the_same_and_changes_nothing()
    {
        await PublishAndPollAsync(RssText.Item("Satu", "1"));
        var before = await _store.Items.VersionAsync(CancellationToken.None);

        var report = await Replay().PreviewAsync(_feed with { Language = "id" }, CancellationToken.None);

        Assert.Equal((1, 1), (report.Updated, report.Parts["language"]));
        Assert.Equal(before, await _store.Items.VersionAsync(CancellationToken.None));
        Assert.Single(await _store.Feeds.ClaimAsync(["times"], _clock.GetUtcNow(), TimeSpan.FromMinutes(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_feed_that_cannot_be_read_again_is_told_in_words_and_stays_free_to_be_polled()
    {
        var never = await ReplayAsync();
        await PublishAndPollAsync(RssText.Item("One", "1"));
        await _store.Feeds.ClaimAsync(["times"], _clock.GetUtcNow(), TimeSpan.FromMinutes(1), CancellationToken.None);
        var busy = await ReplayAsync();

        Assert.Contains("no document", never.Problem, StringComparison.Ordinal);
        Assert.Contains("being polled", busy.Problem, StringComparison.Ordinal);
    }

    private ReplayFeed Replay() => new(_store.Feeds, _store.Items, _store.Polls, _clock);

    private Task<ReplayReport> ReplayAsync() => Replay().RunAsync(_feed, CancellationToken.None);

    private Task SyncAsync() => _store.Feeds.SyncAsync([_feed], _clock.GetUtcNow(), CancellationToken.None);

    private Task<IReadOnlyList<ItemSummary>> ItemsAsync() => _store.Items.SelectAsync(new ItemQuery(), CancellationToken.None);

    /// <summary>Puts into the store what another version of the cleaner made of the entry.</summary>
    private Task StoreAsAnEarlierProgramAsync(long id, ItemContent content) =>
        StoreAsync(new ItemUpdate(id, content, _clock.GetUtcNow()) { Reread = true });

    private async Task StoreAsync(ItemUpdate update)
    {
        var claim = await ClaimAsync();
        await _store.Polls.ApplyAsync(
            new PollPlan
            {
                Feed = claim,
                State = claim.State,
                Record = new PollRecord { At = _clock.GetUtcNow(), Outcome = PollOutcome.Ok },
                Updates = [update],
            },
            CancellationToken.None
        );
    }

    private void ForgetKeysOf(long id) => Sql($"delete from identities where item = {id}");

    private void Sql(string text)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={System.IO.Path.Combine(_folder.Path, "t.db")};Pooling=False"
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private async Task PublishAndPollAsync(params string[] items) => await PollAsync(items);

    private async Task<PollReport> PollAsync(params string[] items)
    {
        if (items.Length > 0)
            _publisher.Serve(Path, Answer.Feed(RssText.Feed(items)));
        var refresh = Journey.Refresh(_fetcher, _store, _clock);
        return await refresh.RunAsync(await ClaimAsync(), forced: false, CancellationToken.None);
    }

    private async Task<ClaimedFeed> ClaimAsync() =>
        Assert.Single(await _store.Feeds.ClaimAsync(["times"], _clock.GetUtcNow(), TimeSpan.FromMinutes(10), CancellationToken.None));
}
