using System.Runtime.InteropServices;

namespace FeedAggregator.Stories;

/// <summary>
/// Which items hold a key, newest last. Open addressing; a key with one item needs no list. Removing an item leaves no
/// trace, so that the index depends only on the items it holds.
/// </summary>
internal sealed class PostingIndex
{
    private const int Free = -1;

    private Slot[] _slots = new Slot[1024];
    private Node[] _nodes = new Node[256];
    private int _freeNode = Free;
    private int _usedNodes;
    private int _keys;

    /// <summary>Keeps the compiler from leaving out the reads of <see cref="Warm"/>.</summary>
    private volatile uint _warmed;

    /// <summary>Keys held.</summary>
    internal int Count => _keys;

    /// <summary>Slots and list nodes allocated.</summary>
    internal int Capacity => _slots.Length + _nodes.Length;

    /// <summary>How many items hold the key.</summary>
    internal int Frequency(uint key) => _slots[Find(key)].Count;

    /// <summary>
    /// Reads the keys' slots without waiting for one before asking for the next. In a large window each is a miss in the cache, and
    /// a miss costs less when it comes with others.
    /// </summary>
    internal void Warm(ReadOnlySpan<uint> keys)
    {
        var mask = (uint)_slots.Length - 1;
        uint sum = 0;
        foreach (var key in keys)
        {
            sum += _slots[TextUnits.Mix(key) & mask].Key;
        }
        _warmed = sum;
    }

    internal void Add(uint key, int item)
    {
        ref var slot = ref _slots[Find(key)];
        if (slot.Count == 0)
        {
            slot = new Slot
            {
                Key = key,
                Count = 1,
                First = item,
            };
            if (++_keys * 10 > _slots.Length * 7)
            {
                Grow();
            }
            return;
        }
        if (slot.Count == 1)
        {
            slot.First = slot.Last = NewNode(slot.First, Free);
        }
        var node = NewNode(item, slot.Last);
        _nodes[slot.Last].Next = node;
        slot.Last = node;
        slot.Count++;
    }

    internal void Remove(uint key, int item)
    {
        var at = Find(key);
        ref var slot = ref _slots[at];
        if (slot.Count <= 1)
        {
            if (slot.Count == 1 && slot.First == item)
            {
                RemoveSlot(at);
            }
            return;
        }
        var node = _nodes[slot.Last].Item == item ? slot.Last : slot.First;
        while (node != Free && _nodes[node].Item != item)
        {
            node = _nodes[node].Next;
        }
        if (node != Free)
        {
            Unlink(ref slot, node);
        }
    }

    /// <summary>Copies the newest items that hold the key, newest first.</summary>
    internal int Newest(uint key, Span<int> items)
    {
        ref var slot = ref _slots[Find(key)];
        if (slot.Count == 0 || items.Length == 0)
        {
            return 0;
        }
        if (slot.Count == 1)
        {
            items[0] = slot.First;
            return 1;
        }
        var count = 0;
        for (var node = slot.Last; node != Free && count < items.Length; node = _nodes[node].Previous)
        {
            items[count++] = _nodes[node].Item;
        }
        return count;
    }

    private int Find(uint key)
    {
        var mask = _slots.Length - 1;
        var at = (int)(TextUnits.Mix(key) & (uint)mask);
        while (_slots[at].Count != 0 && _slots[at].Key != key)
        {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        foreach (ref var slot in old.AsSpan())
        {
            if (slot.Count != 0)
            {
                _slots[Find(slot.Key)] = slot;
            }
        }
    }

    /// <summary>Moves later slots of the run back, so that no probe ever meets a hole (Knuth 6.4, algorithm R).</summary>
    private void RemoveSlot(int at)
    {
        var mask = _slots.Length - 1;
        var hole = at;
        for (var next = (at + 1) & mask; _slots[next].Count != 0; next = (next + 1) & mask)
        {
            var home = (int)(TextUnits.Mix(_slots[next].Key) & (uint)mask);
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                _slots[hole] = _slots[next];
                hole = next;
            }
        }
        _slots[hole] = default;
        _keys--;
    }

    private int NewNode(int item, int previous)
    {
        var node = _freeNode;
        if (node != Free)
        {
            _freeNode = _nodes[node].Next;
        }
        else
        {
            if (_usedNodes == _nodes.Length)
            {
                Array.Resize(ref _nodes, _nodes.Length * 2);
            }
            node = _usedNodes++;
        }
        _nodes[node] = new Node
        {
            Item = item,
            Previous = previous,
            Next = Free,
        };
        return node;
    }

    private void Unlink(ref Slot slot, int node)
    {
        var (previous, next) = (_nodes[node].Previous, _nodes[node].Next);
        if (previous != Free)
        {
            _nodes[previous].Next = next;
        }
        else
        {
            slot.First = next;
        }
        if (next != Free)
        {
            _nodes[next].Previous = previous;
        }
        else
        {
            slot.Last = previous;
        }
        FreeNode(node);
        if (--slot.Count == 1)
        {
            var last = slot.First;
            slot.First = _nodes[last].Item;
            FreeNode(last);
        }
    }

    private void FreeNode(int node)
    {
        _nodes[node].Next = _freeNode;
        _freeNode = node;
    }

    /// <summary>First is the item itself while Count is 1, else the oldest node.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        internal uint Key;
        internal int Count;
        internal int First;
        internal int Last;
    }

    private struct Node
    {
        internal int Item;
        internal int Previous;
        internal int Next;
    }
}
