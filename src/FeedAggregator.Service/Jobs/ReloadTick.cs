using FeedAggregator.Configuration;
using Quartz;

namespace FeedAggregator.Service.Jobs;

/// <summary>Picks up edits of the feeds file while the service runs. Reading beats watching: it works on every file system, mounted ones too.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ReloadTick(FeedsCatalogue catalogue, StoreTrouble trouble, ILogger<ReloadTick> log) : IJob
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // An edit that could not be stored is met again the next time.
        await trouble.WatchAsync(() => ReloadAsync(cancellationToken));
    }

    private async Task ReloadAsync(CancellationToken ct)
    {
        if (await catalogue.ReloadAsync(ct) is not { } file)
        {
            return;
        }
        foreach (var problem in file.Problems)
        {
            Problem(problem.ToString());
        }
        if (file.IsUsable)
        {
            Taken(file.Feeds.Count, file.Digests.Count, catalogue.Path);
        }
        else
        {
            Refused(catalogue.Path, catalogue.Feeds.Count);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Feeds} feeds and {Digests} digests from {File}")]
    private partial void Taken(int feeds, int digests, string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    private partial void Problem(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} has errors; the last good version with {Feeds} feeds stays in force")]
    private partial void Refused(string file, int feeds);
}
