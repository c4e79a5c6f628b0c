using System.Security.Cryptography;
using FeedAggregator.Fetching;
using FeedAggregator.Storage;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Pushing;

/// <summary>Takes what a hub pushes (W3C WebSub §7): what it signed goes the way of every fetched document, all else goes nowhere.</summary>
public sealed partial class TakePush(IHubStore hubs, IFeedStore feeds, RefreshFeed refresh, TimeProvider clock, ILogger<TakePush> log)
{
    /// <summary>A feed that is being polled is waited for so long; hubs wait little longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly PushPace _pace = new();

    /// <summary>Told of every push that was applied.</summary>
    public event Action<PollReport>? Taken;

    /// <summary>What may be pushed to this callback; null when no lease runs there: whoever pushes should stop.</summary>
    public async Task<FeedHub?> ExpectAsync(string id, CancellationToken ct) =>
        await hubs.FindAsync(id, ct) is { Polled: true, Subscription.Wanted: true } hub && hub.Subscription.IsActive(clock.GetUtcNow())
            ? hub
            : null;

    /// <summary>The hub may push this feed now; else it is to come again.</summary>
    public bool Admits(FeedHub hub) => _pace.Admits(hub.Subscription.Id, clock.GetUtcNow());

    /// <summary>Applies a push durably, or drops it. The later poll finds its items known.</summary>
    /// <exception cref="OperationCanceledException">The service stops; nothing was applied.</exception>
    public async Task<PushVerdict> RunAsync(FeedHub hub, Push push, CancellationToken ct)
    {
        if (!hub.Subscription.IsSigned(push.Signature, push.Body.Span))
        {
            Unsigned(hub.FeedId);
            return PushVerdict.Dropped;
        }
        if (await ClaimAsync(hub.FeedId, ct) is not { } claim)
            return PushVerdict.Busy;
        using var trace = Traces.Push(hub);
        try
        {
            var report = await refresh.TakeAsync(claim, DocumentOf(push, hub, claim), ct);
            trace.Ended(report);
            Log(report);
            Taken?.Invoke(report);
            return report.Receipt.LeaseLost ? PushVerdict.Busy : PushVerdict.Taken;
        }
        catch
        {
            await feeds.ReleaseAsync([claim], CancellationToken.None);
            throw;
        }
    }

    private async Task<ClaimedFeed?> ClaimAsync(string feed, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; waited <= Patience; waited += Pause)
        {
            if (await feeds.ClaimAsync([feed], clock.GetUtcNow(), RefreshDueFeeds.Lease, ct) is [var claim, ..])
                return claim;
            await Task.Delay(Pause, clock, ct);
        }
        return null;
    }

    // With the address that polls get: relative links must lead to the same places, or the poll would not know the items again.
    private static FetchResult.Document DocumentOf(Push push, FeedHub hub, ClaimedFeed claim) =>
        new(push.Body)
        {
            Facts = new FetchFacts
            {
                FinalUrl = claim.State.FinalUrl is { } polled ? new Uri(polled) : hub.Subscription.Offer.Topic,
                WireBytes = push.Body.Length,
                FromOutside = hub.Subscription.FromOutside,
                BodyHash = Convert.ToBase64String(SHA256.HashData(push.Body.Span)),
            },
            ContentType = push.ContentType,
            ContentLanguage = push.ContentLanguage,
            Delta = true,
        };

    private void Log(PollReport report)
    {
        if (report.Record.FailureClass is { } failure)
            NoFeed(report.Feed.Id, failure.Name(), report.Record.Text ?? "");
        else
            Applied(report.Feed.Id, report.Receipt.Added, report.Receipt.Updated);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Feed}: pushed, {Added} new, {Updated} updated")]
    private partial void Applied(string feed, int added, int updated);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: {FailureClass}: {Text}")]
    private partial void NoFeed(string feed, string failureClass, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: a push without its hub's signature was dropped")]
    private partial void Unsigned(string feed);
}

/// <param name="Signature">The <c>X-Hub-Signature</c> field.</param>
public sealed record Push(ReadOnlyMemory<byte> Body, string? Signature)
{
    public string? ContentType { get; init; }
    public string? ContentLanguage { get; init; }
}

public enum PushVerdict
{
    /// <summary>Stored.</summary>
    Taken,

    /// <summary>Not the hub's.</summary>
    Dropped,

    /// <summary>The feed is in other hands; the hub may push again.</summary>
    Busy,
}
