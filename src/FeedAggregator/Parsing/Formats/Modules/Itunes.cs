using FeedAggregator.Parsing.Markup;
using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Formats.Modules;

/// <summary>Apple's podcast elements, and Google Play's, which copy them.</summary>
internal static class Itunes
{
    private const string Scheme = "http://www.itunes.com/";

    private static readonly IReadOnlyList<RuleEntry> Shared =
    [
        new(Ns.Itunes, "title", static (r, d) => d.Title.Offer(r.Loose(), Rank.LastResort)),
        new(Ns.Itunes, "author", static (r, d) => d.Authors.Offer(r.Person(), Rank.LastResort)),
        new(Ns.Itunes, "category", Category, true),
        new(Ns.Itunes, "keywords", Keywords),
        new(Ns.Itunes, "image", Image),
        new(Ns.Itunes, "explicit", static (r, d) => d.Explicit.Offer(Numbers.Explicit(r.ExactText()), Rank.Extension)),
        new(Ns.Itunes, "summary description", static (r, d) => d.Summary.Offer(r.LooseHtml(), Rank.LastResort)),
    ];

    private static readonly IReadOnlyList<RuleEntry> FeedEntries = [.. Shared, new(Ns.Itunes, "new-feed-url", NewFeedUrl)];

    private static readonly IReadOnlyList<RuleEntry> ItemEntries =
    [
        .. Shared,
        new(Ns.Itunes, "duration", static (r, d) => d.DurationSeconds.Offer(Numbers.DurationSeconds(r.Text()), Rank.Own)),
    ];

    public static IReadOnlyList<RuleEntry> Feed => [.. FeedEntries, .. RuleBook.As(Ns.GooglePlay, FeedEntries)];

    public static IReadOnlyList<RuleEntry> Item => [.. ItemEntries, .. RuleBook.As(Ns.GooglePlay, ItemEntries)];

    private static void NewFeedUrl(Reading from, Draft to)
    {
        var rank = from.At.Ns == Ns.Itunes ? Rank.Own : Rank.Extension;
        to.NewUrl.Offer(from.Url(), rank);
    }

    private static void Category(Reading from, Draft to)
    {
        if (from.At.Attribute("text") is { Length: > 0 } term)
            to.Add(new Category(term, Scheme, null));
    }

    private static void Keywords(Reading from, Draft to)
    {
        foreach (var term in from.Terms())
            to.Add(new Category(term, Scheme, null));
    }

    private static void Image(Reading from, Draft to)
    {
        var url = from.UrlAttribute("href") ?? from.UrlAttribute("url") ?? from.Url();
        to.Image.Offer(url, Rank.Extension);
    }
}
