namespace FeedAggregator.Stories;

/// <summary>
/// The window's inverted index, and the search for items worth comparing. Work per search is bounded: rare keys are
/// followed first, keys with more than <see cref="MaxPostings"/> items not at all, and never more than <see cref="MaxTouches"/> items.
/// </summary>
internal sealed class CandidateSearch
{
    internal const int MaxPostings = 400;
    internal const int MaxTouches = 300;
    internal const int MaxCandidates = 8;

    private static readonly double[] Logs = [.. Enumerable.Range(0, 4096).Select(x => Math.Log(x))];

    private readonly PostingIndex _index = new();
    private readonly List<WindowItem?> _items = [];
    private readonly Stack<int> _freeSlots = new();
    private readonly List<int> _touched = [];
    private readonly int[] _postings = new int[MaxPostings];
    private readonly ulong[] _order = new ulong[StoryFingerprint.MaxShingles + StoryFingerprint.MaxTerms];
    private readonly uint[] _keys = new uint[StoryFingerprint.MaxShingles + StoryFingerprint.MaxTerms];
    private readonly int[] _shingleOf = new int[StoryFingerprint.MaxShingles + StoryFingerprint.MaxTerms];
    private readonly int[] _marks = new int[ushort.MaxValue + 1];
    private readonly Stack<int> _freeStories = new();

    /// <summary>For each item its score in this search and its story: side by side, and small enough for the cache where the items are not.</summary>
    private Touched[] _states = [];

    /// <summary>The last key for which each story was counted.</summary>
    private long[] _counted = [];
    private int _stories;
    private int _logged = -1;
    private double _logOfCount;
    private long _stamp;

    /// <summary>Items in the index.</summary>
    internal int Count => _items.Count - _freeSlots.Count;

    /// <summary>Items looked at since the beginning: what a search costs, counted.</summary>
    internal long Touches { get; private set; }

    internal void Add(WindowItem item)
    {
        item.Slot = _freeSlots.Count > 0 ? _freeSlots.Pop() : _items.Count;
        if (item.Slot == _items.Count)
        {
            _items.Add(item);
        }
        _items[item.Slot] = item;
        if (_states.Length < _items.Count)
        {
            Array.Resize(ref _states, Math.Max(1024, _items.Count * 2));
        }
        _states[item.Slot] = new Touched { Story = IndexOf(item.Story) };
        foreach (var shingle in item.Fingerprint.Shingles)
        {
            if (IsIndexed(shingle))
            {
                _index.Add(KeyOfShingle(shingle), item.Slot);
            }
        }
        foreach (var term in item.Fingerprint.Terms)
        {
            _index.Add(KeyOfTerm(term), item.Slot);
        }
        foreach (var mark in item.Fingerprint.Marks)
        {
            _marks[mark]++;
        }
    }

    internal void Remove(WindowItem item)
    {
        foreach (var shingle in item.Fingerprint.Shingles)
        {
            if (IsIndexed(shingle))
            {
                _index.Remove(KeyOfShingle(shingle), item.Slot);
            }
        }
        foreach (var term in item.Fingerprint.Terms)
        {
            _index.Remove(KeyOfTerm(term), item.Slot);
        }
        foreach (var mark in item.Fingerprint.Marks)
        {
            _marks[mark]--;
        }
        _items[item.Slot] = null;
        _freeSlots.Push(item.Slot);
        if (--item.Story.Searched == 0)
        {
            _freeStories.Push(item.Story.Index);
        }
    }

    private int IndexOf(WindowStory story)
    {
        if (story.Searched++ == 0)
        {
            story.Index = _freeStories.Count > 0 ? _freeStories.Pop() : _stories++;
            if (_counted.Length < _stories)
            {
                Array.Resize(ref _counted, Math.Max(1024, _stories * 2));
            }
        }
        return story.Index;
    }

    /// <summary>
    /// How rare a term is in the window, in nats: by its mark, whose table stays in the processor's cache however large the window grows.
    /// </summary>
    internal double Rarity(uint term) => RarityOfMark(FingerprintBuilder.Mark(term));

    /// <summary>How rare a mark is in the window, in nats.</summary>
    internal double RarityOfMark(ushort mark) => LogOfCount() - LogOf(_marks[mark] + 1);

    private double LogOfCount()
    {
        if (_logged != Count)
        {
            (_logged, _logOfCount) = (Count, Math.Log(Count + 2));
        }
        return _logOfCount;
    }

    /// <summary>Of whole numbers; asked hundreds of times for each pair of items.</summary>
    private static double LogOf(int number) => number < Logs.Length ? Logs[number] : Math.Log(number);

    /// <summary>The items that share most with the fingerprint, best first.</summary>
    /// <param name="fingerprint">What to look for.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="weights">Filled: for each shingle 1 when few stories have it, towards 0 when many do.</param>
    internal List<WindowItem> Find(StoryFingerprint fingerprint, Span<float> weights, int limit = MaxCandidates)
    {
        var count = CollectKeys(fingerprint, weights);
        var budget = MaxTouches;
        for (var i = 0; i < count; i++)
        {
            var frequency = (int)(_order[i] >> 32);
            if (frequency > MaxPostings || frequency > budget)
            {
                break;
            }
            budget -= frequency;
            var stories = Follow((uint)_order[i], frequency);
            if (_shingleOf[i] >= 0)
            {
                weights[_shingleOf[i]] = Weight(stories);
            }
        }
        return Best(limit);
    }

    /// <summary>1 up to two stories, then falling: a sentence that many stories have says little about any of them.</summary>
    private static float Weight(int stories) => stories <= 2 ? 1 : 2f / stories;

    /// <summary>The fingerprint's keys that others have too, rarest first.</summary>
    private int CollectKeys(StoryFingerprint fingerprint, Span<float> weights)
    {
        WarmUp(fingerprint);
        var count = 0;
        for (var i = 0; i < fingerprint.Shingles.Length; i++)
        {
            weights[i] = 1;
            if (IsIndexed(fingerprint.Shingles[i]))
            {
                var frequency = Collect(KeyOfShingle(fingerprint.Shingles[i]), i, ref count);
                weights[i] = frequency > 0 ? Weight(frequency) : 1;
            }
        }
        foreach (var term in fingerprint.Terms)
        {
            Collect(KeyOfTerm(term), -1, ref count);
        }
        _order.AsSpan(0, count).Sort(_shingleOf.AsSpan(0, count));
        return count;
    }

    private void WarmUp(StoryFingerprint fingerprint)
    {
        var count = 0;
        foreach (var shingle in fingerprint.Shingles)
        {
            _keys[count] = KeyOfShingle(shingle);
            count += IsIndexed(shingle) ? 1 : 0;
        }
        foreach (var term in fingerprint.Terms)
        {
            _keys[count++] = KeyOfTerm(term);
        }
        _index.Warm(_keys.AsSpan(0, count));
    }

    private int Collect(uint key, int shingle, ref int count)
    {
        var frequency = _index.Frequency(key);
        if (frequency > 0)
        {
            (_order[count], _shingleOf[count]) = (((ulong)frequency << 32) | key, shingle);
            count++;
        }
        return frequency;
    }

    /// <summary>Adds to the scores of the items that hold a key.</summary>
    /// <returns>How many stories they are of; where that makes no difference, how many they are.</returns>
    private int Follow(uint key, int frequency)
    {
        var weight = (float)Math.Log((Count + 2.0) / (frequency + 0.5));
        var count = _index.Newest(key, _postings);
        var stories = 0;
        _stamp++;
        foreach (var slot in _postings.AsSpan(0, count))
        {
            ref var state = ref _states[slot];
            if (state.Score == 0)
            {
                _touched.Add(slot);
            }
            state.Score += weight;
            if (count > 2 && _counted[state.Story] != _stamp)
            {
                _counted[state.Story] = _stamp;
                stories++;
            }
        }
        Touches += count;
        return count > 2 ? stories : count;
    }

    /// <summary>The best of the touched items, by score, then by age. Clears the scores.</summary>
    private List<WindowItem> Best(int limit)
    {
        var best = new List<(float Score, WindowItem Item)>(limit + 1);
        foreach (var slot in _touched)
        {
            var score = _states[slot].Score;
            _states[slot].Score = 0;
            if (best.Count == limit && score < best[^1].Score)
            {
                continue;
            }
            var item = _items[slot]!;
            var at = best.Count;
            while (at > 0 && (best[at - 1].Score < score || (best[at - 1].Score == score && best[at - 1].Item.Sequence > item.Sequence)))
            {
                at--;
            }
            best.Insert(at, (score, item));
            if (best.Count > limit)
            {
                best.RemoveAt(limit);
            }
        }
        _touched.Clear();
        return best.ConvertAll(x => x.Item);
    }

    private struct Touched
    {
        internal float Score;
        internal int Story;
    }

    internal static bool IsIndexed(uint shingle) => (shingle & ShingleBits.Lead) != 0 || (shingle & ShingleBits.SampleMask) == 0;

    private static uint KeyOfShingle(uint shingle) => shingle & ~ShingleBits.Flags;

    private static uint KeyOfTerm(uint term) => (term & ~(uint)TermKinds.All) | 1;
}
