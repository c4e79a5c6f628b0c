using FeedAggregator.Digests;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Digests;

public sealed class DigestComposerTests
{
    [Fact]
    public void A_story_of_three_items_is_shown_once_and_names_the_other_outlets_in_the_order_they_told_it()
    {
        ItemSummary[] items = [Some.Item(1, 1, "antara", 3), Some.Item(3, 1, "tempo", 1), Some.Item(2, 1, "kompas", 2)];

        var story = Assert.Single(Some.View(items).Stories);

        Assert.Equal(1, story.Lead.Id);
        Assert.Equal([2, 3], story.AlsoIn.Select(i => i.Id));
        Assert.Equal(3, story.Outlets);
    }

    [Fact]
    public void The_heaviest_feed_leads_then_the_most_complete_item_then_the_earliest()
    {
        var early = Some.Item(1, 1, "a", 5);
        var earlier = Some.Item(2, 1, "b", 6);
        var complete = Some.Item(3, 1, "c", 4) with { Excerpt = new string('x', 90) };
        var heavy = Some.Item(4, 1, "d", 1) with { FeedWeight = 2, Link = null };

        var leads = new[]
        {
            Some.View(early, earlier),
            Some.View(early, earlier, complete),
            Some.View(early, earlier, complete, heavy),
        }.Select(v => v.Stories.Single().Lead.Id);

        Assert.Equal([2, 3, 4], leads);
    }

    [Fact]
    public void Two_feeds_of_one_outlet_and_one_page_in_two_feeds_are_one_telling()
    {
        var lead = Some.Item(1, 1, "antara") with { Link = "https://www.antara.example/ferry/" };
        var sameOutlet = Some.Item(2, 1, "antara-world") with { FeedName = "ANTARA" };
        var samePage = Some.Item(3, 1, "reader") with { Link = "http://antara.example/ferry?utm_source=rss#top" };
        var otherPage = Some.Item(4, 1, "tempo") with { Link = "https://antara.example/ferry?page=2" };

        var story = Some.View(lead, sameOutlet, samePage, otherPage).Stories.Single();

        Assert.Equal([4], story.AlsoIn.Select(i => i.Id));
        Assert.Equal(2, story.Outlets);
    }

    [Fact]
    public void Other_members_are_named_but_never_lead()
    {
        var chosen = Some.Item(1, 1, "small", 1);
        var famous = Some.Item(2, 1, "famous", 2) with { FeedWeight = 9 };

        var view = DigestComposer.Compose(Some.Digest, [chosen], [famous, chosen], Some.Now);

        var story = view.Stories.Single();
        Assert.Equal((1, 2), (story.Lead.Id, story.AlsoIn.Single().Id));
    }

    [Fact]
    public void More_outlets_weight_and_freshness_rank_higher()
    {
        ItemSummary[] items =
        [
            Some.Item(1, 1, "a", 2),
            Some.Item(2, 2, "b", 1),
            Some.Item(3, 3, "c", 4) with
            {
                FeedWeight = 2,
            },
            Some.Item(4, 4, "d", 3),
            Some.Item(5, 4, "e", 3),
            Some.Item(6, 4, "f", 3),
        ];

        var order = Some.View(items).Stories.Select(s => s.Id);

        Assert.Equal([4, 3, 2, 1], order);
    }

    [Fact]
    public void Newest_first_ignores_rank()
    {
        ItemSummary[] items = [Some.Item(1, 1, "a", 2), Some.Item(2, 1, "b", 2), Some.Item(3, 3, "c", 1), Some.Item(4, 4, "c", 9)];

        var view = DigestComposer.Compose(Some.Digest with { Order = DigestOrder.Newest }, items, [], Some.Now);

        Assert.Equal([3, 1, 4], view.Stories.Select(s => s.Id));
    }

    [Fact]
    public void Limits_cut_the_lowest_and_count_what_they_cut()
    {
        ItemSummary[] items = [.. Enumerable.Range(1, 6).Select(i => Some.Item(i, i, i <= 4 ? "loud" : "quiet", i))];
        var definition = Some.Digest with { MaxStories = 3, MaxPerFeed = 2 };

        var view = DigestComposer.Compose(definition, items, [], Some.Now);

        Assert.Equal([1, 2, 5], view.Stories.Select(s => s.Id));
        Assert.Equal([1, 2, 3], view.Stories.Select(s => s.Rank));
        Assert.Equal(3, view.Omitted);
    }

    [Fact]
    public void Languages_take_their_regions_and_leave_out_what_is_not_known()
    {
        var definition = Some.Digest with { Languages = ["id", "EN"] };
        ItemSummary[] items =
        [
            Some.Item(1) with
            {
                Language = "en-GB",
            },
            Some.Item(2) with
            {
                Language = "ID",
            },
            Some.Item(3) with
            {
                Language = "idb",
            },
            Some.Item(4) with
            {
                Language = "de",
            },
            Some.Item(5),
        ];

        var view = DigestComposer.Compose(definition, items, [], Some.Now);

        Assert.Equal([1, 2], view.Stories.Select(s => s.Id).Order());
    }

    [Fact]
    public void Words_choose_and_refuse_and_an_excluded_item_is_not_named_beside_the_others()
    {
        var definition = Some.Digest with { IncludeWords = ["ferry", "kapal"], ExcludeWords = ["lottery"] };
        var ferry = Some.Item(1, 1, "a") with { Title = "The FERRY sails" };
        var lottery = Some.Item(2, 1, "b") with { Title = "Ferry lottery" };
        var kapal = Some.Item(3, 3, "c") with { Title = "Berita", Excerpt = "Tiga kapal berlayar." };
        var neither = Some.Item(4, 4, "d");

        var view = DigestComposer.Compose(definition, [ferry, lottery, kapal, neither], [lottery], Some.Now);

        Assert.Equal([1, 3], view.Stories.Select(s => s.Id).Order());
        Assert.All(view.Stories, s => Assert.Empty(s.AlsoIn));
    }

    [Fact]
    public void A_story_needs_the_outlets_asked_for_whoever_of_them_the_digest_reads()
    {
        var definition = Some.Digest with { MinOutlets = 2 };
        ItemSummary[] items = [Some.Item(1, 1, "a"), Some.Item(2, 2, "a")];

        var view = DigestComposer.Compose(definition, items, [Some.Item(3, 2, "elsewhere")], Some.Now);

        Assert.Equal([2], view.Stories.Select(s => s.Id));
    }

    [Fact]
    public void Every_story_is_explained_in_or_out()
    {
        var definition = Some.Digest with { MaxStories = 1, MaxPerFeed = 1, ExcludeWords = ["rain"], Languages = ["en"] };
        ItemSummary[] items =
        [
            Some.Item(1, 1, "a", 1) with
            {
                Language = "en",
            },
            Some.Item(2, 2, "a", 2) with
            {
                Language = "en",
            },
            Some.Item(3, 3, "b", 3) with
            {
                Language = "en",
                Title = "Rain!",
            },
            Some.Item(4, 4, "c", 4) with
            {
                Language = "fr",
            },
        ];

        var whys = DigestComposer.Explain(definition, items, [], Some.Now).ToDictionary(v => v.Story.Id, v => v.Why);

        Assert.Equal("1 outlet tells it; led by a (weight 1), 60 min old; half-life 12 h; score 0.94.", whys[1]);
        Assert.StartsWith("Out: the digest takes 1 and others rank higher.", whys[2], StringComparison.Ordinal);
        Assert.Equal("Out: it has the excluded 'rain'.", whys[3]);
        Assert.Equal("Out: its language is fr.", whys[4]);
    }

    [Fact]
    public void Tags_the_digest_names_come_first_in_its_order_and_stories_without_a_tag_last()
    {
        var definition = Some.Digest with { GroupBy = DigestGrouping.Tag, Tags = ["science", "asean"] };
        ItemSummary[] items =
        [
            Some.Item(1, hoursAgo: 1),
            Some.Item(2, hoursAgo: 2) with
            {
                FeedTags = ["world"],
            },
            Some.Item(3, hoursAgo: 3) with
            {
                FeedTags = ["world", "ASEAN"],
            },
            Some.Item(4, hoursAgo: 4) with
            {
                FeedTags = ["Science", "asean"],
            },
        ];

        var groups = DigestComposer.Compose(definition, items, [], Some.Now).Groups;

        Assert.Equal(["science", "asean", "world", null], groups.Select(g => g.Title));
        Assert.Equal([4, 3, 2, 1], groups.SelectMany(g => g.Stories).Select(s => s.Id));
    }

    [Fact]
    public void Groups_by_feed_follow_their_best_story()
    {
        ItemSummary[] items = [Some.Item(1, 1, "b", 3), Some.Item(2, 2, "a", 2), Some.Item(3, 3, "b", 1)];

        var groups = DigestComposer.Compose(Some.Digest with { GroupBy = DigestGrouping.Feed }, items, [], Some.Now).Groups;

        Assert.Equal(["b", "a"], groups.Select(g => g.Title));
        Assert.Equal([3, 1], groups[0].Stories.Select(s => s.Id));
    }

    [Fact]
    public void An_empty_digest_has_no_groups()
    {
        var view = Some.View();

        Assert.True(view.IsEmpty);
        Assert.Equal((Some.Now - TimeSpan.FromHours(24), Some.Now), (view.From, view.To));
    }
}
