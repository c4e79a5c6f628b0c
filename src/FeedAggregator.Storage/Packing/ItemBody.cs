namespace FeedAggregator.Storage.Packing;

/// <summary>What is kept apart from the columns digests read: only opened when one item is.</summary>
internal sealed record ItemBody
{
    public string? Html { get; init; }
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyList<ItemEnclosure> Enclosures { get; init; } = [];

    /// <returns>Null when there is nothing to keep.</returns>
    public static byte[]? Pack(ItemContent content) =>
        content is { BodyHtml: null, Categories.Count: 0, Enclosures.Count: 0 }
            ? null
            : Packed.Pack(
                StoredJson.Bytes(
                    new ItemBody
                    {
                        Html = content.BodyHtml,
                        Categories = content.Categories,
                        Enclosures = content.Enclosures,
                    }
                )
            );

    public static ItemBody Unpack(byte[]? blob, long itemId)
    {
        var what = $"the body of item {itemId}";
        return blob is null ? new ItemBody() : StoredJson.Read<ItemBody>(Packed.Unpack(blob, what), what);
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
