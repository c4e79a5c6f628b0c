using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Stories;

/// <summary>What an entry says of itself.</summary>
/// <param name="Guid">The publisher's id, as it came.</param>
/// <param name="Link">The entry's address, absolute.</param>
/// <param name="Title">Plain text.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Published">When the publisher dates the entry.</param>
public sealed record EntryIdentity(string? Guid, string? Link, string? Title, string? Text, DateTimeOffset? Published);

/// <summary>Whether an entry of a poll is an item already stored.</summary>
public enum Recognition
{
    /// <summary>Never seen.</summary>
    New,

    /// <summary>Stored already; its content may have been edited.</summary>
    Known,

    /// <summary>Stored already under another guid: evidence that the feed's guids churn. Add the new key to the item.</summary>
    KnownUnderNewGuid,
}

/// <summary>Decides by which keys an entry is known again inside its feed. Pure.</summary>
public static class ItemIdentity
{
    /// <summary>Texts of fewer units recur ("No new alerts."): their key holds the date as well.</summary>
    private const int MinTellingUnits = 8;

    private const int MaxTellingUnits = 4_000;

    /// <summary>Makes the keys of one entry: guid, then canonical URL, then content. <see cref="OfPoll"/> sees more.</summary>
    /// <param name="guid">The entry's own id, as the publisher gave it.</param>
    /// <param name="guidIsTrusted">False for feeds whose ids churn (see <see cref="GuidReliability"/>): the guid then makes no key.</param>
    /// <param name="link">The entry's address.</param>
    /// <param name="title">Plain text.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="published">When the publisher dates the entry.</param>
    public static IdentityKeys Of(string? guid, bool guidIsTrusted, string? link, string? title, string? text, DateTimeOffset? published)
    {
        var keys = new List<IdentityKey>(3);
        if (guidIsTrusted && !string.IsNullOrWhiteSpace(guid))
        {
            keys.Add(Key(IdentityLayer.Guid, guid.Trim()));
        }
        if (PageOf(link) is { } page)
        {
            keys.Add(Key(IdentityLayer.CanonicalUrl, page));
        }
        keys.Add(ContentKey(title ?? "", text ?? "", published));
        return new IdentityKeys(keys[0], keys[1..], Hash($"{Even(title)}\n{Even(text)}"));
    }

    /// <summary>
    /// Makes the keys of all entries of a poll, without those that the poll itself proves useless: a guid or an address that
    /// entries with different content share.
    /// </summary>
    public static IReadOnlyList<IdentityKeys> OfPoll(IReadOnlyList<EntryIdentity> entries, bool guidIsTrusted)
    {
        var keys = entries.Select(x => Of(x.Guid, guidIsTrusted, x.Link, x.Title, x.Text, x.Published)).ToList();
        var useless = keys.SelectMany(x => x.All.Where(y => y.Layer != IdentityLayer.Content).Select(y => (Key: y, x.ContentHash)))
            .GroupBy(x => x.Key)
            .Where(x => x.Select(y => y.ContentHash).Distinct().Skip(1).Any())
            .Select(x => x.Key)
            .ToHashSet();
        return useless.Count == 0 ? keys : [.. keys.Select(x => Without(x, useless))];
    }

    /// <summary>Says which stored item an entry is.</summary>
    /// <param name="keys">The entry's keys.</param>
    /// <param name="known">The item of this feed that is stored under a key, if any.</param>
    /// <returns>The item's id unless the entry is new.</returns>
    /// <remarks>
    /// A new guid makes a new item, even for a known address: feeds link many entries to one page. Only when address and content are
    /// both known, as one item, or there is no address to ask, the guid is taken for a new name of an old item.
    /// </remarks>
    public static (Recognition Recognition, long? ItemId) Recognise(IdentityKeys keys, Func<IdentityKey, long?> known)
    {
        var byUrl = keys.Of(IdentityLayer.CanonicalUrl) is { } url ? known(url) : null;
        var byContent = keys.Of(IdentityLayer.Content) is { } content ? known(content) : null;
        if (keys.Of(IdentityLayer.Guid) is not { } guid)
        {
            var item = byUrl ?? byContent;
            return item is null ? (Recognition.New, null) : (Recognition.Known, item);
        }
        if (known(guid) is { } byGuid)
        {
            return (Recognition.Known, byGuid);
        }
        var renamed = byContent is not null && (byUrl == byContent || keys.Of(IdentityLayer.CanonicalUrl) is null);
        return renamed ? (Recognition.KnownUnderNewGuid, byContent) : (Recognition.New, null);
    }

    private static IdentityKeys Without(IdentityKeys keys, HashSet<IdentityKey> useless)
    {
        var kept = keys.All.Where(x => !useless.Contains(x)).ToList();
        return keys with { Primary = kept[0], Alternates = kept[1..] };
    }

    private static string? PageOf(string? link) =>
        link is not null && CanonicalUrl.Of(link) is { } url && CanonicalUrl.NamesAPage(url) ? url : null;

    /// <summary>Words only: a template's change of markup or of quotes does not make an old entry new.</summary>
    private static IdentityKey ContentKey(string title, string text, DateTimeOffset? published)
    {
        var units = ArrayPool<TextUnit>.Shared.Rent(MaxTellingUnits);
        var content = new StringBuilder();
        var count = Append(content, title, units) + Append(content.Append('\n'), text, units);
        ArrayPool<TextUnit>.Shared.Return(units);
        if (count < MinTellingUnits && published is { } date)
        {
            content.Append('\n').Append(date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        }
        return Key(IdentityLayer.Content, content.ToString());
    }

    private static int Append(StringBuilder content, string text, TextUnit[] units)
    {
        var count = TextUnits.Read(TextUnits.Normalise(text), units.AsSpan(0, MaxTellingUnits));
        foreach (var unit in units.AsSpan(0, count))
        {
            content.Append((char)(unit.Hash >> 16)).Append((char)unit.Hash);
        }
        return count;
    }

    /// <summary>NFKC with single spaces: what a reader would call the same text.</summary>
    private static string Even(string? text) =>
        string.Join(' ', TextUnits.Normalise(text ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static IdentityKey Key(IdentityLayer layer, string text) => new(layer, Hash($"{(int)layer}\n{text}"));

    /// <summary>Over UTF-16, which unlike UTF-8 keeps lone surrogates apart.</summary>
    private static UInt128 Hash(string text) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));
}
