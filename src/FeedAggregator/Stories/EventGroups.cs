namespace FeedAggregator.Stories;

/// <summary>
/// Groups the items of a window by event as they come: an item goes to the event whose members, on average, it has most in
/// common with. The average keeps one odd member from tying two events together. Made for one stream: it remembers every item's event.
/// </summary>
public sealed class EventGroups
{
    /// <summary>Newest members of an event that are compared.</summary>
    private const int MaxAsked = 12;

    private readonly StoryWindow _window;
    private readonly EventModel _model;
    private readonly Dictionary<long, long> _eventOf = [];
    private readonly Dictionary<long, List<WindowItem>> _members = [];

    /// <param name="window">Where the items are.</param>
    public EventGroups(StoryWindow window)
        : this(window, EventModel.Current) { }

    internal EventGroups(StoryWindow window, EventModel model) => (_window, _model) = (window, model);

    /// <summary>The event of an item that was just placed in the window: the id of the item the event began with.</summary>
    /// <exception cref="ArgumentException">The item is not in the window.</exception>
    public long Place(long itemId)
    {
        var item = _window.Find(itemId) ?? throw new ArgumentException("The item is not in the window.", nameof(itemId));
        var joined = OfItsStory(item) ?? Best(item) ?? itemId;
        _eventOf[itemId] = joined;
        if (!_members.TryGetValue(joined, out var members))
        {
            _members[joined] = members = [];
        }
        members.Add(item);
        if (members.Count > MaxAsked)
        {
            members.RemoveAt(0);
        }
        return joined;
    }

    private long? OfItsStory(WindowItem item) =>
        item.Story.Id != item.Id && _eventOf.TryGetValue(item.Story.Id, out var joined) ? joined : null;

    private long? Best(WindowItem item)
    {
        long? best = null;
        var bestScore = EventModel.Logit(_model.RelateAt);
        var found = _window.EventCandidates(item, out var compare);
        foreach (var candidate in found.Where(x => _eventOf.ContainsKey(x.Id)).Select(x => _eventOf[x.Id]).Distinct())
        {
            var score = _members[candidate].Average(x => _model.LogOdds(compare(x)));
            if (score >= bestScore)
            {
                (best, bestScore) = (candidate, score);
            }
        }
        return best;
    }
}
