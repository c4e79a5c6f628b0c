namespace FeedAggregator.Parsing.Formats;

/// <summary>How much a source is worth when a thing is said twice.</summary>
internal enum Rank
{
    /// <summary>The format's own element.</summary>
    Own,

    /// <summary>Another element of the format that implies the value.</summary>
    Implied,
    Extension,

    /// <summary>Only when nothing else says it.</summary>
    LastResort,
}

/// <summary>One value out of several offers: the best rank wins, and of equals the first.</summary>
internal struct Pick<T>
    where T : class
{
    private Rank _rank;

    public T? Value { get; private set; }

    public readonly bool IsOwn => Value is not null && _rank == Rank.Own;

    public void Offer(T? value, Rank rank)
    {
        if (value is null || (Value is not null && rank >= _rank))
            return;
        Value = value;
        _rank = rank;
    }
}

/// <summary>As <see cref="Pick{T}"/>, for value types.</summary>
internal struct PickValue<T>
    where T : struct
{
    private Rank _rank;

    public T? Value { get; private set; }

    public void Offer(T? value, Rank rank)
    {
        if (value is null || (Value is not null && rank >= _rank))
            return;
        Value = value;
        _rank = rank;
    }
}

/// <summary>As <see cref="Pick{T}"/>, for dates: of equals the last, since a publisher who says when twice has changed his mind.</summary>
internal struct PickDate
{
    private Rank _rank;

    public DateTimeOffset? Value { get; private set; }

    public void Offer(DateTimeOffset? value, Rank rank)
    {
        if (value is null || (Value is not null && rank > _rank))
            return;
        Value = value;
        _rank = rank;
    }
}

/// <summary>As <see cref="Pick{T}"/>, for lists: those of the best rank, in document order.</summary>
internal struct PickList<T>
{
    private Rank _rank;
    private List<T>? _values;

    public readonly IReadOnlyList<T> Values => _values is null ? [] : _values;

    public void Offer(T? value, Rank rank)
    {
        if (value is null || (_values is not null && rank > _rank))
            return;
        if (_values is null || rank < _rank)
            _values = [];
        _values.Add(value);
        _rank = rank;
    }
}
