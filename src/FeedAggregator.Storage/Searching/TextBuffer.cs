using System.Buffers;

namespace FeedAggregator.Storage.Searching;

/// <summary>Text that grows in a rented array, so that a poll's items leave little garbage. Dispose gives the array back.</summary>
internal sealed class TextBuffer(int capacity) : IDisposable
{
    private char[] _chars = ArrayPool<char>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<char> Text => _chars.AsSpan(0, Length);

    /// <summary>Room for so many more; what is used of it must be added to the length by <see cref="Advance"/>.</summary>
    public Span<char> Free(int length)
    {
        if (_chars.Length - Length < length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(_chars.Length * 2, Length + length));
            Text.CopyTo(larger);
            ArrayPool<char>.Shared.Return(_chars);
            _chars = larger;
        }
        return _chars.AsSpan(Length);
    }

    public void Advance(int length) => Length += length;

    public void CutTo(int length) => Length = length;

    public void Append(char one)
    {
        Free(1)[0] = one;
        Length++;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Free(text.Length));
        Length += text.Length;
    }

    public void Dispose() => ArrayPool<char>.Shared.Return(_chars);
}
