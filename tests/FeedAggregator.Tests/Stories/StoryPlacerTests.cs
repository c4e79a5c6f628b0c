using FeedAggregator.Storage;
using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public sealed class StoryPlacerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Print = StoryFingerprint
        .Of(
            "Harbour ferry runs aground off Port Meridian",
            "All forty-one passengers were brought ashore before noon, the coast guard said."
        )
        .ToBytes();

    [Fact]
    public void A_stored_fingerprint_that_cannot_be_read_matches_nothing_and_stops_nothing()
    {
        var placer = new StoryPlacer();

        placer.Admit(new PlacedItem(1, 1, 1, OfAnotherVersion(), Now, Merged: false));

        Assert.Equal(2, placer.Place(2, 2, Print, Now).StoryId);
    }

    [Fact]
    public void An_item_renewed_with_a_fingerprint_that_cannot_be_read_matches_nothing_any_more()
    {
        var placer = new StoryPlacer();
        placer.Admit(new PlacedItem(1, 1, 1, Print, Now, Merged: false));

        placer.Renew(new PlacedItem(1, 1, 1, OfAnotherVersion(), Now, Merged: false));

        Assert.Equal(2, placer.Place(2, 2, Print, Now).StoryId);
    }

    [Fact]
    public void An_item_that_can_be_read_is_matched()
    {
        var placer = new StoryPlacer();
        placer.Admit(new PlacedItem(1, 1, 1, Print, Now, Merged: false));

        Assert.Equal(1, placer.Place(2, 2, Print, Now).StoryId);
    }

    private static byte[] OfAnotherVersion() => [(byte)(Print[0] + 1), .. Print[1..]];
}
