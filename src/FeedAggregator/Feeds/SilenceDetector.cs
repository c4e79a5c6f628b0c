namespace FeedAggregator.Feeds;

/// <summary>Notices a feed that answers but has been quiet far beyond its rhythm.</summary>
internal static class SilenceDetector
{
    public static FeedState Judge(FeedState state, DateTimeOffset now) => state with { SilentSince = null };
}
