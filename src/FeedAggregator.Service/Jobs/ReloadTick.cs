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
            Taken(Counted.Of(file.Feeds.Count, "feed"), Counted.Of(file.Digests.Count, "digest"), catalogue.Path);
        }
        else
        {
            Refused(catalogue.Path, Counted.Of(catalogue.Feeds.Count, "feed"));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Feeds} and {Digests} taken over from {File}")]
    private partial void Taken(string feeds, string digests, string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    private partial void Problem(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} has errors; the last good version with {Feeds} stays in force")]
    private partial void Refused(string file, string feeds);
}
