using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Parsing.Formats.Modules;

/// <summary>The Well-Formed Web's comment API.</summary>
internal static class Comments
{
    public static IReadOnlyList<RuleEntry> Item { get; } =
    [new(Ns.CommentApi, "commentRss", static (r, d) => d.CommentsFeedUrl.Offer(r.Url(), Rank.Own))];
}
