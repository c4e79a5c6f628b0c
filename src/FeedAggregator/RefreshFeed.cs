using System.Diagnostics;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Parsing;
using FeedAggregator.Polling;
using FeedAggregator.Storage;

namespace FeedAggregator;

/// <summary>Journey 1: one poll of one feed, from the network to the store.</summary>
public sealed class RefreshFeed(FeedFetcher fetcher, ReadDocument documents, IPollStore polls, OfflineWatch offline, TimeProvider clock)
{
    private readonly Intake _intake = new();
    private readonly PageSeats _seats = new();

    /// <summary>Polls a claimed feed once and applies what was found, whole or not at all. An expected failure is part of the answer.</summary>
    /// <param name="forced">A person insists: a host's wish for quiet is set aside for this one request.</param>
    /// <exception cref="OperationCanceledException">The service stops; nothing was applied.</exception>
    public async Task<PollReport> RunAsync(ClaimedFeed claim, bool forced, CancellationToken ct)
    {
        // A poll that may ask again waits for the network once more, and only its like are to wait with it.
        using var seat = PollPlans.MayAskAgain(claim, clock.GetUtcNow()) ? _seats.New() : null;
        var request = PollPlans.Request(claim, clock.GetUtcNow()) with
        {
            Forced = forced,
            Room = seat is null ? _intake.RoomAsync : seat.TakeAsync,
            LeavesToWait = seat is not null,
        };
        var fetched = await fetcher.FetchAsync(request, ct);
        using var inHand = seat is null ? _intake.Take() : null;
        var weAreOffline = offline.Observe(fetched, clock.GetUtcNow());
        claim = await documents.MarkAsync(claim, ct);
        var plan = fetched switch
        {
            FetchResult.NotModified same => await documents.UnchangedAsync(claim, same, ct),
            FetchResult.Failed { Deferred: true } deferred => PollPlans.Deferred(claim, deferred, clock.GetUtcNow()),
            FetchResult.Failed failed when weAreOffline => PollPlans.WeAreOffline(claim, failed, clock.GetUtcNow()),
            FetchResult.Failed failed => PollPlans.Failed(claim, failed, clock.GetUtcNow()),
            FetchResult.Document page => await ProvenAsync(claim, await documents.PolledAsync(claim, page, ct), ct),
            _ => throw new UnreachableException(),
        };
        return await ApplyAsync(plan, ct);
    }

    /// <summary>Applies a document that a hub has pushed, as a poll that brought it would be; nobody is asked for it.</summary>
    /// <exception cref="OperationCanceledException">The service stops; nothing was applied.</exception>
    public async Task<PollReport> TakeAsync(ClaimedFeed claim, FetchResult.Document pushed, CancellationToken ct) =>
        await ApplyAsync(await documents.PushedAsync(claim, pushed, ct), ct);

    /// <summary>Hosts whose wish for quiet an earlier process or another node was told of are left alone by this one too. Repeating it changes nothing.</summary>
    public void Recall(IReadOnlyList<FeedOverview> feeds)
    {
        foreach (var (host, until) in PollPlans.QuietHosts(feeds, clock.GetUtcNow()))
        {
            fetcher.KeepQuiet(host, until);
        }
    }

    /// <summary>What the transport said about a document, for the parser.</summary>
    public static DocumentContext ContextOf(FetchResult.Document page) =>
        new()
        {
            Url = page.Facts.FinalUrl,
            ContentType = page.ContentType,
            ContentLocation = page.ContentLocation,
            ContentLanguage = page.ContentLanguage,
        };

    private async Task<PollReport> ApplyAsync(PollPlan plan, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var receipt = await polls.ApplyAsync(plan, ct);
        return new PollReport(plan.Feed.Feed, plan.Record, receipt) { StoredIn = clock.GetElapsedTime(started) };
    }

    /// <summary>Now and then a server's 304s are put to the proof: one that still says "not modified" when we know better is not believed any more.</summary>
    private async Task<PollPlan> ProvenAsync(ClaimedFeed claim, PollPlan plan, CancellationToken ct) =>
        PollPlans.CallsForProof(claim, plan)
        && await fetcher.FetchAsync(PollPlans.Proof(claim, clock.GetUtcNow()), ct) is FetchResult.NotModified { ByHash: false }
            ? PollPlans.Caught(plan, clock.GetUtcNow())
            : plan;
}

/// <summary>How a poll went, for whoever asked for it.</summary>
public sealed record PollReport(Feed Feed, PollRecord Record, PollReceipt Receipt)
{
    /// <summary>From handing the plan over until the disk had it: waiting for the writer, and the commit.</summary>
    public TimeSpan StoredIn { get; init; }
}
