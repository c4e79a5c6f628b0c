namespace FeedAggregator.Parsing.Markup;

/// <summary>Positions to line numbers, counting on from the last answer: only repairs pay for it.</summary>
internal sealed class LineCounter(char[] buffer)
{
    private int _position;
    private int _line = 1;

    public int LineOf(int position)
    {
        // Warnings come in document order but for a few lines' difference; those are not worth a second count.
        if (position > _position)
        {
            _line += buffer.AsSpan(_position, position - _position).Count('\n');
            _position = position;
        }
        return _line;
    }
}
