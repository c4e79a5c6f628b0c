using FeedAggregator.Digests;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Digests;

public sealed class EditionPlannerTests
{
    private static readonly DateTimeOffset Seven = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);
    private static readonly DigestDefinition Daily = Some.Digest with { Schedule = new("0 7 * * *"), Settle = TimeSpan.FromMinutes(10) };
    private static readonly DigestWatermark Yesterday = new(Seven.AddDays(-1), Seven.AddDays(-1).AddMinutes(-10), 41);

    [Fact]
    public void Nothing_is_due_before_its_time_after_it_was_published_without_a_schedule_or_when_the_clock_jumps_back()
    {
        Assert.Null(EditionWindow.Due(Daily, Yesterday, Seven.AddTicks(-1)));
        Assert.Null(EditionWindow.Due(Daily, new(Seven, Seven, 42), Seven.AddHours(23)));
        Assert.Null(EditionWindow.Due(Daily, new(Seven, Seven, 42), Seven.AddDays(-3)));
        Assert.Null(EditionWindow.Due(Daily with { Schedule = null }, Yesterday, Seven));
    }

    [Fact]
    public void Missed_windows_are_merged_into_one_that_ends_at_the_last_due_time()
    {
        var window = EditionWindow.Due(Daily, Yesterday, Seven.AddDays(3).AddHours(5))!;

        Assert.Equal((Seven.AddDays(3), Yesterday.ChangedUpTo, Seven.AddDays(3).AddMinutes(-10)), (window.DueAt, window.From, window.To));
    }

    [Fact]
    public void The_first_edition_looks_back_over_the_digests_own_window()
    {
        var opened = new DigestWatermark(Seven.AddHours(-1), Seven.AddHours(-1), 0);

        Assert.Equal(Seven.AddHours(-24), EditionWindow.Due(Daily, opened, Seven)!.From);
    }

    [Fact]
    public void A_longer_settling_time_makes_one_window_short_and_loses_nothing()
    {
        var window = EditionWindow.Due(
            Daily with
            {
                Settle = TimeSpan.FromHours(24),
            },
            Yesterday with
            {
                DueAt = Seven.AddHours(-1),
                ChangedUpTo = Seven.AddHours(-1),
            },
            Seven
        )!;

        Assert.Equal((Seven.AddHours(-1), Seven.AddHours(-1)), (window.From, window.To));
    }

    [Fact]
    public void An_edition_takes_what_is_new_settled_and_untold_and_explains_the_rest()
    {
        var backlog = Seen(1, -60) with { Backlog = true };
        var told = Seen(2, -60);
        var fresh = Seen(3, -5);
        var rewritten = Seen(4, -300) with { ChangedAt = Seven.AddMinutes(-3) };
        var good = Seen(5, -11);
        var old = Seen(6, -3000);
        var window = EditionWindow.Next(Daily, Yesterday, Seven.AddTicks(-1))! with { To = Seven.AddMinutes(-10) };

        var preview = EditionPlanner.Preview(
            Daily,
            window,
            new()
            {
                Items = [backlog, told, fresh, rewritten, good, old],
                PublishedStories = new HashSet<long> { 2 },
            }
        );

        Assert.Equal([5], preview.View.Stories.Select(s => s.Id));
        var whys = preview.Verdicts.ToDictionary(v => v.Story.Id, v => v.Why);
        Assert.Equal("Out: it was in its feed before the feed was first polled.", whys[1]);
        Assert.Equal("Out: an earlier edition has had the story.", whys[2]);
        Assert.Equal("Out: its words changed at 06:55 UTC and have to settle first.", whys[3]);
        Assert.Equal("Out: its words changed at 06:57 UTC and have to settle first.", whys[4]);
        Assert.DoesNotContain(6, whys.Keys);
    }

    [Fact]
    public void What_was_stored_after_the_items_were_asked_for_waits_and_what_was_stored_after_the_last_edition_is_never_past()
    {
        var window = EditionWindow.Due(Daily, Yesterday with { LastItemId = 6 }, Seven)!;
        ItemSummary[] items = [Seen(6, -9000), Seen(7, -9000), Seen(8, -60), Seen(9, -60)];

        var plan = EditionPlanner.Plan(Daily, window, new() { Items = items, LastItemId = 8 }, Seven);

        Assert.Equal([7, 8], plan.StoryIds.Order());
        Assert.Equal(8, plan.LastItemId);
    }

    [Fact]
    public void The_same_window_makes_the_same_edition_however_late_it_is_made()
    {
        var window = EditionWindow.Due(Daily, Yesterday, Seven)!;
        var material = new EditionMaterial { Items = [Seen(1, -60), Seen(2, -90), Seen(3, -2)] };

        var now = EditionPlanner.Plan(Daily, window, material, Seven);
        var later = EditionPlanner.Plan(Daily, EditionWindow.Due(Daily, Yesterday, Seven.AddHours(9))!, material, Seven.AddHours(9));

        Assert.Equal(now.Document, later.Document);
        Assert.Equal([1, 2], now.StoryIds);
        Assert.Equal((Yesterday, Seven, Seven.AddMinutes(-10)), (now.Since, now.DueAt, now.ChangedUpTo));
    }

    [Fact]
    public void An_edition_without_stories_is_skipped_and_moves_the_watermark_all_the_same()
    {
        var plan = EditionPlanner.Plan(Daily, EditionWindow.Due(Daily, Yesterday, Seven)!, new() { Items = [] }, Seven);

        Assert.True(plan.Skipped);
        Assert.Equal((Seven, 0), (plan.DueAt, plan.StoryIds.Count));
    }

    [Fact]
    public void Corrections_are_leads_of_the_last_edition_whose_words_have_changed_since()
    {
        ItemSummary[] asPublished =
        [
            Seen(1, -1500),
            Seen(2, -1500),
            Seen(3, -1500),
            Seen(4, -1500) with
            {
                ChangedAt = Seven.AddHours(-25),
            },
        ];
        var last = DigestComposer.Compose(Daily, asPublished, [], Seven.AddDays(-1));
        ItemSummary[] now =
        [
            asPublished[0] with
            {
                Title = "Another title",
                ChangedAt = Seven.AddHours(-2),
            },
            asPublished[1] with
            {
                ChangedAt = Seven.AddHours(-3),
            },
            asPublished[3],
            Seen(9, -30) with
            {
                StoryId = 1,
                ChangedAt = Seven,
            },
        ];

        var view = EditionPlanner
            .Preview(
                Daily,
                EditionWindow.Due(Daily, Yesterday, Seven)!,
                new()
                {
                    Items = [],
                    LastEdition = last,
                    LastMembers = now,
                }
            )
            .View;

        Assert.Equal(
            [(2, null, "Title 2"), (1, "Title 1", "Another title")],
            view.Corrections.Select(c => ((int)c.StoryId, c.WasTitle, c.Now.Title))
        );
    }

    /// <summary>Ten random fortnights: items found late, rewritten, and stored minutes after they were seen; editions on time, late, or missed for days.</summary>
    [Fact]
    public void Over_a_fortnight_every_story_that_settles_is_published_once()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var chance = new Random(seed);
            var start = Seven.AddDays(-20);
            var (items, storedAt) = Fortnight(chance, start);
            var watermark = new DigestWatermark(start, start, 0);
            var published = new List<long>();

            for (var now = start; now < start.AddDays(21); now += TimeSpan.FromHours(chance.Next(1, 60)))
                if (EditionWindow.Due(Daily with { MaxStories = 500 }, watermark, now) is { } window)
                {
                    var known = items.Select(i => AsOf(i, now)).Where(i => storedAt[i.Id] <= now).ToList();
                    var had = published.ToHashSet();
                    var plan = EditionPlanner.Plan(
                        Daily with
                        {
                            MaxStories = 500,
                        },
                        window,
                        new() { Items = known, PublishedStories = had },
                        now
                    );
                    published.AddRange(plan.StoryIds);
                    watermark = new(plan.DueAt, plan.ChangedUpTo, watermark.Number + (plan.Skipped ? 0 : 1));
                }

            Assert.Equal(items.Select(i => i.StoryId).Distinct().Order(), published.Order());
        }
    }

    private static (List<ItemSummary> Items, Dictionary<long, DateTimeOffset> StoredAt) Fortnight(Random chance, DateTimeOffset start)
    {
        var items = new List<ItemSummary>();
        var storedAt = new Dictionary<long, DateTimeOffset>();
        for (var id = 1; id <= 200; id++)
        {
            var seen = start.AddMinutes(chance.Next(14 * 24 * 60));
            items.Add(
                Some.Item(id, chance.Next(1, 150), "feed" + chance.Next(9)) with
                {
                    NewsAt = seen.AddMinutes(-chance.Next(600)),
                    SeenAt = seen,
                    ChangedAt = chance.Next(4) == 0 ? seen.AddMinutes(chance.Next(1, 2000)) : null,
                }
            );
            storedAt[id] = seen.AddMinutes(chance.Next(13));
        }
        return (items, storedAt);
    }

    /// <summary>What the store says of an item before a change that is still to come.</summary>
    private static ItemSummary AsOf(ItemSummary item, DateTimeOffset now) => item.ChangedAt > now ? item with { ChangedAt = null } : item;

    private static ItemSummary Seen(long id, int minutes) =>
        Some.Item(id) with
        {
            SeenAt = Seven.AddMinutes(minutes),
            NewsAt = Seven.AddMinutes(minutes),
        };
}
