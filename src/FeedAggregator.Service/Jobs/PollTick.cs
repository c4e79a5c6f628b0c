using Quartz;

namespace FeedAggregator.Service.Jobs;

/// <summary>Looks for feeds that are due. The store says who takes them and the learned schedule when; this only says when to look.</summary>
[DisallowConcurrentExecution]
internal sealed class PollTick(RefreshDueFeeds refresh, PollDrain drain, StoreTrouble trouble) : IJob
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await trouble.WatchAsync(() => refresh.StartDueAsync(drain.Stopping));
    }
}
