namespace FeedAggregator.Stories;

/// <summary>Which items of the window have an address or a text, by its hash, in the order of admission. 0 is no hash.</summary>
internal sealed class HashIndex
{
    private readonly Dictionary<ulong, List<WindowItem>> _items = [];

    public IReadOnlyList<WindowItem> Of(ulong hash) => hash != 0 && _items.TryGetValue(hash, out var items) ? items : [];

    public void Note(ulong hash, WindowItem item)
    {
        if (hash == 0)
        {
            return;
        }
        if (!_items.TryGetValue(hash, out var items))
        {
            _items[hash] = items = [];
        }
        Insert(items, item);
    }

    public void Drop(ulong hash, WindowItem item)
    {
        if (hash != 0 && _items.TryGetValue(hash, out var items) && items.Remove(item) && items.Count == 0)
        {
            _items.Remove(hash);
        }
    }

    /// <summary>Keeps the order of admission; nearly always that is the end.</summary>
    public static void Insert(List<WindowItem> items, WindowItem item)
    {
        var at = items.Count;
        while (at > 0 && items[at - 1].Sequence > item.Sequence)
        {
            at--;
        }
        items.Insert(at, item);
    }
}
