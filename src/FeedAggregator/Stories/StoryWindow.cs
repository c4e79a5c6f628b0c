using System.Runtime.InteropServices;

namespace FeedAggregator.Stories;

/// <summary>
/// The items of the last 72 hours by arrival, and which story each is in. A pure function of the rows admitted, in
/// their order. Not thread-safe: the store's single writer owns it.
/// </summary>
public sealed class StoryWindow
{
    /// <summary>Members of a story that are asked whether an item belongs there.</summary>
    private const int MaxAsked = 8;

    private const int MaxRelatedCandidates = 24;

    /// <summary>The score from which a member agrees; lower than for joining, which one member must grant.</summary>
    private const double Alike = 0.3;

    /// <summary>The score under which even the same address or the same words are an accident.</summary>
    private const double Plausible = 0.1;

    private readonly StoryModel _model;

    private readonly Dictionary<long, WindowItem> _items = [];
    private readonly Dictionary<long, WindowStory> _stories = [];
    private readonly Dictionary<ulong, List<WindowItem>> _byHash = [];
    private readonly PriorityQueue<WindowItem, DateTimeOffset> _byArrival = new();
    private readonly CandidateSearch _search = new();
    private readonly HashSet<(long Item, long Story)> _barred = [];
    private readonly float[] _weights = new float[StoryFingerprint.MaxShingles];
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private long _sequence;

    /// <summary>What the last placing compared.</summary>
    private (WindowItem? Item, List<(WindowItem Item, PairEvidence Evidence)> Others) _compared = (null, []);

    /// <summary>An empty window.</summary>
    public StoryWindow()
        : this(StoryModel.Current) { }

    /// <summary>An empty window with another threshold, to preview what it would do.</summary>
    /// <param name="joinAt">0..1: how sure the matcher must be.</param>
    public StoryWindow(double joinAt)
        : this(StoryModel.Current with { JoinAt = joinAt }) { }

    internal StoryWindow(StoryModel model) => _model = model;

    /// <summary>0..1: how sure the matcher must be to join an item to a story.</summary>
    public static double DefaultJoinAt => StoryModel.Current.JoinAt;

    /// <summary>How long an item takes part in matching, by arrival.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromHours(72);

    /// <summary>Items in the window.</summary>
    public int Count => _items.Count;

    /// <summary>Items looked at in all searches so far: what matching cost, counted.</summary>
    internal long Touches => _search.Touches;

    /// <summary>Finds the story of a new item and admits the item to it.</summary>
    public StoryMatch Place(long itemId, long feedId, StoryFingerprint fp, DateTimeOffset arrivedAt)
    {
        Advance(arrivedAt);
        var item = new WindowItem(itemId, feedId, fp, arrivedAt);
        var match = Match(item);
        Admit(itemId, match.StoryId, feedId, fp, arrivedAt);
        return match;
    }

    /// <summary>Takes in a row that has its story already. Admitting an item again is <see cref="Renew"/>.</summary>
    /// <param name="merged">An admin's merge put it into its story: what joins the story need not be like it.</param>
    public void Admit(long itemId, long storyId, long feedId, StoryFingerprint fp, DateTimeOffset arrivedAt, bool merged = false)
    {
        if (_items.ContainsKey(itemId))
        {
            Renew(itemId, storyId, fp, merged);
            return;
        }
        Advance(arrivedAt);
        Enter(new WindowItem(itemId, feedId, fp, arrivedAt) { Sequence = ++_sequence, Merged = merged }, storyId);
        _newest = arrivedAt > _newest ? arrivedAt : _newest;
    }

    /// <summary>
    /// Moves an item to another story (an admin's split or merge) or gives it another fingerprint (an edit); its place in the order and its
    /// arrival stay. What has left the window is not there to be renewed.
    /// </summary>
    public void Renew(long itemId, long storyId, StoryFingerprint fp, bool merged = false)
    {
        if (_items.TryGetValue(itemId, out var before))
        {
            Forget(itemId);
            Enter(new WindowItem(itemId, before.FeedId, fp, before.ArrivedAt) { Sequence = before.Sequence, Merged = merged }, storyId);
        }
    }

    private void Enter(WindowItem item, long storyId)
    {
        if (!_stories.TryGetValue(storyId, out var story))
        {
            _stories[storyId] = story = new WindowStory(storyId);
        }
        item.Story = story;
        Insert(story.Members, item);
        _items.Add(item.Id, item);
        _search.Add(item);
        _byArrival.Enqueue(item, item.ArrivedAt);
        Note(item.Fingerprint.UrlHash, item);
        Note(item.Fingerprint.ContentHash, item);
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

    /// <summary>Bars an item from a story for good: an admin split them. Holds when the item is placed again, as a preview does.</summary>
    public void Bar(long itemId, long storyId) => _barred.Add((itemId, storyId));

    /// <summary>Stories in the window that report on the same event as the item in other words, best first.</summary>
    /// <param name="itemId">An item in the window. For the one that was placed last, what its placing compared is not compared again.</param>
    /// <param name="limit">At most this many.</param>
    public IReadOnlyList<RelatedStory> Related(long itemId, int limit = 5)
    {
        if (!_items.TryGetValue(itemId, out var item))
        {
            return [];
        }
        return
        [
            .. Links(item)
                .Select(x => new RelatedStory(x.Item.Story.Id, LinkModel.Current.Score(x.Evidence)))
                .Where(x => x.Score >= LinkModel.ShowAt)
                .GroupBy(x => x.StoryId)
                .Select(x => x.MaxBy(y => y.Score)!)
                .OrderByDescending(x => x.Score)
                .ThenBy(x => x.StoryId)
                .Take(limit),
        ];
    }

    /// <summary>Items of other stories that a reader of this one may be shown, with what speaks for it.</summary>
    internal List<(WindowItem Item, LinkEvidence Evidence)> Links(WindowItem item)
    {
        var compared = ReferenceEquals(_compared.Item?.Fingerprint, item.Fingerprint) ? _compared.Others : Compare(item);
        return
        [
            .. compared
                .Where(x => x.Item.Story != item.Story && _items.GetValueOrDefault(x.Item.Id) == x.Item)
                .Select(x => (x.Item, Evidence: EventEvidence.Of(x.Evidence, item.Fingerprint, x.Item.Fingerprint, _search)))
                .Select(x => (x.Item, LinkEvidence.Of(x.Evidence, item.Fingerprint, x.Item.Fingerprint, _search))),
        ];
    }

    internal WindowItem? Find(long itemId) => _items.GetValueOrDefault(itemId);

    /// <summary>Items that may report on the same event, and how to compare any item with this one until the window changes.</summary>
    internal List<WindowItem> EventCandidates(WindowItem item, out Func<WindowItem, EventEvidence> compare)
    {
        var found = _search.Find(item.Fingerprint, _weights, MaxRelatedCandidates);
        var comparison = new PairComparison(item, _search, _weights);
        compare = other => EventEvidence.Of(comparison.With(other), item.Fingerprint, other.Fingerprint, _search);
        return found;
    }

    internal List<(WindowItem Item, PairEvidence Evidence)> Compare(WindowItem item) => Compare(item, out _);

    private List<(WindowItem Item, PairEvidence Evidence)> Compare(WindowItem item, out PairComparison comparison)
    {
        var found = _search.Find(item.Fingerprint, _weights);
        var compares = comparison = new PairComparison(item, _search, _weights);
        var compared = found.ConvertAll(x => (Item: x, Evidence: compares.With(x)));
        return compared.ConvertAll(x => (x.Item, x.Evidence with { Rivals = Rivals(x.Item, x.Evidence, compared) }));
    }

    /// <summary>Other stories nearly as near as this one: the sign of a template.</summary>
    private static int Rivals(WindowItem other, PairEvidence evidence, List<(WindowItem Item, PairEvidence Evidence)> compared)
    {
        var rivals = 0;
        var enough = 0.7 * evidence.Strength;
        var all = CollectionsMarshal.AsSpan(compared);
        for (var i = 0; i < all.Length; i++)
        {
            ref var rival = ref all[i];
            if (rival.Item.Story != other.Story && rival.Evidence.Strength >= enough && IsFirst(all[..i], rival.Item.Story, enough))
            {
                rivals++;
            }
        }
        return rivals;
    }

    private static bool IsFirst(ReadOnlySpan<(WindowItem Item, PairEvidence Evidence)> before, WindowStory story, double enough)
    {
        foreach (ref readonly var one in before)
        {
            if (one.Item.Story == story && one.Evidence.Strength >= enough)
            {
                return false;
            }
        }
        return true;
    }

    private StoryMatch Match(WindowItem item)
    {
        if (Exact(item) is { } exact)
        {
            return exact;
        }
        WindowItem? best = null;
        double bestScore = 0;
        PairEvidence? bestEvidence = null;
        var compared = Compare(item, out var comparison);
        _compared = (item, compared);
        foreach (var (other, evidence) in compared)
        {
            var score = _model.Score(evidence);
            if (score > bestScore && !evidence.IsStandingText && !IsBarred(item.Id, other.Story.Id))
            {
                (best, bestScore, bestEvidence) = (other, score, evidence);
            }
        }
        if (best is null)
        {
            return new StoryMatch(item.Id, MatchLayer.New, 0, null, Evidence.None);
        }
        if (bestScore < _model.JoinAt)
        {
            return new StoryMatch(item.Id, MatchLayer.New, bestScore, best.Id, Evidence.TooLittle(bestEvidence!.Value));
        }
        return HasSupport(comparison, best)
            ? new StoryMatch(best.Story.Id, MatchLayer.NearDuplicate, bestScore, best.Id, Evidence.Near(bestEvidence!.Value))
            : new StoryMatch(item.Id, MatchLayer.New, bestScore, best.Id, Evidence.Outlier(bestEvidence!.Value));
    }

    /// <summary>
    /// Whether at least half of the story would have the item: a chain of items, each like the one before and none like the first,
    /// would swallow story after story. Asked are members from the oldest to the newest, at even distances. Where an admin said that
    /// unlike items are one story, that is no longer an objection.
    /// </summary>
    private bool HasSupport(PairComparison comparison, WindowItem matched)
    {
        var members = matched.Story.Members;
        if (members.Exists(x => x.Merged))
        {
            return true;
        }
        var asked = Math.Min(members.Count, MaxAsked);
        var agreed = 0;
        for (var i = 0; i < asked; i++)
        {
            var member = asked == 1 ? matched : members[i * (members.Count - 1) / (asked - 1)];
            agreed += member == matched || _model.Score(comparison.With(member)) >= Alike ? 1 : 0;
        }
        return agreed * 2 >= asked;
    }

    /// <summary>The exact layers. They are asked before the model, and yield to it where feeds use one address or one text for many items.</summary>
    internal StoryMatch? Exact(WindowItem item)
    {
        if (SameHash(item, item.Fingerprint.UrlHash) is { } page && (page.FeedId != item.FeedId || IsPlausible(Look(item, page))))
        {
            return new StoryMatch(page.Story.Id, MatchLayer.CanonicalUrl, 1, page.Id, Evidence.SamePage);
        }
        if (
            SameHash(item, item.Fingerprint.ContentHash) is { } twin
            && Look(item, twin) is { IsStandingText: false } evidence
            && IsPlausible(evidence)
        )
        {
            return new StoryMatch(twin.Story.Id, MatchLayer.ContentHash, 1, twin.Id, Evidence.SameWords);
        }
        return null;
    }

    private bool IsPlausible(PairEvidence evidence) => _model.Score(evidence) >= Plausible;

    /// <summary>A comparison outside a search: no phrase counts less for being common.</summary>
    private PairEvidence Look(WindowItem item, WindowItem other)
    {
        Array.Fill(_weights, 1);
        return new PairComparison(item, _search, _weights).With(other);
    }

    /// <summary>An earlier item with the hash, unless several stories have it: then it names none of them.</summary>
    private WindowItem? SameHash(WindowItem item, ulong hash)
    {
        if (hash == 0 || !_byHash.TryGetValue(hash, out var items) || IsBarred(item.Id, items[0].Story.Id))
        {
            return null;
        }
        return items.Take(MaxAsked).All(x => x.Story == items[0].Story) ? items[0] : null;
    }

    private bool IsBarred(long itemId, long storyId) => _barred.Contains((itemId, storyId));

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
        Insert(items, item);
    }

    /// <summary>Keeps the order of admission; nearly always that is the end.</summary>
    private static void Insert(List<WindowItem> items, WindowItem item)
    {
        var at = items.Count;
        while (at > 0 && items[at - 1].Sequence > item.Sequence)
        {
            at--;
        }
        items.Insert(at, item);
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
