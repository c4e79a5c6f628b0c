using FeedAggregator.Digests.Rendering;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Languages;
using FeedAggregator.Service.Pages;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Service;

public sealed class FeedsPageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly FrameLanguage English = FrameLanguage.For("en");

    [Fact]
    public void What_has_been_in_trouble_for_longest_stands_first_and_what_is_switched_off_last()
    {
        FeedOverview[] feeds =
        [
            Feed("calm"),
            Feed("off", FeedStatus.Failing, enabled: false),
            Feed("new", FeedStatus.New),
            Feed("failing", FeedStatus.Failing),
            Feed("silent", silent: true),
            Feed("gone", FeedStatus.Gone),
            Feed("stale", FeedStatus.Stale),
        ];

        var shown = new FeedFilter().Of(feeds).Feeds.Select(x => x.Feed.Id);

        Assert.Equal(["gone", "stale", "failing", "silent", "new", "calm", "off"], shown);
    }

    [Theory]
    [InlineData("HERALD", new[] { "herald" })]
    [InlineData("sport", new[] { "herald", "post" })]
    [InlineData("sport post.example", new[] { "post" })]
    [InlineData("spo", new string[0])]
    public void Feeds_are_found_by_words_of_name_and_address_and_by_tag(string query, string[] expected)
    {
        FeedOverview[] feeds = [Feed("herald", tags: ["sport"]), Feed("post", tags: ["world", "sport"]), Feed("wire", tags: ["world"])];

        Assert.Equal(expected, new FeedFilter(query).Of(feeds).Feeds.Select(x => x.Feed.Id));
    }

    [Fact]
    public void Two_thousand_feeds_are_turned_over_page_by_page_each_below_50_kB()
    {
        var feeds = Enumerable
            .Range(0, 2000)
            .Select(x => Feed($"feed-{x:0000}", x % 3 == 0 ? FeedStatus.Failing : FeedStatus.Active, tags: ["world", "politics"]))
            .ToList();

        var seen = new List<string>();
        for (var page = 1; page <= new FeedFilter().Of(feeds).Pages; page++)
        {
            var filter = new FeedFilter(Page: page);
            seen.AddRange(filter.Of(feeds).Feeds.Select(x => x.Feed.Id));
            Assert.InRange(Render(feeds, filter).Length, 1, 49_999);
        }

        Assert.Equal(2000, seen.Distinct().Count());
        Assert.Equal(667, new FeedFilter(OnlyTroubled: true).Of(feeds).Found);
        Assert.Equal(34, new FeedFilter(Page: 99).Of(feeds).Page);
    }

    [Fact]
    public void The_selection_stays_when_the_page_is_turned()
    {
        var feeds = Enumerable.Range(0, 200).Select(x => Feed($"feed-{x}", FeedStatus.Failing)).ToList();

        var page = Render(feeds, new FeedFilter("feed", OnlyTroubled: true));

        Assert.Contains("href=\"/feeds?q=feed&amp;state=trouble&amp;page=2\"", page, StringComparison.Ordinal);
        Assert.Equal("/feeds?q=a%26b%20%C3%A9&state=trouble", new FeedFilter("a&b é", OnlyTroubled: true).Url());
    }

    [Fact]
    public void A_row_tells_state_cause_pace_and_next_poll_in_plain_words()
    {
        var page = Render([Feed("herald", FeedStatus.Failing)], new FeedFilter());

        Assert.Contains("in trouble</span> <small>the server takes too long</small>", page, StringComparison.Ordinal);
        Assert.Contains("3 hours ago", page, StringComparison.Ordinal);
        Assert.Contains("in 5 minutes", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feeds_own_page_tells_why_it_is_polled_when_and_its_last_polls_and_items()
    {
        var poll = new PollRecord
        {
            At = Now.AddMinutes(-10),
            Outcome = PollOutcome.Error,
            FailureClass = FailureClass.Http5xx,
            HttpStatus = 503,
        };
        var item = new ItemSummary
        {
            Id = 1,
            StoryId = 1,
            FeedId = "herald",
            FeedName = "herald",
            Title = "<b>Flood</b>",
            Link = "javascript:alert(1)",
            NewsAt = Now,
            SeenAt = Now,
        };

        var page = new FeedPage(FrameLanguage.For("id"), Now).Render(Frame, Feed("herald", FeedStatus.Failing), [poll], [item]);

        Assert.Contains(
            "<section class=\"notice\">\n<p>Diambil lagi pada 22 Nov 2026, 12.05, dalam 5 menit. <span lang=\"en\">About 2.58 items",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("gagal <small>peladen sedang rusak</small></td><td>503</td>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Flood&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_told_in_the_readers_language_and_what_the_store_has_in_words_is_marked_as_english()
    {
        var feed = Feed("herald", FeedStatus.Failing, silent: true);
        feed = feed with
        {
            State = feed.State with
            {
                FailureClass = FailureClass.Http4xx,
                FailureText = "herald.example knows no such page (404); correct the address.",
                FailingSince = Now.AddHours(-2),
                GapAt = Now.AddHours(-9),
                MovedTo = "https://new.example/feed",
                Move = new MoveEvidence("https://newer.example/feed", 1, Now),
            },
        };

        var indonesian = new FeedPage(FrameLanguage.For("id"), Now).Render(Frame, feed, [], []);
        var english = new FeedPage(English, Now).Render(Frame, feed, [], []);

        Assert.Contains(
            "Gagal diambil sejak 22 Nov 2026, 10.00: peladen menolak atau tidak punya halaman itu. <span lang=\"en\">herald.example knows no such page",
            indonesian,
            StringComparison.Ordinal
        );
        Assert.All(
            [
                "pindah untuk seterusnya ke https://new.example/feed",
                "kepindahan ke https://newer.example/feed",
                "butir yang terlewat",
                "Tidak menerbitkan apa pun sejak",
            ],
            x => Assert.Contains(x, indonesian, StringComparison.Ordinal)
        );
        Assert.Contains(
            "It has failed since Nov 22, 2026, 10:00\u202FAM. herald.example knows no such page (404); correct the address.",
            english,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("lang=\"en\">herald", english, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FeedStatus.Gone, true, "menyatakan umpan ini dihapus (410)")]
    [InlineData(FeedStatus.Active, false, "dimatikan di berkas umpan")]
    public void A_feed_that_is_not_polled_says_why(FeedStatus status, bool enabled, string sentence)
    {
        var page = new FeedPage(FrameLanguage.For("id"), Now).Render(Frame, Feed("herald", status, enabled: enabled), [], []);

        Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.DoesNotContain("About 2.58 items", page, StringComparison.Ordinal);
    }

    private static PageFrame Frame => new() { BaseUrl = "https://news.example", HtmlUrl = "/feeds" };

    private static string Render(IReadOnlyList<FeedOverview> feeds, FeedFilter filter) =>
        new FeedsPage(English, Now).Render(Frame, feeds, filter);

    private static FeedOverview Feed(
        string id,
        FeedStatus status = FeedStatus.Active,
        string[]? tags = null,
        bool enabled = true,
        bool silent = false
    ) =>
        new(
            1,
            new Feed
            {
                Id = id,
                Url = $"https://{id}.example/feeds/an-address-of-usual-length.xml",
                Tags = tags ?? [],
                Enabled = enabled,
            },
            new FeedState
            {
                Status = status,
                NextPollAt = Now.AddMinutes(5),
                NextPollReason = "About 2.58 items a day are expected, 0.14 of them by then, which is when a poll pays best.",
                LastPollAt = Now.AddHours(-1),
                LastSuccessAt = Now.AddHours(-3),
                FailureClass = status == FeedStatus.Active ? null : FailureClass.Timeout,
                SilentSince = silent ? Now.AddDays(-30) : null,
            },
            12,
            Now
        );
}
