namespace FeedAggregator.Parsing.Markup;

/// <summary>Finds what closes a construct, and remembers what is not there any more, so that a thousand unclosed ones cost one search.</summary>
internal sealed class ClosingMarks
{
    private readonly HashSet<string> _gone = [];

    public int Find(char[] buffer, int from, int length, string mark)
    {
        if (from >= length || (_gone.Count > 0 && _gone.Contains(mark)))
            return -1;
        var at = buffer.AsSpan(from, length - from).IndexOf(mark);
        if (at >= 0)
            return from + at;
        _gone.Add(mark);
        return -1;
    }
}
