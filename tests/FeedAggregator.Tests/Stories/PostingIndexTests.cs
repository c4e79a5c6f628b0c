using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public class PostingIndexTests
{
    [Fact]
    public void Items_come_back_newest_first()
    {
        var index = new PostingIndex();
        foreach (var item in new[] { 3, 1, 2 })
        {
            index.Add(7, item);
        }
        var found = new int[8];

        var count = index.Newest(7, found);

        Assert.Equal([2, 1, 3], found[..count]);
        Assert.Equal(3, index.Frequency(7));
    }

    [Fact]
    public void No_more_items_come_back_than_there_is_room_for()
    {
        var index = new PostingIndex();
        for (var item = 0; item < 100; item++)
        {
            index.Add(7, item);
        }
        var found = new int[2];

        Assert.Equal(2, index.Newest(7, found));
        Assert.Equal([99, 98], found);
    }

    [Fact]
    public void Removing_what_is_not_there_changes_nothing()
    {
        var index = new PostingIndex();
        index.Add(7, 1);

        index.Remove(7, 2);
        index.Remove(8, 1);

        Assert.Equal(1, index.Frequency(7));
        Assert.Equal(1, index.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_holds_what_a_dictionary_of_lists_would_hold(int seed)
    {
        var random = new Random(seed);
        var index = new PostingIndex();
        var model = new Dictionary<uint, List<int>>();

        for (var step = 0; step < 20_000; step++)
        {
            var key = (uint)random.Next(3_000) * 4;
            var items = model.TryGetValue(key, out var held) ? held : model[key] = [];
            if (items.Count > 0 && random.Next(3) == 0)
            {
                var item = items[random.Next(items.Count)];
                items.Remove(item);
                index.Remove(key, item);
            }
            else
            {
                items.Add(step);
                index.Add(key, step);
            }
        }

        var found = new int[1_000];
        Assert.Equal(model.Count(x => x.Value.Count > 0), index.Count);
        Assert.All(model, x => Assert.Equal(Enumerable.Reverse(x.Value), found[..index.Newest(x.Key, found)]));
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 3_000)]
    public void Long_lists_lose_their_oldest_and_keep_their_order(int seed, int window)
    {
        var random = new Random(seed);
        var index = new PostingIndex();
        var model = new Queue<int>[3]
            .Select(_ => new Queue<int>())
            .ToArray();

        for (var step = 0; step < 30_000; step++)
        {
            var key = random.Next(3);
            index.Add((uint)key, step);
            model[key].Enqueue(step);
            while (model[key].Count > window || (model[key].Count > 0 && random.Next(4) == 0))
            {
                index.Remove((uint)key, model[key].Dequeue());
            }
        }

        var found = new int[4_000];
        Assert.All(model.Index(), x => Assert.Equal(x.Item.Reverse(), found[..index.Newest((uint)x.Index, found)]));
        Assert.True(index.Capacity <= 70_000, $"{index.Capacity} places for {model.Sum(x => x.Count)} items");
    }

    [Fact]
    public void Room_of_removed_items_is_used_again()
    {
        var index = new PostingIndex();
        for (var round = 0; round < 1_000; round++)
        {
            for (uint key = 0; key < 20; key++)
            {
                index.Add(key, round);
                index.Add(key, round + 1);
            }
            for (uint key = 0; key < 20; key++)
            {
                index.Remove(key, round + 1);
                index.Remove(key, round);
            }
        }

        Assert.Equal(0, index.Count);
        Assert.True(index.Capacity <= 2_048, "slots and nodes");
    }
}
