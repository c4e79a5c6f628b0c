using FeedAggregator.Storage;
using Quartz;

namespace FeedAggregator.Service.Jobs;

/// <summary>Looks after the database: purges what may go, and makes backups when they are due.</summary>
[DisallowConcurrentExecution]
internal sealed partial class UpkeepTick(StoreUpkeep upkeep, ILogger<UpkeepTick> log) : IJob
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var done = await upkeep.RunAsync(cancellationToken);
            if (done.Purged > 0)
                Purged(Counted.Of(done.Purged, "item"));
            if (done.Backup is { } path)
                BackedUp(path);
        }
        catch (StoreException problem)
        {
            // Said each time until somebody acts; polling goes on.
            Failed(problem.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Items} purged")]
    private partial void Purged(string items);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database was backed up to {Path}")]
    private partial void BackedUp(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database could not be looked after: {Problem}")]
    private partial void Failed(string problem);
}
