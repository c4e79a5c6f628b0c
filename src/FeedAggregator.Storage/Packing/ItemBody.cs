using System.Buffers;
using System.Text;

namespace FeedAggregator.Storage.Packing;

/// <summary>What is kept apart from the columns digests read: only opened when one item is.</summary>
internal sealed record ItemBody
{
    public string? Html { get; init; }
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyList<ItemEnclosure> Enclosures { get; init; } = [];

    /// <summary>The lists as JSON, a line feed, which JSON has none of, and the HTML as it is: escaped as JSON it cost more to write than all else of an item.</summary>
    /// <returns>Null when there is nothing to keep.</returns>
    public static byte[]? Pack(ItemContent content)
    {
        if (content is { BodyHtml: null, Categories.Count: 0, Enclosures.Count: 0 })
            return null;
        var lists = new ItemBody { Categories = content.Categories, Enclosures = content.Enclosures };
        var head = lists is { Categories.Count: 0, Enclosures.Count: 0 } ? "{}"u8 : StoredJson.Bytes(lists);
        if (content.BodyHtml is not { } html)
            return Packed.Pack(head);
        var text = ArrayPool<byte>.Shared.Rent(head.Length + 1 + Encoding.UTF8.GetMaxByteCount(html.Length));
        head.CopyTo(text);
        text[head.Length] = (byte)'\n';
        var length = head.Length + 1 + Encoding.UTF8.GetBytes(html, text.AsSpan(head.Length + 1));
        var packed = Packed.Pack(text.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(text);
        return packed;
    }

    public static ItemBody Unpack(byte[]? blob, long itemId)
    {
        if (blob is null)
            return new ItemBody();
        var what = $"the body of item {itemId}";
        var text = Packed.Unpack(blob, what);
        var end = Array.IndexOf(text, (byte)'\n');
        // Earlier versions kept all of it as JSON.
        return end < 0
            ? StoredJson.Read<ItemBody>(text, what)
            : StoredJson.Read<ItemBody>(text[..end], what) with
            {
                Html = Encoding.UTF8.GetString(text.AsSpan(end + 1)),
            };
    }
}

/// <summary>A revision as it is packed.</summary>
internal sealed record PastContent(string Title, string Excerpt, string? Html)
{
    public byte[] Pack() => Packed.Pack(StoredJson.Bytes(this));

    public static PastContent Unpack(byte[] blob, long itemId)
    {
        var what = $"a revision of item {itemId}";
        return StoredJson.Read<PastContent>(Packed.Unpack(blob, what), what);
    }
}
