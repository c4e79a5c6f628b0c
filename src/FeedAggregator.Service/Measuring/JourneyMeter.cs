using FeedAggregator.Pushing;

namespace FeedAggregator.Service.Measuring;

/// <summary>Records what the journeys tell of while the service runs.</summary>
internal sealed class JourneyMeter(
    Instruments instruments,
    RefreshDueFeeds polls,
    TakePush pushes,
    SendDeliveries deliveries,
    PublishDigest editions
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        polls.Polled += instruments.Polled;
        pushes.Taken += instruments.Polled;
        deliveries.Recorded += instruments.Delivered;
        editions.Published += instruments.Published;
        return Task.CompletedTask;
    }

    /// <summary>Nothing: what ends while the service stops counts too.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
