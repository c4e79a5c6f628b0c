using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public class StoryReplayTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_threshold_nothing_reaches_leaves_only_exact_copies_together()
    {
        var items = new[]
        {
            Item(1, 1, Texts.FerryTitle, Texts.Ferry),
            Item(2, 1, "Ice lets go", Texts.Ferry[..400]),
            Item(3, 1, "Freed", Texts.Ferry),
        };

        var usual = Replay(StoryWindow.DefaultJoinAt, items);
        var strict = Replay(0.99999999, items);

        Assert.Equal([1, 1, 1], usual);
        Assert.Equal([1, 2, 1], strict);
    }

    [Fact]
    public void What_an_admin_parted_stays_apart_and_its_copies_follow()
    {
        var stories = Replay(
            StoryWindow.DefaultJoinAt,
            Item(1, 1, Texts.FerryTitle, Texts.Ferry) with
            {
                BarredFrom = [2],
            },
            Item(2, 2, "Ice lets go", Texts.Ferry) with
            {
                Corrected = true,
                BarredFrom = [1],
            },
            Item(3, 1, "Freed", Texts.Ferry[..300]) with
            {
                BarredFrom = [2],
            }
        );

        Assert.Equal([1, 2, 1], stories);
    }

    [Fact]
    public void What_an_admin_merged_stays_together()
    {
        var stories = Replay(
            StoryWindow.DefaultJoinAt,
            Item(1, 1, Texts.FerryTitle, Texts.Ferry),
            Item(2, 1, Texts.BridgeTitle, Texts.Bridge) with
            {
                Corrected = true,
            },
            Item(3, 1, "Dibuka", Texts.Bridge)
        );

        Assert.Equal([1, 1, 1], stories);
    }

    [Fact]
    public void What_a_threshold_changes_is_told_by_parts()
    {
        var preview = ThresholdPreview.Of([(1, 1, 1), (2, 2, 1), (3, 3, 3), (4, 3, 4), (5, 5, 5)]);

        Assert.Equal((5, 4, 4), (preview.Items, preview.StoriesNow, preview.StoriesThen));
        Assert.Equal(
            [
                [1L],
                [2L],
            ],
            Assert.Single(preview.Gained).Parts
        );
        Assert.Equal(
            [
                [3L],
                [4L],
            ],
            Assert.Single(preview.Lost).Parts
        );
    }

    private static long[] Replay(double joinAt, params PastItem[] items)
    {
        var replay = new StoryReplay(joinAt);
        return [.. items.Select(replay.Place)];
    }

    private static PastItem Item(long id, long story, string title, string text) =>
        new(id, story, id, StoryFingerprint.Of(title, text), Noon.AddMinutes(id), Corrected: false, BarredFrom: []);
}
