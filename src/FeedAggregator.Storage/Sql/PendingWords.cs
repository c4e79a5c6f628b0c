namespace FeedAggregator.Storage.Sql;

/// <summary>
/// Search words wait for the end of the transaction. At every savepoint FTS5 writes out what it has gathered, so words written by each piece of work became
/// a segment of the index each, dozens to a commit, and merging them cost more than all the rest.
/// </summary>
internal sealed class PendingWords
{
    private readonly List<Change> _changes = [];

    public int Count => _changes.Count;

    public void Add(long item, string words) => _changes.Add(new Change(item, words, Replaces: false));

    /// <param name="words">Null where the index holds no words any more.</param>
    public void Replace(long item, string? words) => _changes.Add(new Change(item, words, Replaces: true));

    /// <summary>The item is purged, its words with it: what waits for it is not to be written.</summary>
    public void Drop(long item) => _changes.Add(new Change(item, null, Replaces: false));

    /// <summary>What came after the first <paramref name="count"/> changes was rolled back.</summary>
    public void Return(int count) => _changes.RemoveRange(count, _changes.Count - count);

    public void Write(Session session)
    {
        var last = new Dictionary<long, Change>(_changes.Count);
        foreach (var change in _changes)
            last[change.Item] = change with { Replaces = change.Replaces || last.GetValueOrDefault(change.Item).Replaces };
        session.RunEach(
            session.Dialect.DeleteWords,
            [.. last.Values.Where(change => change.Replaces).Select(change => new Value[] { change.Item })]
        );
        session.RunEach(
            session.Dialect.InsertWords,
            [.. last.Values.Where(change => change.Words is not null).Select(change => new Value[] { change.Item, change.Words })]
        );
    }

    private readonly record struct Change(long Item, string? Words, bool Replaces);
}
