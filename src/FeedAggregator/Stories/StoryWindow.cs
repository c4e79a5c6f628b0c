using System.Globalization;

namespace FeedAggregator.Stories;

/// <summary>
/// The items of the last 72 hours by arrival, and which story each is in. A pure function of the rows admitted, in
/// their order. Not thread-safe: the store's single writer owns it.
/// </summary>
public sealed class StoryWindow
{
    private readonly Dictionary<long, WindowItem> _items = [];
    private readonly Dictionary<long, WindowStory> _stories = [];
    private readonly Dictionary<ulong, List<WindowItem>> _byHash = [];
    private readonly PriorityQueue<WindowItem, DateTimeOffset> _byArrival = new();
    private readonly CandidateSearch _search = new();
    private readonly float[] _weights = new float[StoryFingerprint.MaxShingles];
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private long _sequence;

    /// <summary>How long an item takes part in matching, by arrival.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromHours(72);

    /// <summary>Items in the window.</summary>
    public int Count => _items.Count;

    /// <summary>Finds the story of a new item and admits the item to it.</summary>
    public StoryMatch Place(long itemId, long feedId, StoryFingerprint fp, DateTimeOffset arrivedAt)
    {
        Advance(arrivedAt);
        var item = new WindowItem(itemId, feedId, fp, arrivedAt);
        var match = Match(item);
        Admit(itemId, match.StoryId, feedId, fp, arrivedAt);
        return match;
    }

    /// <summary>Takes in a row that has its story already. Admitting an item again moves it (an admin's split or merge).</summary>
    public void Admit(long itemId, long storyId, long feedId, StoryFingerprint fp, DateTimeOffset arrivedAt)
    {
        Advance(arrivedAt);
        Forget(itemId);
        var item = new WindowItem(itemId, feedId, fp, arrivedAt) { Sequence = ++_sequence };
        if (!_stories.TryGetValue(storyId, out var story))
        {
            _stories[storyId] = story = new WindowStory(storyId);
        }
        item.Story = story;
        story.Members.Add(item);
        _items.Add(itemId, item);
        _search.Add(item);
        _byArrival.Enqueue(item, arrivedAt);
        Note(fp.UrlHash, item);
        Note(fp.ContentHash, item);
        _newest = arrivedAt > _newest ? arrivedAt : _newest;
    }

    /// <summary>Takes an item out, as if it had never come: its transaction failed.</summary>
    public void Forget(long itemId)
    {
        if (!_items.Remove(itemId, out var item))
        {
            return;
        }
        item.Story.Members.Remove(item);
        if (item.Story.Members.Count == 0)
        {
            _stories.Remove(item.Story.Id);
        }
        _search.Remove(item);
        Drop(item.Fingerprint.UrlHash, item);
        Drop(item.Fingerprint.ContentHash, item);
    }

    /// <summary>Stories in the window that report on the same event as the item in other words, best first.</summary>
    /// <param name="itemId">An item in the window.</param>
    /// <param name="limit">At most this many.</param>
    public IReadOnlyList<RelatedStory> Related(long itemId, int limit = 5) =>
        [.. _items.Values.Where(x => x.Id == itemId && x.Story.Id != itemId).Take(limit).Select(x => new RelatedStory(x.Story.Id, 1))];

    internal List<(WindowItem Item, PairEvidence Evidence)> Compare(WindowItem item)
    {
        var compared = new List<(WindowItem Item, PairEvidence Evidence)>();
        foreach (var other in _search.Find(item.Fingerprint, _weights))
        {
            compared.Add((other, PairComparison.Compare(item, other, _weights, _search.Rarity)));
        }
        for (var i = 0; i < compared.Count; i++)
        {
            var (other, evidence) = compared[i];
            var rivals = compared
                .Where(x => x.Item.Story != other.Story && x.Evidence.Strength >= 0.7 * evidence.Strength)
                .Select(x => x.Item.Story.Id)
                .Distinct()
                .Count();
            compared[i] = (other, evidence with { Rivals = rivals });
        }
        return compared;
    }

    private StoryMatch Match(WindowItem item)
    {
        if (Exact(item) is { } exact)
        {
            return exact;
        }
        WindowItem? best = null;
        double bestScore = 0;
        foreach (var (other, evidence) in Compare(item))
        {
            var score = StoryModel.Score(evidence);
            if (score > bestScore)
            {
                (best, bestScore) = (other, score);
            }
        }
        return best is not null && bestScore >= StoryModel.JoinAt
            ? new StoryMatch(
                best.Story.Id,
                MatchLayer.NearDuplicate,
                bestScore,
                best.Id,
                string.Create(CultureInfo.InvariantCulture, $"(model {StoryModel.Version})")
            )
            : new StoryMatch(item.Id, MatchLayer.New, bestScore, best?.Id, $"(model {StoryModel.Version})");
    }

    internal StoryMatch? Exact(WindowItem item)
    {
        if (SameHash(item.Fingerprint.UrlHash) is { } page)
        {
            return new StoryMatch(page.Story.Id, MatchLayer.CanonicalUrl, 1, page.Id, $"same page (model {StoryModel.Version})");
        }
        if (SameHash(item.Fingerprint.ContentHash) is { } twin)
        {
            return new StoryMatch(twin.Story.Id, MatchLayer.ContentHash, 1, twin.Id, $"same words (model {StoryModel.Version})");
        }
        return null;
    }

    private WindowItem? SameHash(ulong hash) => hash != 0 && _byHash.TryGetValue(hash, out var items) ? items[0] : null;

    private void Note(ulong hash, WindowItem item)
    {
        if (hash == 0)
        {
            return;
        }
        if (!_byHash.TryGetValue(hash, out var items))
        {
            _byHash[hash] = items = [];
        }
        items.Add(item);
    }

    private void Drop(ulong hash, WindowItem item)
    {
        if (hash != 0 && _byHash.TryGetValue(hash, out var items) && items.Remove(item) && items.Count == 0)
        {
            _byHash.Remove(hash);
        }
    }

    internal void Advance(DateTimeOffset now)
    {
        while (_byArrival.TryPeek(out var oldest, out var arrivedAt) && arrivedAt < now - Length)
        {
            _byArrival.Dequeue();
            if (_items.TryGetValue(oldest.Id, out var held) && held == oldest)
            {
                Forget(oldest.Id);
            }
        }
        if (_newest > now + Length)
        {
            foreach (var item in _items.Values.Where(x => x.ArrivedAt > now + Length).ToList())
            {
                Forget(item.Id);
            }
            _newest = now;
        }
    }
}
