using FeedAggregator.Feeds;

namespace FeedAggregator.Tests.Feeds;

public sealed class ValidatorWatchTests
{
    private static readonly DateTimeOffset Start = Some.Sunday;

    [Fact]
    public void Twenty_304s_over_a_day_call_for_the_whole_document_once()
    {
        var watch = ValidatorWatch.New.AfterDocument(Start);

        var quick = Unchanged(watch, times: 30, every: TimeSpan.FromMinutes(15));
        var slow = Unchanged(watch, times: 19, every: TimeSpan.FromHours(3));
        var both = Unchanged(watch, times: 20, every: TimeSpan.FromHours(3));

        Assert.True(quick.Sends(Start.AddHours(8)));
        Assert.True(slow.Sends(Start.AddHours(57)));
        Assert.False(both.Sends(Start.AddHours(60)));
        Assert.True(both.AfterSameBytes(sent: false, renewed: false, Start.AddHours(60)).Sends(Start.AddHours(61)));
        Assert.True(both.AfterDocument(Start.AddHours(60)).Sends(Start.AddHours(61)));
    }

    [Fact]
    public void A_server_that_was_caught_gets_another_chance_after_thirty_days()
    {
        var caught = ValidatorWatch.New.Caught(Start);

        Assert.False(caught.Sends(Start.AddDays(29)));
        Assert.Contains("had changed", caught.Finding(Start.AddDays(29)), StringComparison.Ordinal);
        Assert.True(caught.Sends(Start.AddDays(31)));
        Assert.Null(caught.Finding(Start.AddDays(31)));
        Assert.True(caught.Sends(Start.AddDays(-1)));
    }

    [Theory]
    [InlineData(true, "another ETag")]
    [InlineData(false, "ignores it")]
    public void Validators_that_save_nothing_are_told_after_five_documents_for_nothing(bool renewed, string expected)
    {
        var watch = Repeat(ValidatorWatch.New, 4);

        var five = Repeat(watch, 1);

        Assert.Null(watch.Finding(Start));
        Assert.Contains(expected, five.Finding(Start), StringComparison.Ordinal);
        Assert.Null(five.AfterNotModified(Start).Finding(Start));
        Assert.Null(five.AfterDocument(Start).Finding(Start));

        ValidatorWatch Repeat(ValidatorWatch from, int times) =>
            Enumerable.Range(0, times).Aggregate(from, (x, _) => x.AfterSameBytes(sent: true, renewed, Start));
    }

    [Fact]
    public void The_same_bytes_prove_nothing_where_no_validators_were_sent()
    {
        var watch = Enumerable.Range(0, 9).Aggregate(ValidatorWatch.New, (x, _) => x.AfterSameBytes(sent: false, renewed: true, Start));

        Assert.Null(watch.Finding(Start));
    }

    private static ValidatorWatch Unchanged(ValidatorWatch watch, int times, TimeSpan every) =>
        Enumerable.Range(1, times).Aggregate(watch, (x, i) => x.AfterNotModified(Start + every * i));
}
