namespace FeedAggregator.Parsing;

public enum FeedFormat
{
    /// <summary>RSS of no known version.</summary>
    Rss,
    Rss090,
    Rss091,
    Rss092,
    Rss093,
    Rss094,
    Rss10,

    /// <summary>RSS 2.0, and any other 2.x.</summary>
    Rss20,
    Atom03,
    Atom10,

    /// <summary>Atom of no known version.</summary>
    Atom,
    Json10,
    Json11,
    Cdf,
}
