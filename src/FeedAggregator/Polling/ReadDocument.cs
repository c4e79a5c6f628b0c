using FeedAggregator.Fetching;
using FeedAggregator.Parsing;
using FeedAggregator.Pushing;
using FeedAggregator.Storage;

namespace FeedAggregator.Polling;

/// <summary>From a feed's document, polled or pushed, to the plan of what it changes: parse → identify → match → read pages.</summary>
public sealed class ReadDocument(IPollStore polls, IFeedStore feeds, ReadArticles articles, FollowHub hubs, TimeProvider clock)
{
    /// <inheritdoc cref="FollowHub.MarkAsync"/>
    internal Task<ClaimedFeed> MarkAsync(ClaimedFeed claim, CancellationToken ct) => hubs.MarkAsync(claim, ct);

    /// <summary>A poll brought it.</summary>
    internal async Task<PollPlan> PolledAsync(ClaimedFeed claim, FetchResult.Document page, CancellationToken ct)
    {
        var parsed = FeedParser.Parse(page.Body, RefreshFeed.ContextOf(page));
        if (parsed is not ParseResult.Parsed { Feed: var document })
        {
            return PollPlans.NotAFeed(claim, page, (ParseResult.NotAFeed)parsed, clock.GetUtcNow());
        }
        await hubs.RunAsync(claim, page, document, ct);
        return PollPlans.Read(claim, page, document, await SortAsync(claim, page, document, ct), clock.GetUtcNow());
    }

    /// <summary>A poll found that nothing has changed.</summary>
    internal async Task<PollPlan> UnchangedAsync(ClaimedFeed claim, FetchResult.NotModified same, CancellationToken ct)
    {
        await hubs.RunAsync(claim, same, last => LastAsync(claim, last), ct);
        return PollPlans.Unchanged(claim, same, clock.GetUtcNow());
    }

    /// <summary>A hub brought it.</summary>
    internal async Task<PollPlan> PushedAsync(ClaimedFeed claim, FetchResult.Document page, CancellationToken ct)
    {
        var parsed = FeedParser.Parse(page.Body, RefreshFeed.ContextOf(page));
        if (parsed is not ParseResult.Parsed { Feed: var document })
        {
            return PollPlans.PushedNoFeed(claim, page, (ParseResult.NotAFeed)parsed, clock.GetUtcNow());
        }
        return PollPlans.Pushed(claim, page, document, await SortAsync(claim, page, document, ct), clock.GetUtcNow());
    }

    private async Task<ParsedFeed?> LastAsync(ClaimedFeed claim, CancellationToken ct) =>
        await feeds.LastDocumentAsync(claim.Feed.Id, ct) is { } raw
        && FeedParser.Parse(raw.Body, Rereading.ContextOf(raw)) is ParseResult.Parsed { Feed: var document }
            ? document
            : null;

    private async Task<SortedEntries> SortAsync(ClaimedFeed claim, FetchResult.Document page, ParsedFeed document, CancellationToken ct)
    {
        var entries = ItemIntake.Identify(document, PollPlans.Guids(claim.State).IsTrusted);
        var known = await polls.FindKnownAsync(claim.Key, [.. entries.SelectMany(x => x.KeyHashes)], ct);
        return await articles.RunAsync(claim, page, ItemMatching.Sort(entries, known), ct);
    }
}
