using System.Runtime.InteropServices;

namespace FeedAggregator.Stories;

/// <summary>
/// Which items hold a key, newest last. Open addressing; a key with one item needs no list, the items of others lie side by side: in a large window each jump
/// is a miss in the cache. Removing an item leaves no trace, so that the index depends only on the items it holds.
/// </summary>
internal sealed class PostingIndex
{
    private readonly BlockPool _blocks = new();
    private Slot[] _slots = new Slot[1024];
    private int _keys;

    /// <summary>Keeps the compiler from leaving out the reads of <see cref="Warm"/>.</summary>
    private volatile uint _warmed;

    /// <summary>Keys held.</summary>
    internal int Count => _keys;

    /// <summary>Slots, and room for items of lists, allocated.</summary>
    internal int Capacity => _slots.Length + _blocks.Capacity;

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
            var first = slot.First;
            slot.First = _blocks.Take(BlockPool.Smallest);
            slot.Size = BlockPool.Smallest;
            _blocks.Items(slot.First, slot.Size)[0] = first;
        }
        else if (slot.Skipped + slot.Count == 1 << slot.Size)
        {
            MakeRoom(ref slot);
        }
        _blocks.Items(slot.First, slot.Size)[slot.Skipped + slot.Count] = item;
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
        var items = _blocks.Items(slot.First, slot.Size).Slice(slot.Skipped, slot.Count);
        // What was just added, or else what is oldest, goes: the ends are looked at first.
        var place = items[^1] == item ? items.Length - 1 : items.IndexOf(item);
        if (place < 0)
        {
            return;
        }
        if (place == 0)
        {
            slot.Skipped++;
        }
        else
        {
            items[(place + 1)..].CopyTo(items[place..]);
        }
        slot.Count--;
        Shrink(ref slot);
    }

    /// <summary>Copies the newest items that hold the key, newest first.</summary>
    internal int Newest(uint key, Span<int> items)
    {
        ref var slot = ref _slots[Find(key)];
        var count = Math.Min(slot.Count, items.Length);
        if (slot.Count == 1 && count == 1)
        {
            items[0] = slot.First;
        }
        else if (count > 0)
        {
            _blocks.Items(slot.First, slot.Size).Slice(slot.Skipped + slot.Count - count, count).CopyTo(items);
            items[..count].Reverse();
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

    /// <summary>Where half of a full block was left by items that are gone, the rest moves up; else the list gets a block of twice the size.</summary>
    private void MakeRoom(ref Slot slot)
    {
        Move(ref slot, slot.Skipped * 2 >= 1 << slot.Size ? slot.Size : (byte)(slot.Size + 1));
    }

    private void Shrink(ref Slot slot)
    {
        if (slot.Count == 1)
        {
            var last = _blocks.Items(slot.First, slot.Size)[slot.Skipped];
            _blocks.Return(slot.First, slot.Size);
            (slot.First, slot.Size, slot.Skipped) = (last, 0, 0);
        }
        else if (slot.Size > BlockPool.Smallest && slot.Count * 4 <= 1 << slot.Size)
        {
            Move(ref slot, (byte)(slot.Size - 1));
        }
    }

    private void Move(ref Slot slot, byte size)
    {
        if (size == slot.Size)
        {
            var items = _blocks.Items(slot.First, slot.Size);
            items.Slice(slot.Skipped, slot.Count).CopyTo(items);
            slot.Skipped = 0;
            return;
        }
        var block = _blocks.Take(size);
        _blocks.Items(slot.First, slot.Size).Slice(slot.Skipped, slot.Count).CopyTo(_blocks.Items(block, size));
        _blocks.Return(slot.First, slot.Size);
        (slot.First, slot.Size, slot.Skipped) = (block, size, 0);
    }

    /// <summary>First is the item itself while Count is 1, else the block of 2^Size places; the first Skipped of them are free again.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Slot
    {
        internal uint Key;
        internal int Count;
        internal int First;
        private uint _skippedAndSize;

        internal byte Size
        {
            readonly get => (byte)_skippedAndSize;
            set => _skippedAndSize = (_skippedAndSize & ~0xFFu) | value;
        }

        /// <summary>Below 2^24: a list of that length is a window no machine holds.</summary>
        internal int Skipped
        {
            readonly get => (int)(_skippedAndSize >> 8);
            set => _skippedAndSize = ((uint)value << 8) | (_skippedAndSize & 0xFF);
        }
    }
}

/// <summary>Blocks of 2^n places in one array; those returned are given out again.</summary>
internal sealed class BlockPool
{
    internal const byte Smallest = 1;
    private const int None = -1;

    private readonly int[] _free = [.. Enumerable.Repeat(None, 32)];
    private int[] _places = new int[1024];
    private int _used;

    internal int Capacity => _places.Length;

    internal Span<int> Items(int block, int size) => _places.AsSpan(block, 1 << size);

    internal int Take(int size)
    {
        var block = _free[size];
        if (block != None)
        {
            _free[size] = _places[block];
            return block;
        }
        var length = 1 << size;
        while (_used + length > _places.Length)
        {
            Array.Resize(ref _places, _places.Length * 2);
        }
        _used += length;
        return _used - length;
    }

    internal void Return(int block, int size)
    {
        _places[block] = _free[size];
        _free[size] = block;
    }
}
