using FeedAggregator.Cleaning;
using FeedAggregator.Parsing;
using FeedAggregator.Storage;

namespace FeedAggregator.Polling;

/// <summary>A document's entries, each with the item it became.</summary>
/// <param name="Known">By item; more than what the store knew by key.</param>
/// <param name="Missed">Entries that never became an item.</param>
internal sealed record MetEntries(IReadOnlyDictionary<long, (Entry Entry, long ContentHash)> Known, IReadOnlyList<Entry> Missed);

/// <summary>Decides what a document that is read again changes. Pure.</summary>
internal static class Rereading
{
    /// <summary>A hash that no item is compared by: those found without their keys get what they are known by now.</summary>
    private const long NoHash = 0;

    public static DocumentContext ContextOf(RawDocument raw) =>
        new()
        {
            Url = new Uri(raw.FinalUrl),
            ContentType = raw.ContentType,
            ContentLanguage = raw.ContentLanguage,
            ContentLocation = raw.ContentLocation,
        };

    /// <summary>
    /// First by key, as a poll does. An entry that has no guid and no address is known by its words alone, and other cleaning makes other words of it:
    /// what no key names is then looked for by what cleaning rarely changes, two of title, address and date.
    /// </summary>
    public static MetEntries Match(
        IReadOnlyList<Entry> entries,
        IReadOnlyDictionary<long, KnownItem> known,
        IReadOnlyList<ItemSummary> stored
    )
    {
        var met = new Dictionary<long, (Entry, long)>();
        var unnamed = new List<Entry>();
        foreach (var entry in entries)
        {
            if (ItemMatching.Find(entry, known) is not { } item)
            {
                unnamed.Add(entry);
            }
            else if (!item.Purged)
            {
                met.TryAdd(item.ItemId, (entry, item.ContentHash));
            }
        }
        var missed = new List<Entry>();
        foreach (var entry in unnamed)
        {
            if (stored.FirstOrDefault(x => !met.ContainsKey(x.Id) && Resembles(entry.Item, entry.Title, x)) is { } item)
            {
                met.Add(item.Id, (entry, NoHash));
            }
            else
            {
                missed.Add(entry with { Keys = [.. entry.Keys.Where(x => !known.ContainsKey(ItemIntake.Fold(x.Hash)))] });
            }
        }
        return new MetEntries(met, missed);
    }

    public static (PollPlan Plan, ReplayReport Report) Decide(
        ClaimedFeed claim,
        RawDocument raw,
        ParsedFeed document,
        MetEntries met,
        IReadOnlyDictionary<long, ItemDetail> stored,
        DateTimeOffset now
    )
    {
        var updates = new List<ItemUpdate>();
        var parts = new Dictionary<string, int>();
        foreach (var (id, (entry, hash)) in met.Known)
        {
            // What a later poll brought (a delta leaves no document behind) is not to be set back.
            if (stored.GetValueOrDefault(id) is not { } item || (item.Summary.ChangedAt ?? item.Summary.SeenAt) > raw.At)
            {
                continue;
            }
            var content = ItemIntake.Content(WithPage(entry, claim, item), document, claim.Feed);
            var other = PartsThatDiffer(item, content).ToList();
            other.ForEach(x => parts[x] = parts.GetValueOrDefault(x) + 1);
            if (other.Count > 0 || hash != content.ContentHash)
            {
                updates.Add(new ItemUpdate(id, content, now) { Keys = entry.KeyHashes, Reread = true });
            }
        }
        var plan = new PollPlan
        {
            Feed = claim,
            State = claim.State,
            Record = new PollRecord { At = now, Outcome = PollOutcome.Ok },
            NewItems = [.. met.Missed.Select(x => Overlooked(x, document, claim, raw, now))],
            Updates = updates,
            Replay = true,
        };
        var report = new ReplayReport(claim.Feed, Problem: null)
        {
            Entries = met.Known.Count + met.Missed.Count,
            Updated = updates.Count,
            Added = plan.NewItems.Count,
            Parts = parts,
        };
        return (plan, report);
    }

    /// <summary>An article that was read from the item's page stays: the document does not hold it, and no publisher is asked.</summary>
    private static Entry WithPage(Entry entry, ClaimedFeed claim, ItemDetail item) =>
        ReadArticles.Wants(claim.Feed, entry) && item.BodyHtml is { } read ? entry with { Page = new Article(null, read, null) } : entry;

    /// <summary>It was there when the document was fetched and is no news now: backlog, dated as the publisher did.</summary>
    private static NewItem Overlooked(Entry entry, ParsedFeed document, ClaimedFeed claim, RawDocument raw, DateTimeOffset now) =>
        new()
        {
            Keys = entry.KeyHashes,
            Content = ItemIntake.Content(entry, document, claim.Feed),
            SeenAt = now,
            NewsAt = PollPlans.NewsAt(PollPlans.Dated(entry.Item, document), lastSeen: null, raw.At < now ? raw.At : now),
            Backlog = true,
        };

    private static bool Resembles(ParsedItem entry, string title, ItemSummary item)
    {
        var sameDate = entry.Published is { } published && SameInstant(published, item.Published);
        var sameLink = entry.Link is not null && entry.Link == item.Link;
        return title == item.Title ? sameDate || sameLink || (entry.Link is null && item.Link is null) : sameDate && sameLink;
    }

    private static IEnumerable<string> PartsThatDiffer(ItemDetail item, ItemContent content)
    {
        var summary = item.Summary;
        if (summary.Title != content.Title)
            yield return "title";
        if ((item.BodyHtml ?? "") != (content.BodyHtml ?? "") || summary.Excerpt != content.Excerpt)
            yield return "text";
        if (summary.Link != content.Link)
            yield return "link";
        if (!SameInstant(summary.Published, content.Published))
            yield return "date";
        if (summary.Author != content.Author)
            yield return "author";
        if (summary.Language != content.Language)
            yield return "language";
        if (summary.ImageUrl != content.ImageUrl)
            yield return "image";
        if (!item.Categories.SequenceEqual(content.Categories))
            yield return "categories";
        if (!item.Enclosures.SequenceEqual(content.Enclosures))
            yield return "enclosures";
    }

    /// <summary>The store keeps milliseconds.</summary>
    private static bool SameInstant(DateTimeOffset? one, DateTimeOffset? other) =>
        one?.ToUnixTimeMilliseconds() == other?.ToUnixTimeMilliseconds();
}
