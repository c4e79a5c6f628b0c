using Quartz;

namespace FeedAggregator.Service.Jobs;

/// <summary>Looks for deliveries that are due. The outbox says which, and who takes them.</summary>
[DisallowConcurrentExecution]
internal sealed class SendTick(SendDeliveries send, StoreTrouble trouble) : IJob
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await trouble.WatchAsync(() => send.RunDueAsync(cancellationToken));
    }
}
