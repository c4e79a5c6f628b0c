using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Parsing.Formats.Modules;

/// <summary>Whole articles inside items: content:encoded, and XHTML bodies.</summary>
internal static class ContentModules
{
    public static IReadOnlyList<RuleEntry> Feed { get; } =
    [new(Ns.Admin, "generatorAgent", static (r, d) => d.Generator.Offer(r.At.Attribute(Ns.Rdf, "resource"), Rank.Extension))];

    public static IReadOnlyList<RuleEntry> Item { get; } =
    [
        new(Ns.Content, "encoded", static (r, d) => RssRules.Content(d, r.At.Language, r.LooseHtml(), Rank.Own)),
        new(Ns.Xhtml, "body div", static (r, d) => RssRules.Content(d, r.At.Language, r.Markup(), Rank.Extension)),
    ];
}
