namespace FeedAggregator.Stories;

/// <summary>An item while it is in the window.</summary>
internal sealed class WindowItem(long id, long feedId, StoryFingerprint fingerprint, DateTimeOffset arrivedAt)
{
    internal long Id { get; } = id;

    internal long FeedId { get; } = feedId;

    internal StoryFingerprint Fingerprint { get; } = fingerprint;

    internal DateTimeOffset ArrivedAt { get; } = arrivedAt;

    internal ShingleTotals Totals { get; } = ShingleTotals.Of(fingerprint);

    internal WindowStory Story { get; set; } = null!;

    /// <summary>An admin's merge put it into its story.</summary>
    internal bool Merged { get; init; }

    /// <summary>Its place in the window's tables while it is there.</summary>
    internal int Slot { get; set; }

    /// <summary>Rises with admission: breaks ties the same way after a rebuild.</summary>
    internal long Sequence { get; set; }
}

/// <summary>A story with its items that are still in the window.</summary>
internal sealed class WindowStory(long id)
{
    internal long Id { get; } = id;

    /// <summary>In the order of admission.</summary>
    internal List<WindowItem> Members { get; } = [];

    /// <summary>Its number in the search while members are there, for tables.</summary>
    internal int Index { get; set; }

    /// <summary>Members that are in the search.</summary>
    internal int Searched { get; set; }
}

/// <summary>How many shingles of each kind a fingerprint holds.</summary>
internal readonly record struct ShingleTotals(int Head, int Lead, int Sampled)
{
    internal static ShingleTotals Of(StoryFingerprint fingerprint)
    {
        var (head, lead, sampled) = (0, 0, 0);
        foreach (var shingle in fingerprint.Shingles)
        {
            head += (shingle & ShingleBits.Head) != 0 ? 1 : 0;
            lead += (shingle & ShingleBits.Lead) != 0 ? 1 : 0;
            sampled += (shingle & ShingleBits.SampleMask) == 0 ? 1 : 0;
        }
        return new ShingleTotals(head, lead, sampled);
    }
}
