using FeedAggregator.Cleaning;
using FeedAggregator.Feeds;
using FeedAggregator.Parsing;
using FeedAggregator.Storage;
using FeedAggregator.Stories;

namespace FeedAggregator.Polling;

/// <summary>An entry of a document with the keys it can be known by.</summary>
/// <param name="Text">The longest of content and summary, as plain text.</param>
internal sealed record Entry(ParsedItem Item, string Title, string Text, IReadOnlyList<IdentityKey> Keys, long ContentHash)
{
    /// <summary>Versions of the stored item before this one; 0 for a new one.</summary>
    public int Revisions { get; init; }

    /// <summary>What the entry's web page says, where it was read.</summary>
    public Article? Page { get; init; }

    /// <summary>Other entries of the document lead to the same page, perhaps to other places of it: the address names none of them.</summary>
    public bool SharesPage { get; init; }

    public IReadOnlyList<long> KeyHashes => [.. Keys.Select(x => ItemIntake.Fold(x.Hash))];
}

/// <summary>Turns entries of a parsed document into items: identify, then clean what is new. Pure.</summary>
internal static class ItemIntake
{
    private const int ExcerptLength = 500;
    private const int TellingSummary = 200;
    private const int AuthorLength = 500;
    private const int FallbackTitleLength = 80;

    /// <summary>
    /// The document's entries, each once. A key that several different entries of one document share (one front page as everybody's link,
    /// one guid for all) tells nothing apart and is not used for them. An item that the end of a cut-off document tore is left for the next poll:
    /// a part without its guid would be taken for another item than the whole.
    /// </summary>
    public static IReadOnlyList<Entry> Identify(ParsedFeed feed, bool guidsAreTrusted)
    {
        var entries = feed.Items.Where(x => !x.IsTorn).Select(x => Identify(x, guidsAreTrusted)).ToList();
        var ambiguous = Ambiguous(entries);
        var seen = new HashSet<IdentityKey>();
        var kept = new List<Entry>(entries.Count);
        foreach (var entry in entries)
        {
            var telling = entry.Keys.Where(x => !ambiguous.Contains(x)).ToList();
            if (!telling.Any(seen.Contains))
            {
                seen.UnionWith(telling);
                kept.Add(
                    entry with
                    {
                        Keys = telling,
                        SharesPage = entry.Keys.Any(x => x.Layer == IdentityLayer.CanonicalUrl && ambiguous.Contains(x)),
                    }
                );
            }
        }
        return kept;
    }

    /// <summary>What the store keeps of an entry: everything safe to show, cut to what pages need.</summary>
    public static ItemContent Content(Entry entry, ParsedFeed document, Feed feed)
    {
        var item = entry.Item;
        var body = EntryText.Longest(item);
        var page =
            entry.Page is { } read && PlainText.FromHtml(read.Html, EntryText.TextLength) is var words && words.Length > entry.Text.Length
                ? words
                : null;
        var text = page ?? entry.Text;
        return new ItemContent
        {
            ContentHash = entry.ContentHash,
            Title = entry.Title,
            Link = item.Link,
            Excerpt = Excerpt(item, text, wholeText: page is not null),
            BodyHtml =
                page is not null ? entry.Page!.Html
                : body is null ? null
                : Html(body),
            Published = item.Published,
            Updated = item.Updated,
            Author = Author(item.Authors) ?? Author(document.Authors),
            Language = item.Language ?? document.Language ?? feed.Language,
            ImageUrl = item.Image,
            Categories = [.. item.Categories.Select(x => x.Label ?? x.Term).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
            Enclosures = [.. item.Enclosures.Select(x => new ItemEnclosure(x.Url, x.Type, x.Length))],
            Fingerprint = StoryFingerprint.Of(entry.Title, text, entry.SharesPage ? null : entry.Page?.CanonicalUrl ?? item.Link).ToBytes(),
        };
    }

    /// <summary>The first half of a 128-bit hash: within one feed 64 bits tell items apart.</summary>
    public static long Fold(UInt128 hash) => unchecked((long)(ulong)(hash >> 64));

    private static Entry Identify(ParsedItem item, bool guidsAreTrusted)
    {
        var (title, text) = EntryText.Of(item);
        var keys = ItemIdentity.Of(item.Id, guidsAreTrusted, item.Link, title, text, item.Published);
        return new Entry(item, title.Length > 0 ? title : FirstWords(text), text, [.. keys.All], Fold(keys.ContentHash));
    }

    private static HashSet<IdentityKey> Ambiguous(List<Entry> entries) =>
        entries
            .SelectMany(entry => entry.Keys.Select(key => (key, entry)))
            .GroupBy(x => x.key, x => x.entry)
            .Where(x => IsShared(x.Key.Layer, [.. x]))
            .Select(x => x.Key)
            .ToHashSet();

    /// <summary>
    /// Different words under one key: the key is shared, unless the entries agree in guid and link and so are one entry twice.
    /// The same words under different guids are different entries too; that they tell one story is for the story window to say.
    /// </summary>
    private static bool IsShared(IdentityLayer layer, Entry[] entries) =>
        layer switch
        {
            _ when entries.Length == 1 => false,
            IdentityLayer.Content => entries.Any(x => x.Keys[0].Layer == IdentityLayer.Guid && x.Keys[0] != entries[0].Keys[0]),
            _ when entries.All(x => x.ContentHash == entries[0].ContentHash) => false,
            IdentityLayer.Guid => entries.Any(x => x.Item.Link != entries[0].Item.Link),
            _ => entries.Any(x => x.Item.Id is null || x.Item.Id != entries[0].Item.Id),
        };

    private static string Html(TextConstruct text) =>
        HtmlCleaner.Clean(text.IsHtml ? text.Value : System.Net.WebUtility.HtmlEncode(text.Value), text.BaseUrl);

    /// <summary>The publisher's own words for it; the first of the article where those are but its beginning.</summary>
    private static string Excerpt(ParsedItem item, string text, bool wholeText)
    {
        var summary = item.Summary is { } given ? EntryText.Plain(given, ExcerptLength) : "";
        return EntryText.Cut(summary.Length > (wholeText ? TellingSummary : 0) ? summary : text, ExcerptLength);
    }

    private static string? Author(IReadOnlyList<Person> people) =>
        string.Join(", ", people.Select(x => x.Name ?? x.Email).OfType<string>()) is { Length: > 0 } names
            ? EntryText.Cut(names, AuthorLength)
            : null;

    private static string FirstWords(string text)
    {
        var line = text.Split('\n', 2)[0];
        if (line.Length <= FallbackTitleLength)
        {
            return line;
        }
        var end = line.LastIndexOf(' ', FallbackTitleLength);
        return EntryText.Cut(line, end > FallbackTitleLength / 2 ? end : FallbackTitleLength) + "…";
    }
}
