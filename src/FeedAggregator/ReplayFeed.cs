using FeedAggregator.Feeds;
using FeedAggregator.Parsing;
using FeedAggregator.Polling;
using FeedAggregator.Storage;

namespace FeedAggregator;

/// <summary>Journey 1 again without its first step: the last document of a feed is parsed, cleaned and matched as this program does it now.</summary>
public sealed class ReplayFeed(IFeedStore feeds, IItemStore items, IPollStore polls, TimeProvider clock)
{
    /// <summary>The most items of a feed among which an entry is looked for that none of its keys names.</summary>
    private const int MostCompared = 10_000;

    /// <summary>Claims the feed, reads its document again and stores what comes out otherwise.</summary>
    public async Task<ReplayReport> RunAsync(Feed feed, CancellationToken ct)
    {
        if (await feeds.ClaimAsync([feed.Id], clock.GetUtcNow(), RefreshDueFeeds.Lease, ct) is not [var claim])
        {
            return ReplayReport.Failed(feed, "it is being polled just now, or not among the feeds; try again");
        }
        try
        {
            var reading = await ReadAsync(claim, ct);
            if (reading.Plan is not { } plan || plan is { NewItems.Count: 0, Updates.Count: 0 })
            {
                await feeds.ReleaseAsync([claim], CancellationToken.None);
                return reading.Report;
            }
            var receipt = await polls.ApplyAsync(plan, ct);
            return receipt.LeaseLost
                ? ReplayReport.Failed(feed, "another took it meanwhile; try again")
                : reading.Report with
                {
                    Added = receipt.Added,
                    Updated = receipt.Updated,
                };
        }
        catch
        {
            await feeds.ReleaseAsync([claim], CancellationToken.None);
            throw;
        }
    }

    /// <summary>What <see cref="RunAsync"/> would store; nothing is claimed or written.</summary>
    /// <param name="feed">With the settings that are to be tried.</param>
    public async Task<ReplayReport> PreviewAsync(Feed feed, CancellationToken ct) =>
        await feeds.FindAsync(feed.Id, ct) is { } known
            ? (await ReadAsync(new ClaimedFeed(known.Key, feed, known.State, Lease: 0), ct)).Report
            : ReplayReport.Nothing(feed, "it was never polled");

    private async Task<(PollPlan? Plan, ReplayReport Report)> ReadAsync(ClaimedFeed claim, CancellationToken ct)
    {
        if (await feeds.LastDocumentAsync(claim.Feed.Id, ct) is not { } raw)
        {
            return (null, ReplayReport.Nothing(claim.Feed, "no document of it is kept yet"));
        }
        if (FeedParser.Parse(raw.Body, Rereading.ContextOf(raw)) is not ParseResult.Parsed { Feed: var document })
        {
            return (null, ReplayReport.Failed(claim.Feed, "its last document can no longer be read as a feed"));
        }
        var entries = ItemIntake.Identify(document, PollPlans.Guids(claim.State).IsTrusted);
        var known = await polls.FindKnownAsync(claim.Key, [.. entries.SelectMany(x => x.KeyHashes)], ct);
        var met = Rereading.Match(entries, known, await AllOfAsync(claim.Feed, ct));
        var stored = new Dictionary<long, ItemDetail>();
        foreach (var id in met.Known.Keys)
        {
            if (await items.FindAsync(id, ct) is { } item)
            {
                stored.Add(id, item);
            }
        }
        return Rereading.Decide(claim, raw, document, met, stored, clock.GetUtcNow());
    }

    private Task<IReadOnlyList<ItemSummary>> AllOfAsync(Feed feed, CancellationToken ct) =>
        items.SelectAsync(new ItemQuery { Feeds = [feed.Id], Limit = MostCompared }, ct);
}

/// <summary>What came of reading a feed's last document again.</summary>
/// <param name="Problem">Why nothing was read; null when it was.</param>
public sealed record ReplayReport(Feed Feed, string? Problem)
{
    /// <summary>Entries of the document.</summary>
    public int Entries { get; init; }

    /// <summary>Items that read otherwise now.</summary>
    public int Updated { get; init; }

    /// <summary>Entries that were overlooked before. They join the backlog: no edition has them.</summary>
    public int Added { get; init; }

    /// <summary>In how many items a part reads otherwise: <c>title</c>, <c>text</c>, <c>link</c>…</summary>
    public IReadOnlyDictionary<string, int> Parts { get; init; } = new Dictionary<string, int>();

    /// <summary>There was nothing to read, and so nothing went wrong.</summary>
    public bool HasNothing { get; init; }

    public static ReplayReport Nothing(Feed feed, string why) => new(feed, why) { HasNothing = true };

    public static ReplayReport Failed(Feed feed, string problem) => new(feed, problem);
}
