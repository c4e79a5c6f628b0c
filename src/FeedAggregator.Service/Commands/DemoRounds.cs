using FeedAggregator.Configuration;

namespace FeedAggregator.Service.Commands;

/// <summary>The polls a demo waits for, and a line for each that brings something.</summary>
internal sealed class DemoRounds
{
    private readonly HashSet<string> _seen = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RefreshDueFeeds _refresh;
    private readonly List<string> _feeds;

    public DemoRounds(WebApplication app)
    {
        _refresh = app.Services.GetRequiredService<RefreshDueFeeds>();
        _feeds = [.. app.Services.GetRequiredService<FeedsCatalogue>().Feeds.Select(x => x.Id)];
        _refresh.Polled += Show;
    }

    /// <summary>Every site was polled once.</summary>
    public Task First => _first.Task;

    /// <summary>Every site once more, without waiting for when it is due.</summary>
    public async Task AgainAsync(CancellationToken ct) => await _refresh.RunNowAsync(_feeds, forced: true, ct);

    private void Show(PollReport report)
    {
        lock (_seen)
        {
            if (_seen.Add(report.Feed.Id) || report.Receipt.Added + report.Receipt.Updated > 0)
            {
                Console.WriteLine(PollDisplay.Line(report));
            }
            if (_seen.Count == _feeds.Count)
            {
                _first.TrySetResult();
            }
        }
    }
}
