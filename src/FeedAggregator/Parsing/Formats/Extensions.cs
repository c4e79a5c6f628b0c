using FeedAggregator.Parsing.Formats.Modules;

namespace FeedAggregator.Parsing.Formats;

/// <summary>Every extension that is read, for feeds and for items: add a module here.</summary>
internal static class Extensions
{
    public static IReadOnlyList<RuleEntry>[] OfFeed => [DublinCore.Feed, Itunes.Feed, MediaRss.Feed, Syndication.Feed, ContentModules.Feed];

    public static IReadOnlyList<RuleEntry>[] OfItem => [DublinCore.Item, Itunes.Item, MediaRss.Item, ContentModules.Item, Comments.Item];
}
