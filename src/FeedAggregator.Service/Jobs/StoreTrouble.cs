using FeedAggregator.Storage;

namespace FeedAggregator.Service.Jobs;

/// <summary>What is wrong with the database (a full disk, a server that is away) is met by every job every second, and said once a minute.</summary>
internal sealed partial class StoreTrouble(TimeProvider clock, ILogger<StoreTrouble> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private (string Message, DateTimeOffset At) _said = ("", DateTimeOffset.MinValue);

    /// <summary>Runs a job that is run again soon; trouble with the database is said and is the end of this run only.</summary>
    public async ValueTask WatchAsync(Func<Task> job)
    {
        try
        {
            await job();
        }
        catch (StoreException problem)
        {
            Say(problem);
        }
    }

    public void Say(StoreException problem)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_said.Message == problem.Message && now < _said.At + Pause)
            {
                return;
            }
            _said = (problem.Message, now);
            Trouble(problem.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    private partial void Trouble(string problem);
}
