using System.Text.Json;
using FeedAggregator.Fetching;
using FeedAggregator.Service.Api;
using FeedAggregator.Service.Control;
using FeedAggregator.Storage;
using Spectre.Console;

namespace FeedAggregator.Service.Commands;

/// <summary>Shows polls as they end: a line each, and on a terminal a bar below them.</summary>
internal sealed class PollDisplay : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web);
    private readonly RefreshDueFeeds _refresh;
    private readonly IReadOnlyCollection<string>? _feeds;
    private readonly bool _json;
    private readonly TaskCompletionSource _ended = new();
    private readonly Lock _gate = new();
    private Task _bar = Task.CompletedTask;
    private ProgressTask? _progress;
    private int _polled;
    private int _unchanged;
    private int _added;
    private int _updated;

    private PollDisplay(RefreshDueFeeds refresh, IReadOnlyCollection<string>? feeds, bool json) =>
        (_refresh, _feeds, _json) = (refresh, feeds, json);

    public int Failed { get; private set; }

    /// <summary>Not asked, because the host wants quiet or the feed is gone.</summary>
    public int Deferred { get; private set; }

    /// <param name="feeds">Only of these, by id; null: of all.</param>
    public static PollDisplay Start(RefreshDueFeeds refresh, IReadOnlyCollection<string>? feeds, bool json)
    {
        var display = new PollDisplay(refresh, feeds, json);
        if (
            !json
            && feeds?.Count > 0
            && HostedVerb.Current is null
            && AnsiConsole.Profile.Capabilities.Interactive
            && !Console.IsOutputRedirected
        )
        {
            display._bar = AnsiConsole.Progress().AutoClear(true).StartAsync(display.ShowBarAsync);
        }
        refresh.Polled += display.Show;
        return display;
    }

    public async ValueTask DisposeAsync()
    {
        _refresh.Polled -= Show;
        _ended.SetResult();
        await _bar;
        if (!_json)
        {
            Console.WriteLine(
                $"{_polled} polled: {Counted.Of(_added, "new item")}, {_updated} updated, {_unchanged} unchanged, {Failed} failed{(Deferred > 0 ? $", {Deferred} not asked" : "")}"
            );
        }
    }

    private async Task ShowBarAsync(ProgressContext context)
    {
        _progress = context.AddTask("polling", maxValue: _feeds!.Count);
        await _ended.Task;
    }

    private void Show(PollReport report)
    {
        // A service polls others meanwhile.
        if (_feeds?.Contains(report.Feed.Id) == false)
        {
            return;
        }
        lock (_gate)
        {
            Count(report);
            _progress?.Increment(1);
            var line = _json
                ? JsonSerializer.Serialize(new { Feed = report.Feed.Id, Poll = PollAnswer.Of(report.Record) }, Lines)
                : Line(report);
            if (_progress is null)
            {
                Console.WriteLine(line);
            }
            else
            {
                AnsiConsole.WriteLine(line);
            }
        }
    }

    private void Count(PollReport report)
    {
        _polled++;
        _added += report.Receipt.Added;
        _updated += report.Receipt.Updated;
        _unchanged += report.Record.Outcome == PollOutcome.NotModified ? 1 : 0;
        Deferred += report.Record.Outcome == PollOutcome.Deferred ? 1 : 0;
        Failed += report.Record.Outcome == PollOutcome.Error ? 1 : 0;
    }

    public static string Line(PollReport report)
    {
        var record = report.Record;
        var what = record.Outcome switch
        {
            PollOutcome.Ok => $"{Counted.Of(record.ItemsSeen, "item")}, {report.Receipt.Added} new"
                + (report.Receipt.Updated > 0 ? $", {report.Receipt.Updated} updated" : ""),
            PollOutcome.NotModified => "not modified",
            PollOutcome.Deferred => $"not asked: {record.Text}",
            _ => $"{record.FailureClass?.Name()}: {record.Text}",
        };
        var mark = record.Outcome switch
        {
            PollOutcome.Error => "✗",
            PollOutcome.Deferred => "–",
            _ => "✓",
        };
        return Listing.OneLine($"{mark} {report.Feed.Name ?? report.Feed.Id}: {what}");
    }
}
