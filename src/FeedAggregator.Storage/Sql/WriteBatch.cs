namespace FeedAggregator.Storage.Sql;

/// <summary>One transaction of the writer: gives out item ids, places items, counts changes, and writes the tally once at the end.</summary>
internal sealed class WriteBatch
{
    private const string SelectTally = "select last_item, renewals from tally where id = 1";
    private const string CountChanges = "update tally set changes = changes + $1, changed_at = $2 where id = 1";
    private const string CountItems =
        "update tally set changes = changes + $1, changed_at = $2, last_item = $3, renewals = $4 where id = 1";

    private readonly StoryWindow _window;
    private readonly List<long> _placed = [];
    private readonly bool _places;
    private Tally _before;
    private Tally _tally;
    private bool _caughtUp;
    private long _changes;
    private DateTimeOffset _changedAt = DateTimeOffset.MinValue;

    private WriteBatch(Session session, StoryWindow window, bool places)
    {
        (Session, _window, _places) = (session, window, places);
    }

    public Session Session { get; }
    public PendingWords Words { get; } = new();

    public static WriteBatch Begin(Session session, StoryWindow window, bool places)
    {
        session.Run(session.Dialect.BeginWrite);
        var batch = new WriteBatch(session, window, places);
        if (!places)
            return batch;
        if (session.Dialect.LockPlacement is { } lockPlacement)
            session.Run(lockPlacement);
        batch._before = batch._tally = ReadTally(session);
        return batch;
    }

    public static Tally ReadTally(Session session) =>
        session.First(SelectTally, row => new Tally(row.GetInt64(0), row.GetInt64(1), IsThere: true)) is { IsThere: true } tally
            ? tally
            : throw StoreDamage.Of("the table 'tally' is empty");

    /// <summary>Greater than every id before it, in this and all earlier runs; one that is rolled back is not seen by anybody.</summary>
    public long NextItemId()
    {
        _tally = _tally with { LastItem = _tally.LastItem + 1 };
        return _tally.LastItem;
    }

    /// <summary>With which a fingerprint's row is marked when it, or its item's story, has changed: the window takes note before it places the next item.</summary>
    public long NextRenewal()
    {
        _tally = _tally with { Renewals = _tally.Renewals + 1 };
        return _tally.Renewals;
    }

    public StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt)
    {
        if (!_caughtUp)
            _window.CatchUp(Session, _before);
        _caughtUp = true;
        // Noted before the call: a placer that throws half way may have taken note of it.
        _placed.Add(itemId);
        return _window.Place(itemId, feedKey, fingerprint, seenAt);
    }

    public void Changed(int changes, DateTimeOffset at)
    {
        _changes += changes;
        _changedAt = at > _changedAt ? at : _changedAt;
    }

    public void Commit()
    {
        Words.Write(Session);
        var stored = _places && _changes > 0;
        if (stored)
            Session.Run(CountItems, _changes, _changedAt, _tally.LastItem, _tally.Renewals);
        else if (_changes > 0)
            Session.Run(CountChanges, _changes, _changedAt);
        Session.Run("commit");
        if (stored && _caughtUp)
            _window.Committed(_tally.LastItem);
    }

    public Savepoint Mark() => new(_placed.Count, Words.Count, _changes, _changedAt);

    /// <summary>Takes back what was counted since; the ids stay used.</summary>
    public void Return(Savepoint mark)
    {
        _window.Forget(_placed[mark.Placed..]);
        _placed.RemoveRange(mark.Placed, _placed.Count - mark.Placed);
        Words.Return(mark.Words);
        (_changes, _changedAt) = (mark.Changes, mark.ChangedAt);
    }

    /// <summary>The transaction failed: nothing of it ever was.</summary>
    public void Forget() => _window.Forget(_placed);

    internal readonly record struct Savepoint(int Placed, int Words, long Changes, DateTimeOffset ChangedAt);
}

/// <param name="LastItem">The last item id given out.</param>
/// <param name="Renewals">How often a fingerprint or a story of an item that was there has changed.</param>
internal readonly record struct Tally(long LastItem, long Renewals, bool IsThere);
