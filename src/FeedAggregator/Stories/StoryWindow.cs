using System.Runtime.InteropServices;

namespace FeedAggregator.Stories;

/// <summary>
/// The items of the last 72 hours by arrival, and which story each is in. A pure function of the rows admitted, in
/// their order. Not thread-safe: the store's single writer owns it.
/// </summary>
public sealed partial class StoryWindow
{
    /// <summary>Members of a story that are asked whether an item belongs there.</summary>
    private const int MaxAsked = 8;

    /// <summary>The score from which a member agrees; lower than for joining, which one member must grant.</summary>
    private const double Alike = 0.3;

    /// <summary>The score under which even the same address or the same words are an accident.</summary>
    private const double Plausible = 0.1;

    private readonly StoryModel _model;

    private readonly Dictionary<long, WindowItem> _items = [];
    private readonly Dictionary<long, WindowStory> _stories = [];
    private readonly HashIndex _byHash = new();
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
        HashIndex.Insert(story.Members, item);
        _items.Add(item.Id, item);
        _search.Add(item);
        _byArrival.Enqueue(item, item.ArrivedAt);
        _byHash.Note(item.Fingerprint.UrlHash, item);
        _byHash.Note(item.Fingerprint.ContentHash, item);
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
        _byHash.Drop(item.Fingerprint.UrlHash, item);
        _byHash.Drop(item.Fingerprint.ContentHash, item);
    }

    /// <summary>Bars an item from a story for good: an admin split them. Holds when the item is placed again, as a preview does.</summary>
    public void Bar(long itemId, long storyId) => _barred.Add((itemId, storyId));

    internal WindowItem? Find(long itemId) => _items.GetValueOrDefault(itemId);

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
            if (score > bestScore && !evidence.IsStandingText && !evidence.IsNextOfTemplate && !IsBarred(item.Id, other.Story.Id))
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
            if (member == matched)
            {
                agreed++;
                continue;
            }
            var evidence = comparison.With(member);
            if (evidence.IsNextOfTemplate)
            {
                return false;
            }
            agreed += _model.Score(evidence) >= Alike ? 1 : 0;
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
        var items = _byHash.Of(hash);
        if (items.Count == 0 || IsBarred(item.Id, items[0].Story.Id))
        {
            return null;
        }
        return items.Take(MaxAsked).All(x => x.Story == items[0].Story) ? items[0] : null;
    }

    private bool IsBarred(long itemId, long storyId) => _barred.Contains((itemId, storyId));

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
