using FeedAggregator.Storage;
using FeedAggregator.Stories;

namespace FeedAggregator.Polling;

/// <summary>A document's entries, told apart by what the store knows of the feed.</summary>
/// <param name="New">In the document's order.</param>
/// <param name="Changed">Known items that say something else now.</param>
/// <param name="Unchanged">How many are known as they are.</param>
/// <param name="Guids">What the document showed of the feed's guids.</param>
internal sealed record SortedEntries(
    IReadOnlyList<Entry> New,
    IReadOnlyList<(Entry Entry, long ItemId)> Changed,
    int Unchanged,
    GuidFindings Guids
)
{
    /// <summary>Why pages of entries could not be read, in a sentence; null when all that were wanted were.</summary>
    public string? PageTrouble { get; init; }

    public int Count => New.Count + Changed.Count + Unchanged;
}

/// <param name="Kept">Entries known by their guid.</param>
/// <param name="Churned">Known words under a new guid.</param>
internal readonly record struct GuidFindings(int Kept, int Churned);

/// <summary>Decides which entries are new. Pure.</summary>
internal static class ItemMatching
{
    public static SortedEntries Sort(IReadOnlyList<Entry> entries, IReadOnlyDictionary<long, KnownItem> known)
    {
        var fresh = new List<Entry>();
        var changed = new Dictionary<long, Entry>();
        var (unchanged, guids) = (0, new GuidFindings());
        foreach (var entry in entries)
        {
            guids = Observe(entry, known, guids);
            if (Find(entry, known) is not { } item)
            {
                fresh.Add(entry with { Keys = [.. entry.Keys.Where(x => !known.ContainsKey(ItemIntake.Fold(x.Hash)))] });
                continue;
            }
            if (
                item.ContentHash == entry.ContentHash
                || item.Purged
                || !changed.TryAdd(item.ItemId, entry with { Revisions = item.Revisions })
            )
            {
                unchanged++;
            }
        }
        return new SortedEntries(fresh, [.. changed.Select(x => (x.Value, x.Key))], unchanged, guids);
    }

    /// <summary>
    /// The item an entry is. A new guid on a known page is another item, unless the guid is but another spelling of the page's address or the words are the same:
    /// a weather page that says something else every morning under one address must not swallow yesterday's item.
    /// </summary>
    public static KnownItem? Find(Entry entry, IReadOnlyDictionary<long, KnownItem> known)
    {
        foreach (var key in entry.Keys)
        {
            if (known.GetValueOrDefault(ItemIntake.Fold(key.Hash)) is { } item && Names(key.Layer, entry, item))
            {
                return item;
            }
        }
        return null;
    }

    private static bool Names(IdentityLayer layer, Entry entry, KnownItem item) =>
        layer switch
        {
            IdentityLayer.CanonicalUrl => !HasOwnGuid(entry) || item.ContentHash == entry.ContentHash,
            IdentityLayer.Content => !(HasOwnGuid(entry) && entry.Keys.Any(x => x.Layer == IdentityLayer.CanonicalUrl)),
            _ => true,
        };

    /// <summary>
    /// The guid says more than the link. It does not where it is the link with a fragment, as of publishers who count revisions there;
    /// where the link has the fragment too, that fragment is the entry's place on a page of many.
    /// </summary>
    private static bool HasOwnGuid(Entry entry)
    {
        var (guid, link) = (entry.Item.Id ?? "", entry.Item.Link ?? "");
        var respelled = !link.Contains('#', StringComparison.Ordinal) && CanonicalUrl.Of(guid) is { } page && page == CanonicalUrl.Of(link);
        return entry.Keys[0].Layer == IdentityLayer.Guid && !respelled;
    }

    private static GuidFindings Observe(Entry entry, IReadOnlyDictionary<long, KnownItem> known, GuidFindings so)
    {
        var (byGuid, byWords) = (Knows(IdentityLayer.Guid), Knows(IdentityLayer.Content));
        return byGuid ? so with { Kept = so.Kept + 1 }
            : byWords && !string.IsNullOrWhiteSpace(entry.Item.Id) ? so with { Churned = so.Churned + 1 }
            : so;

        bool Knows(IdentityLayer layer) => entry.Keys.Any(x => x.Layer == layer && known.ContainsKey(ItemIntake.Fold(x.Hash)));
    }
}
