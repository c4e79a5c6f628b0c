using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Parsing.Formats.Modules;

/// <summary>Dublin Core elements 1.1 and terms, as the RSS 1.0 modules use them.</summary>
internal static class DublinCore
{
    private static readonly IReadOnlyList<RuleEntry> Shared =
    [
        new(Ns.DublinCore, "title", static (r, d) => d.Title.Offer(r.Loose(), Rank.Extension)),
        new(Ns.DublinCore, "creator author", static (r, d) => d.Authors.Offer(r.Person(), Rank.Extension)),
        new(Ns.DublinCore, "contributor", static (r, d) => d.Contributors.Offer(r.Person(), Rank.Extension)),
        new(Ns.DublinCore, "subject", Subject),
        new(Ns.DublinCore, "language", static (r, d) => d.Language.Offer(r.Text(), Rank.Extension)),
        new(Ns.DublinCore, "rights", static (r, d) => d.Rights.Offer(r.Loose(), Rank.Extension)),
        new(Ns.DublinCoreTerms, "issued", static (r, d) => d.Published.Offer(r.Date(), Rank.Extension)),
        new(Ns.DublinCoreTerms, "created", static (r, d) => d.Published.Offer(r.Date(), Rank.LastResort)),
        new(Ns.DublinCoreTerms, "modified", static (r, d) => d.Updated.Offer(r.Date(), Rank.Extension)),
        new(Ns.DublinCoreTerms, "creator", static (r, d) => d.Authors.Offer(r.Person(), Rank.Extension)),
    ];

    public static IReadOnlyList<RuleEntry> Feed =>
        [
            .. Shared,
            new(Ns.DublinCore, "description", static (r, d) => d.Summary.Offer(r.LooseHtml(), Rank.Extension)),
            new(Ns.DublinCore, "date", static (r, d) => d.Updated.Offer(r.Date(), Rank.Extension)),
        ];

    public static IReadOnlyList<RuleEntry> Item =>
        [
            .. Shared,
            new(Ns.DublinCore, "description", RssRules.Description),
            new(Ns.DublinCore, "date", static (r, d) => d.Published.Offer(r.Date(), Rank.LastResort)),
        ];

    private static void Subject(Reading from, Draft to)
    {
        if (from.Text() is { } term)
            to.Add(new Category(term, null, null));
    }
}
