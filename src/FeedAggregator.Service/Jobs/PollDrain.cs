namespace FeedAggregator.Service.Jobs;

/// <summary>
/// A graceful stop: polls in hand get a while to finish, then are broken off and their feeds given back. Either way nothing is half-written,
/// because a poll is applied in one transaction.
/// </summary>
internal sealed class PollDrain(RefreshDueFeeds refresh, TimeProvider clock) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Breaks off the polls started under it.</summary>
    public CancellationToken Stopping => _stop.Token;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var drained = refresh.DrainAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(drained, Task.Delay(Patience, clock, patience.Token));
        await patience.CancelAsync();
        await _stop.CancelAsync();
        await drained;
    }

    public void Dispose() => _stop.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
