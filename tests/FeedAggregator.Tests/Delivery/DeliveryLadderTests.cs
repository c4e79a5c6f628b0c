using FeedAggregator.Delivery;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Delivery;

public sealed class DeliveryLadderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_deferred_delivery_waits_longer_each_time_and_is_given_up_in_the_end()
    {
        var verdicts = Enumerable.Range(0, DeliveryLadder.MostAttempts).Select(n => Decide(new Attempt.Deferred("451 busy"), n)).ToList();

        var waits = verdicts.Where(x => x.State == DeliveryState.Waiting).Select(x => x.DueAt!.Value - Now).ToList();
        Assert.Equal(waits.Order(), waits);
        Assert.InRange(waits[0].TotalSeconds, 54, 66);
        Assert.Equal(DeliveryState.GivenUp, verdicts[^1].State);
        Assert.Contains("451 busy", verdicts[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_refused_is_given_up_at_once()
    {
        var verdict = Decide(new Attempt.Refused("550 no", DeadMailbox: true), 0);

        Assert.Equal(new DeliveryVerdict(DeliveryState.GivenUp, Text: "550 no", DeadMailbox: true), verdict);
    }

    [Fact]
    public void A_server_that_is_away_is_never_charged_to_the_delivery()
    {
        var verdict = Decide(new Attempt.Unreachable("down"), DeliveryLadder.MostAttempts);

        Assert.Equal(DeliveryState.Waiting, verdict.State);
        Assert.False(verdict.Counts);
    }

    [Theory]
    [InlineData(DoubtPolicy.SendAgain, DeliveryState.Waiting)]
    [InlineData(DoubtPolicy.GiveUp, DeliveryState.GivenUp)]
    public void An_unknown_outcome_goes_by_the_policy_and_stays_in_doubt(DoubtPolicy policy, DeliveryState expected)
    {
        var verdict = DeliveryLadder.Decide(new Attempt.Unknown("hung up"), 1, 0, policy, Now);

        Assert.Equal(expected, verdict.State);
        Assert.True(verdict.InDoubt);
    }

    [Theory]
    [InlineData(10, 60)]
    [InlineData(3600, 3600)]
    [InlineData(999_999, 86_400)]
    public void A_receiver_may_ask_for_patience_within_a_day(int asked, int expected)
    {
        var verdict = Decide(new Attempt.Deferred("429", TimeSpan.FromSeconds(asked)), 0);

        Assert.InRange((verdict.DueAt!.Value - Now).TotalSeconds, expected * 0.89, expected * 1.11);
    }

    [Fact]
    public void One_domain_gets_its_share_a_minute_and_the_others_are_not_held_up()
    {
        var pace = new DomainPace(60);

        var slots = Enumerable.Range(0, 120).Select(i => pace.Take("a@big.example", i, Now)).ToList();

        Assert.InRange(slots.Count(x => x < Now + TimeSpan.FromMinutes(1)), 60, 67);
        Assert.Equal(slots.Order(), slots);
        Assert.Equal(Now, pace.Take("a@small.example", 120, Now));
    }

    [Fact]
    public void Who_was_told_to_wait_goes_then_and_not_after_those_that_came_later()
    {
        var pace = new DomainPace(60);
        var slots = Enumerable.Range(0, 120).Select(i => pace.Take("a@big.example", i, Now)).ToList();

        Assert.Equal(slots[100], pace.Take("a@big.example", 100, Now.AddSeconds(1)));
        Assert.Equal(slots[100].AddSeconds(2), pace.Take("a@big.example", 100, slots[100].AddSeconds(2)));
        Assert.Equal(slots[101], pace.Take("a@big.example", 101, slots[101]));
    }

    [Fact]
    public void A_clock_that_jumps_back_keeps_nobody_waiting_until_its_old_time()
    {
        var pace = new DomainPace(1);
        pace.Take("a@big.example", 1, Now);
        pace.Take("a@big.example", 2, Now);

        Assert.Equal(Now.AddHours(-3), pace.Take("a@big.example", 2, Now.AddHours(-3)));
    }

    private static DeliveryVerdict Decide(Attempt attempt, int earlier) =>
        DeliveryLadder.Decide(attempt, 1, earlier, DoubtPolicy.SendAgain, Now);
}
