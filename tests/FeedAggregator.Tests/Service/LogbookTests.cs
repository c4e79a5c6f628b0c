using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Service.Jobs;
using FeedAggregator.Service.Measuring;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Tests.Service;

/// <summary>What a healthy service tells: where it stands after the first round, and then a line an hour.</summary>
public sealed class LogbookTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 6, 0, 0, TimeSpan.Zero);
    private readonly ManualClock _clock = new(Start);
    private readonly Logbook _book = new();
    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_first_round_is_told_once_all_that_was_due_has_been_polled()
    {
        _book.Open(["a", "b"], Start);
        _book.Polled(Poll("a", PollOutcome.Ok, added: 3));
        await TickAsync(TimeSpan.FromSeconds(2));
        _book.Polled(Poll("b", PollOutcome.Error));
        await TickAsync(TimeSpan.FromSeconds(2));
        await TickAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(
            ["first round done in 4 seconds: 2 polls (0 unchanged, 1 failed), 3 new items; from here on a line an hour"],
            _log.Lines.Select(x => x.Trim())
        );
    }

    [Fact]
    public async Task Then_each_hour_has_a_line_with_what_was_done_in_it_and_only_that()
    {
        _book.Open([], Start);
        _book.Polled(Poll("a", PollOutcome.NotModified));
        await TickAsync(TimeSpan.FromMinutes(1));
        _book.Polled(Poll("a", PollOutcome.Ok, added: 1, updated: 2));
        _book.Polled(Poll("a", PollOutcome.Deferred));
        _book.Polled(Poll("b", PollOutcome.Pushed, added: 1));
        _book.Published(new FreezeReceipt(Refused: false, 1, 3));
        _book.Published(new FreezeReceipt(Refused: false, null, 0));
        _book.Delivered(new DeliveryVerdict(DeliveryState.Sent));
        _book.Delivered(new DeliveryVerdict(DeliveryState.Waiting));
        _book.Delivered(new DeliveryVerdict(DeliveryState.GivenUp));
        await TickAsync(TimeSpan.FromMinutes(59));
        await TickAsync(TimeSpan.FromMinutes(1));
        await TickAsync(TimeSpan.FromMinutes(60));

        Assert.Equal(
            [
                "first round done in 60 seconds: 1 poll (1 unchanged, 0 failed), 0 new items; from here on a line an hour",
                "last 60 minutes: 1 poll (0 unchanged, 0 failed), 2 new items, 2 updated, 1 document pushed by hubs, 1 edition published, 1 delivery sent, 1 given up",
                "last 60 minutes: 0 polls (0 unchanged, 0 failed), 0 new items",
            ],
            _log.Lines.Select(x => x.Trim())
        );
    }

    [Fact]
    public async Task A_first_round_that_takes_longer_than_an_hour_keeps_nobody_waiting()
    {
        _book.Open(["a", "slow"], Start);
        _book.Polled(Poll("a", PollOutcome.Ok));
        await TickAsync(TimeSpan.FromHours(1));

        Assert.StartsWith("last 60 minutes: 1 poll", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_that_polls_beside_no_service_tells_nothing()
    {
        _book.Polled(Poll("a", PollOutcome.Ok));
        await TickAsync(TimeSpan.FromHours(2));

        Assert.Empty(_log.Lines);
    }

    private async Task TickAsync(TimeSpan later)
    {
        _clock.Advance(later);
        using var factory = LoggerFactory.Create(x => x.AddProvider(_log));
        await new LogbookTick(_book, _clock, factory.CreateLogger<Logbook>()).Execute(null!, CancellationToken.None);
    }

    private static PollReport Poll(string feed, PollOutcome outcome, int added = 0, int updated = 0) =>
        new(
            new Feed { Id = feed, Url = $"https://{feed}.example/" },
            new PollRecord
            {
                At = Start,
                Outcome = outcome,
                FailureClass = outcome == PollOutcome.Error ? FailureClass.Http5xx : null,
            },
            new PollReceipt(LeaseLost: false, added, updated)
        );
}
