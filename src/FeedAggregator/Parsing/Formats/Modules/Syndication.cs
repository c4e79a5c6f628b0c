using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Parsing.Formats.Modules;

/// <summary>The RSS 1.0 Syndication module: how often a feed changes.</summary>
internal static class Syndication
{
    public static IReadOnlyList<RuleEntry> Feed { get; } =
    [
        new(Ns.Syndication, "updatePeriod", static (r, d) => d.UpdatePeriod ??= r.Text()),
        new(Ns.Syndication, "updateFrequency", static (r, d) => d.UpdateFrequency ??= r.Integer()),
    ];
}
