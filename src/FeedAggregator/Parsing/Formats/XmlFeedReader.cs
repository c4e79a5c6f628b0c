using FeedAggregator.Parsing.Bytes;
using FeedAggregator.Parsing.Markup;
using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Formats;

/// <summary>Finds the feed's element, and reads what is inside by the rules of its format.</summary>
internal static class XmlFeedReader
{
    private const int ElementsBeforeFeed = 16;

    public static ParseResult Read(DecodedText text, DocumentContext context, WarningLog log)
    {
        var scanner = new MarkupScanner(text.Buffer, text.Length, log);
        var at = new XmlCursor(scanner, DocumentBase(context), Trimmed(context.ContentLanguage));
        var first = "";
        for (var seen = 0; seen < ElementsBeforeFeed && at.Read(); )
        {
            if (at.Kind != NodeKind.Start)
                continue;
            if (ReadRoot(at, text.Encoding) is { } feed)
                return IsEmpty(feed) && at.IsCut
                    ? new ParseResult.NotAFeed($"a feed in which nothing can be read: {log.Warnings[0]}") { IsBroken = true }
                    : new ParseResult.Parsed(feed with { Warnings = log.Warnings });
            if (seen++ == 0)
                first = scanner.Name[..Math.Min(scanner.Name.Length, 40)].ToString();
        }
        return FoundInstead.Describe(text, first, DocumentBase(context));
    }

    /// <summary>It has items, and neither they nor the feed say anything at all.</summary>
    private static bool IsEmpty(ParsedFeed feed) =>
        feed is { Title: null, Link: null, Id: null, Description: null, NewUrl: null, Items.Count: > 0 } && feed.Items.All(IsBlank);

    private static bool IsBlank(ParsedItem item) =>
        item is { Id: null, Link: null, Title: null, Summary: null, Content: null, Published: null, Updated: null, Image: null }
        && item
            is {
                Authors.Count: 0,
                Contributors.Count: 0,
                Categories.Count: 0,
                Enclosures.Count: 0,
                Links.Count: 0,
                Source: null,
                Rights: null
            }
        && item is { ContentSrc: null, CommentsUrl: null, CommentsFeedUrl: null, Language: null, DurationSeconds: null, Explicit: null };

    private static string? DocumentBase(DocumentContext context)
    {
        var url = context.Url is { IsAbsoluteUri: true } absolute ? absolute.OriginalString : null;
        var location = context.ContentLocation?.Trim();
        return string.IsNullOrEmpty(location) ? url : UrlResolution.Resolve(url, location);
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ParsedFeed? ReadRoot(XmlCursor at, string encoding)
    {
        using var from = new Reading(at, encoding);
        var feed = new Draft();
        var language = at.Language;
        var format = RootFormat.Of(at);
        if (format is null)
            return at.LocalName is "redirect" ? Redirect(from) : null;
        // The root's own namespace is the format's, whatever address the publisher gave it.
        at.TreatAsNative(format.Value.IsAtom() ? Ns.Atom : Ns.Rss);
        switch (at.LocalName)
        {
            case "entry":
                AtomRules.ReadEntry(from, feed);
                break;
            case "item":
                RssRules.Item(from, feed);
                break;
            default:
                OfferCdfAttributes(from, feed, format.Value);
                (format.Value.IsAtom() ? AtomRules.FeedBook : RssRules.FeedBook).ReadChildren(from, feed);
                break;
        }
        feed.Language.Offer(from.FeedLanguage ?? language, Rank.LastResort);
        return feed.ToFeed(format.Value, encoding, from.Items);
    }

    private static void OfferCdfAttributes(Reading from, Draft feed, FeedFormat format)
    {
        if (format != FeedFormat.Cdf)
            return;
        feed.Link.Offer(from.UrlAttribute("href"), Rank.Own);
        feed.Self.Offer(from.UrlAttribute("self"), Rank.Own);
        feed.Updated.Offer(FeedDate.Parse(from.At.Attribute("lastmod")), Rank.Own);
    }

    /// <summary>Userland's redirect document: a feed that has moved says only where to.</summary>
    private static ParsedFeed? Redirect(Reading from)
    {
        var feed = new Draft();
        RedirectBook.ReadChildren(from, feed);
        return feed.NewUrl.Value is null ? null : feed.ToFeed(FeedFormat.Rss, from.Encoding, []);
    }

    private static readonly RuleBook RedirectBook = new([
        [new(Ns.None, "newLocation", static (r, d) => d.NewUrl.Offer(r.Url(), Rank.Own))],
    ]);
}
