namespace FeedAggregator.Parsing;

/// <summary>What some bytes turned out to be.</summary>
public abstract record ParseResult
{
    private ParseResult() { }

    public sealed record Parsed(ParsedFeed Feed) : ParseResult;

    /// <param name="Reason">What was found instead, in words for an admin, such as "an HTML page".</param>
    public sealed record NotAFeed(string Reason) : ParseResult
    {
        /// <summary>It was meant to be a feed, but nothing in it can be read.</summary>
        public bool IsBroken { get; init; }

        /// <summary>Feeds that an HTML page says it has, absolute where the page's address is known.</summary>
        public IReadOnlyList<string> AlternateFeeds { get; init; } = [];
    }
}
