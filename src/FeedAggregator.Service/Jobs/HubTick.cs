using FeedAggregator.Pushing;
using Quartz;

namespace FeedAggregator.Service.Jobs;

/// <summary>Looks for hubs that are to be asked: to push, to go on, or to stop.</summary>
[DisallowConcurrentExecution]
internal sealed class HubTick(AskHubs ask, StoreTrouble trouble) : IJob
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await trouble.WatchAsync(() => ask.RunDueAsync(cancellationToken));
    }
}
