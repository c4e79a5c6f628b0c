using FeedAggregator.Mailing;
using Quartz;

namespace FeedAggregator.Service.Jobs;

/// <summary>Looks for mails that came back.</summary>
[DisallowConcurrentExecution]
internal sealed class BounceTick(ReadBounces read, StoreTrouble trouble) : IJob
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await trouble.WatchAsync(() => read.RunAsync(cancellationToken));
    }
}
