using FeedAggregator.Polling;

namespace FeedAggregator.Tests.Journeys;

public sealed class IntakeTests
{
    [Fact]
    public void There_is_room_until_as_many_are_in_hand_as_may_be()
    {
        var intake = new Intake();

        Fill(intake, Intake.Most - 1);

        Assert.True(intake.RoomAsync(default).IsCompletedSuccessfully);
        intake.Take();
        Assert.False(intake.RoomAsync(default).IsCompleted);
    }

    [Fact]
    public async Task All_who_wait_go_on_when_one_is_stored()
    {
        var intake = new Intake();
        var inHand = Fill(intake, Intake.Most);
        var waiting = new[] { intake.RoomAsync(default), intake.RoomAsync(default) };

        inHand[0].Dispose();
        inHand[0].Dispose();

        await Task.WhenAll(waiting);
        intake.Take();
        Assert.False(intake.RoomAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Who_waits_can_be_cancelled()
    {
        var intake = new Intake();
        Fill(intake, Intake.Most);
        using var stop = new CancellationTokenSource();
        var waiting = intake.RoomAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static List<IDisposable> Fill(Intake intake, int count) => [.. Enumerable.Range(0, count).Select(_ => intake.Take())];
}
