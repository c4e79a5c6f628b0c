using FeedAggregator.Digests;
using FeedAggregator.Storage;

namespace FeedAggregator;

/// <summary>Journey 2: select → rank → freeze an edition → hand to delivery. May be repeated, and run on many nodes: one of them publishes.</summary>
public sealed class PublishDigest(IItemStore items, IStoryStore stories, IEditionStore editions, TimeProvider clock)
{
    /// <summary>Retention works in small pieces, beside which an edition is made soon; what does not come about now is due again at the next look.</summary>
    private const int MostTries = 5;

    /// <summary>Told of every edition that was frozen, skipped or refused.</summary>
    public event Action<FreezeReceipt>? Published;

    /// <summary>Publishes what is due of the digest; null when nothing is.</summary>
    public async Task<FreezeReceipt?> RunAsync(DigestDefinition definition, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = await editions.OpenAsync(definition.Name, now, ct);
        return EditionWindow.Due(definition, since, now) is { } window ? await PublishAsync(definition, window, now, ct) : null;
    }

    /// <summary>Publishes an edition now, due or not, because an admin asked for it.</summary>
    public async Task<FreezeReceipt> RunNowAsync(DigestDefinition definition, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = await editions.OpenAsync(definition.Name, now, ct);
        return await PublishAsync(definition, EditionWindow.ByHand(definition, since, now), now, ct);
    }

    /// <summary>What the next edition would hold, and why. Nothing is published.</summary>
    public async Task<EditionPreview> PreviewAsync(DigestDefinition definition, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = await editions.OpenAsync(definition.Name, now, ct);
        var window = EditionWindow.Next(definition, since, now) ?? EditionWindow.ByHand(definition, since, now);
        // Also what an edition does not even ask for, to be explained.
        var query = DigestQueries.ForEdition(definition, window) with
        {
            WithoutBacklog = false,
        };
        return EditionPlanner.Preview(definition, window, await GatherAsync(definition, query, ct));
    }

    private async Task<FreezeReceipt> PublishAsync(
        DigestDefinition definition,
        EditionWindow window,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        FreezeReceipt receipt;
        var tries = 0;
        do
        {
            var material = await GatherAsync(definition, DigestQueries.ForEdition(definition, window), ct);
            receipt = await editions.FreezeAsync(EditionPlanner.Plan(definition, window, material, now), ct);
        } while (receipt.ItemsAreGone && ++tries < MostTries);
        Published?.Invoke(receipt);
        return receipt;
    }

    private async Task<EditionMaterial> GatherAsync(DigestDefinition definition, ItemQuery query, CancellationToken ct)
    {
        var upTo = (await items.VersionAsync(ct)).LastItemId;
        var found = await AllAsync(query, ct);
        long[] ids = [.. found.Select(i => i.StoryId).Distinct()];
        var last = await editions.LatestAsync(definition.Name, ct) is { } edition ? EditionDocument.Read(edition.Document) : null;
        return new EditionMaterial
        {
            Items = found,
            LastItemId = upTo,
            OtherMembers = await items.StoryMembersAsync(ids, ct),
            Related = await stories.RelatedAsync(ids, ct),
            PublishedStories = await editions.PublishedStoriesAsync(definition.Name, ids, ct),
            LastEdition = last,
            LastMembers = last is null ? [] : await items.StoryMembersAsync([.. last.Stories.Select(s => s.Id)], ct),
        };
    }

    /// <summary>A page after the other: the store gives no more at once, and no edition may lose what is beyond.</summary>
    private async Task<List<ItemSummary>> AllAsync(ItemQuery query, CancellationToken ct)
    {
        var all = new List<ItemSummary>();
        IReadOnlyList<ItemSummary> page;
        do
        {
            page = await items.SelectAsync(query with { AfterItemId = all.Count == 0 ? null : all[^1].Id }, ct);
            all.AddRange(page);
        } while (page.Count == query.Limit);
        return all;
    }
}
