using FeedAggregator.Digests;
using FeedAggregator.Storage;

namespace FeedAggregator;

/// <summary>A digest as it would read at this moment: select → compose. Nothing is frozen and nothing is sent.</summary>
public sealed class ReadDigest(IItemStore items, IStoryStore stories, TimeProvider clock)
{
    /// <param name="since">Looks back so far; null for the definition's own window.</param>
    /// <param name="text">Only items that answer this search, or null.</param>
    public async Task<DigestView> RunAsync(DigestDefinition definition, DateTimeOffset? since, string? text, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var from = since ?? now - definition.Window;
        var found = await items.SelectAsync(DigestQueries.QueryFor(definition, from, now) with { Text = text }, ct);
        long[] ids = [.. found.Select(x => x.StoryId).Distinct()];
        var members = await items.StoryMembersAsync(ids, ct);
        var related = await stories.RelatedAsync(ids, ct);
        return DigestComposer.Compose(definition with { Window = now - from }, found, members, now, related);
    }
}
