using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FeedAggregator.Stories;

/// <summary>Decides by which keys an entry is known again inside its feed. Pure.</summary>
public static class ItemIdentity
{
    /// <summary>Texts of fewer units recur ("No new alerts."): their key holds the date as well.</summary>
    private const int MinTellingUnits = 8;

    private const int MaxTellingUnits = 4_000;

    /// <summary>A layer's number and a line feed.</summary>
    private const int LayerChars = 4;

    /// <summary>The layer, two chars a unit of title and text, a line feed, a date.</summary>
    private const int MaxContentChars = LayerChars + (2 * 2 * MaxTellingUnits) + 32;

    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create([
        .. Enumerable.Range(0, char.MaxValue).Select(x => (char)x).Where(char.IsWhiteSpace),
    ]);

    /// <summary>Makes the keys of one entry: guid, then canonical URL, then content. Whether a key tells entries apart is for the caller to see: feeds link many entries to one page.</summary>
    /// <param name="guid">The entry's own id, as the publisher gave it.</param>
    /// <param name="guidIsTrusted">False for feeds whose ids churn (see <see cref="GuidReliability"/>): the guid then makes no key.</param>
    /// <param name="link">The entry's address.</param>
    /// <param name="title">Plain text.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="published">When the publisher dates the entry.</param>
    public static IdentityKeys Of(string? guid, bool guidIsTrusted, string? link, string? title, string? text, DateTimeOffset? published)
    {
        var (name, words) = (TextUnits.Normalise(title ?? ""), TextUnits.Normalise(text ?? ""));
        var keys = new List<IdentityKey>(3);
        if (guidIsTrusted && !string.IsNullOrWhiteSpace(guid))
        {
            keys.Add(Key(IdentityLayer.Guid, guid.AsSpan().Trim()));
        }
        if (PageOf(link) is { } page)
        {
            keys.Add(Key(IdentityLayer.CanonicalUrl, page));
        }
        keys.Add(ContentKey(name, words, published));
        return new IdentityKeys(keys[0], keys[1..], ContentHash(name, words));
    }

    private static string? PageOf(string? link) =>
        link is not null && CanonicalUrl.Of(link) is { } url && CanonicalUrl.NamesAPage(url) ? url : null;

    /// <summary>Words only: a template's change of markup or of quotes does not make an old entry new.</summary>
    private static IdentityKey ContentKey(string title, string text, DateTimeOffset? published)
    {
        var content = ArrayPool<char>.Shared.Rent(MaxContentChars);
        var units = ArrayPool<TextUnit>.Shared.Rent(MaxTellingUnits);
        var length = Layer(content, IdentityLayer.Content);
        var count = Append(content, ref length, title, units);
        content[length++] = '\n';
        count += Append(content, ref length, text, units);
        if (count < MinTellingUnits && published is { } date)
        {
            content[length++] = '\n';
            date.ToUnixTimeSeconds().TryFormat(content.AsSpan(length), out var digits, default, CultureInfo.InvariantCulture);
            length += digits;
        }
        var key = new IdentityKey(IdentityLayer.Content, Hash(content.AsSpan(0, length)));
        ArrayPool<TextUnit>.Shared.Return(units);
        ArrayPool<char>.Shared.Return(content);
        return key;
    }

    private static int Append(char[] content, ref int length, string text, TextUnit[] units)
    {
        var count = TextUnits.Read(text, units.AsSpan(0, MaxTellingUnits));
        foreach (var unit in units.AsSpan(0, count))
        {
            content[length++] = (char)(unit.Hash >> 16);
            content[length++] = (char)unit.Hash;
        }
        return count;
    }

    /// <summary>NFKC with single spaces: what a reader would call the same text.</summary>
    private static UInt128 ContentHash(string title, string text)
    {
        var content = ArrayPool<char>.Shared.Rent(title.Length + text.Length + 1);
        var length = Even(title, content);
        content[length++] = '\n';
        length += Even(text, content.AsSpan(length));
        var hash = Hash(content.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(content);
        return hash;
    }

    /// <summary>The words with one space between.</summary>
    /// <returns>How much was written.</returns>
    private static int Even(ReadOnlySpan<char> text, Span<char> target)
    {
        var length = 0;
        while (true)
        {
            var start = text.IndexOfAnyExcept(WhiteSpace);
            if (start < 0)
            {
                return length;
            }
            text = text[start..];
            var end = text.IndexOfAny(WhiteSpace);
            var word = end < 0 ? text : text[..end];
            if (length > 0)
            {
                target[length++] = ' ';
            }
            word.CopyTo(target[length..]);
            length += word.Length;
            text = text[word.Length..];
        }
    }

    private static IdentityKey Key(IdentityLayer layer, ReadOnlySpan<char> text)
    {
        var content = ArrayPool<char>.Shared.Rent(text.Length + LayerChars);
        var length = Layer(content, layer);
        text.CopyTo(content.AsSpan(length));
        var key = new IdentityKey(layer, Hash(content.AsSpan(0, length + text.Length)));
        ArrayPool<char>.Shared.Return(content);
        return key;
    }

    private static int Layer(Span<char> content, IdentityLayer layer)
    {
        ((int)layer).TryFormat(content, out var length, default, CultureInfo.InvariantCulture);
        content[length] = '\n';
        return length + 1;
    }

    /// <summary>Over UTF-16, which unlike UTF-8 keeps lone surrogates apart.</summary>
    private static UInt128 Hash(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
