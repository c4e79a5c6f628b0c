using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Journeys;

/// <summary>The real editions, where something else comes first whenever one is to be frozen.</summary>
internal sealed class SlowEditions(IEditionStore editions, Func<Task> first) : IEditionStore
{
    public int Tries { get; private set; }

    public async Task<FreezeReceipt> FreezeAsync(EditionPlan plan, CancellationToken ct)
    {
        Tries++;
        await first();
        return await editions.FreezeAsync(plan, ct);
    }

    public Task<DigestWatermark> OpenAsync(string digest, DateTimeOffset now, CancellationToken ct) => editions.OpenAsync(digest, now, ct);

    public Task<Edition?> FindAsync(string digest, int number, CancellationToken ct) => editions.FindAsync(digest, number, ct);

    public Task<Edition?> LatestAsync(string digest, CancellationToken ct) => editions.LatestAsync(digest, ct);

    public Task<IReadOnlyList<EditionSummary>> ListAsync(
        string digest,
        DateTimeOffset? dueBefore,
        int limit,
        bool withSkipped,
        CancellationToken ct
    ) => editions.ListAsync(digest, dueBefore, limit, withSkipped, ct);

    public Task<IReadOnlySet<long>> PublishedStoriesAsync(string digest, IReadOnlyList<long> storyIds, CancellationToken ct) =>
        editions.PublishedStoriesAsync(digest, storyIds, ct);
}
