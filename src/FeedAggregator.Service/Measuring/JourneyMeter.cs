using FeedAggregator.Pushing;

namespace FeedAggregator.Service.Measuring;

/// <summary>Records what the journeys tell of while the service runs: as metrics, and for the log.</summary>
internal sealed class JourneyMeter(Recorders to, RefreshDueFeeds polls, TakePush pushes, SendDeliveries deliveries, PublishDigest editions)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        polls.Polled += to.Instruments.Polled;
        polls.Polled += to.Logbook.Polled;
        pushes.Taken += to.Instruments.Polled;
        pushes.Taken += to.Logbook.Polled;
        deliveries.Recorded += to.Instruments.Delivered;
        deliveries.Recorded += (_, verdict) => to.Logbook.Delivered(verdict);
        editions.Published += to.Instruments.Published;
        editions.Published += to.Logbook.Published;
        return Task.CompletedTask;
    }

    /// <summary>Nothing: what ends while the service stops counts too.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Who wants to know.</summary>
internal sealed record Recorders(Instruments Instruments, Logbook Logbook);
