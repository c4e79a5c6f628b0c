using System.Diagnostics;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Parsing;
using FeedAggregator.Storage;

namespace FeedAggregator;

/// <summary>Journey 1: one poll of one feed, from the network to the store.</summary>
public sealed class RefreshFeed(FeedFetcher fetcher, IPollStore polls, OfflineWatch offline, TimeProvider clock)
{
    /// <summary>Polls a claimed feed once and applies what was found, whole or not at all. An expected failure is part of the answer.</summary>
    /// <exception cref="OperationCanceledException">The service stops; nothing was applied.</exception>
    public async Task<PollReport> RunAsync(ClaimedFeed claim, CancellationToken ct)
    {
        var fetched = await fetcher.FetchAsync(PollPlans.Request(claim), ct);
        var weAreOffline = offline.Observe(fetched, clock.GetUtcNow());
        var plan = fetched switch
        {
            FetchResult.NotModified same => PollPlans.Unchanged(claim, same, clock.GetUtcNow()),
            FetchResult.Failed { Deferred: true } deferred => PollPlans.Deferred(claim, deferred, clock.GetUtcNow()),
            FetchResult.Failed failed when weAreOffline => PollPlans.WeAreOffline(claim, failed, clock.GetUtcNow()),
            FetchResult.Failed failed => PollPlans.Failed(claim, failed, clock.GetUtcNow()),
            FetchResult.Document page => await ReadAsync(claim, page, ct),
            _ => throw new UnreachableException(),
        };
        var receipt = await polls.ApplyAsync(plan, ct);
        return new PollReport(claim.Feed, plan.Record, receipt);
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

    private async Task<PollPlan> ReadAsync(ClaimedFeed claim, FetchResult.Document page, CancellationToken ct)
    {
        var parsed = FeedParser.Parse(page.Body, ContextOf(page));
        if (parsed is not ParseResult.Parsed { Feed: var document })
        {
            return PollPlans.NotAFeed(claim, page, (ParseResult.NotAFeed)parsed, clock.GetUtcNow());
        }
        var entries = ItemIntake.Identify(document, PollPlans.Guids(claim.State).IsTrusted);
        var known = await polls.FindKnownAsync(claim.Key, [.. entries.SelectMany(x => x.KeyHashes)], ct);
        return PollPlans.Read(claim, page, document, ItemMatching.Sort(entries, known), clock.GetUtcNow());
    }
}

/// <summary>How a poll went, for whoever asked for it.</summary>
public sealed record PollReport(Feed Feed, PollRecord Record, PollReceipt Receipt);
