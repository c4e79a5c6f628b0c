namespace FeedAggregator.Storage.Packing;

internal enum ValueKind
{
    Number,
    Real,
    Text,
    Blob,
    Numbers,
    Texts,
}

/// <summary>One parameter of a statement. It knows its type even when it is null: PostgreSQL prepares by type.</summary>
internal readonly struct Value
{
    private readonly long _number;
    private readonly object? _object;

    private Value(ValueKind kind, long number, object? value)
    {
        (Kind, _number, _object) = (kind, number, value);
    }

    public static Value NoReal => new(ValueKind.Real, 0, null);

    public ValueKind Kind { get; }

    public bool IsNull => _object is null;

    /// <summary>Of a <see cref="ValueKind.Number"/> that is not null.</summary>
    public long Number => _number;

    /// <summary>Boxed; null for SQL's null.</summary>
    public object? Boxed => _object is Immediate ? _number : _object;

    public static implicit operator Value(long value) => new(ValueKind.Number, value, Immediate.Mark);

    public static implicit operator Value(bool value) => new(ValueKind.Number, value ? 1 : 0, Immediate.Mark);

    public static implicit operator Value(long? value) => value is { } number ? number : new Value(ValueKind.Number, 0, null);

    public static implicit operator Value(DateTimeOffset value) => value.ToUnixTimeMilliseconds();

    public static implicit operator Value(DateTimeOffset? value) => value?.ToUnixTimeMilliseconds();

    public static implicit operator Value(double value) => new(ValueKind.Real, 0, value);

    public static implicit operator Value(string? value) => new(ValueKind.Text, 0, value);

    public static implicit operator Value(byte[]? value) => new(ValueKind.Blob, 0, value);

    public static implicit operator Value(long[] values) => new(ValueKind.Numbers, 0, values);

    public static implicit operator Value(string[] values) => new(ValueKind.Texts, 0, values);

    private sealed class Immediate
    {
        public static readonly Immediate Mark = new();
    }
}
