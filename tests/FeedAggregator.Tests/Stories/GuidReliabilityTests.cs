using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public class GuidReliabilityTests
{
    [Fact]
    public void A_feed_never_met_is_trusted()
    {
        Assert.True(GuidReliability.Unknown.IsTrusted);
    }

    [Fact]
    public void A_feed_whose_known_entries_come_under_new_guids_is_degraded()
    {
        var guids = GuidReliability.Unknown.After(kept: 0, churned: 20);

        Assert.False(guids.IsTrusted);
    }

    [Fact]
    public void One_or_two_renamed_entries_prove_nothing()
    {
        var guids = GuidReliability.Unknown.After(kept: 0, churned: 2);

        Assert.True(guids.IsTrusted);
    }

    [Fact]
    public void A_site_that_renames_its_entries_once_after_a_steady_time_keeps_its_trust()
    {
        var guids = GuidReliability.Unknown;
        for (var poll = 0; poll < 10; poll++)
        {
            guids = guids.After(kept: 20, churned: 0);
        }

        guids = guids.After(kept: 0, churned: 20);

        Assert.True(guids.IsTrusted);
    }

    [Fact]
    public void A_degraded_feed_stays_degraded_while_its_guids_churn()
    {
        var guids = GuidReliability.Unknown;

        for (var poll = 0; poll < 50; poll++)
        {
            guids = guids.After(kept: 0, churned: 20);
        }

        Assert.False(guids.IsTrusted);
        Assert.True(guids.Churned <= 200, "the count has a bound");
    }

    [Fact]
    public void A_poll_that_shows_nothing_changes_nothing()
    {
        var guids = new GuidReliability(5, 7);

        Assert.Equal(guids, guids.After(0, 0));
    }
}
