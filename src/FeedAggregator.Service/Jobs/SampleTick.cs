using FeedAggregator.Feeds;
using FeedAggregator.Service.Api;
using FeedAggregator.Service.Measuring;
using FeedAggregator.Storage;
using Quartz;

namespace FeedAggregator.Service.Jobs;

/// <summary>Looks at the store for what metrics show of it, while somebody looks at them.</summary>
[DisallowConcurrentExecution]
internal sealed class SampleTick(Instruments instruments, IStore store, StoreTrouble trouble, TimeProvider clock) : IJob
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (instruments.WantsSamples)
            await trouble.WatchAsync(async () => instruments.Take(await SampleAsync(cancellationToken)));
    }

    public async Task<Sample> SampleAsync(CancellationToken ct)
    {
        var (now, feeds, hubs) = (clock.GetUtcNow(), await store.Feeds.ListAsync(ct), await store.Hubs.ListAsync(null, ct));
        var outbox = await store.Outbox.CountAsync(ct);
        return new Sample(
            FeedAnswer.Statuses.ToDictionary(x => x, x => feeds.LongCount(feed => FeedAnswer.StatusOf(feed) == x)),
            hubs.Where(x => x.Polled && x.Subscription.IsActive(now)).Select(x => x.FeedKey).Distinct().LongCount(),
            feeds.Where(x => x.IsPolled).Select(x => now - x.State.NextPollAt).Append(TimeSpan.Zero).Max(),
            Enum.GetValues<DeliveryState>().ToDictionary(x => x, x => outbox.GetValueOrDefault(x))
        );
    }
}
