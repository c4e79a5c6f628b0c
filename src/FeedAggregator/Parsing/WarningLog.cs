namespace FeedAggregator.Parsing;

/// <summary>Collects what was repaired, once for each kind of repair on a line, up to <see cref="ParseLimits.Warnings"/>.</summary>
internal sealed class WarningLog
{
    private readonly List<ParseWarning> _warnings = [];

    public IReadOnlyList<ParseWarning> Warnings => _warnings;

    public bool IsFull => _warnings.Count >= ParseLimits.Warnings;

    public void Add(int line, string message)
    {
        if (IsFull)
            return;
        if (_warnings.Count > 0 && _warnings[^1].Line == line && _warnings[^1].Message == message)
            return;
        _warnings.Add(new(line, message));
    }
}
