namespace FeedAggregator.Feeds;

/// <summary>A source that is polled, as the admin described it. What was learned about it is its <see cref="FeedState"/>.</summary>
public sealed record Feed
{
    /// <summary>Names the feed for ever, in the store, in addresses and on the command line: lower-case letters, digits and hyphens, at most 80.
    /// Given by the admin, else derived from the address.</summary>
    public required string Id { get; init; }

    /// <summary>An absolute http or https address.</summary>
    public required string Url { get; init; }

    /// <summary>What people call it; the feed's own title where the admin gave none.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A BCP 47 tag for items that do not name their language, or null.</summary>
    public string? Language { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>Never polled more often than this. At least one minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Polled at least this often, however quiet.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How much the feed counts when a story is led by one of several outlets: above 0, 1 is usual.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The pages of new items are read where the document holds only a part of their text.</summary>
    public bool FullText { get; init; }

    /// <summary>Extra request header fields; a value may be a reference to a secret, <c>env:NAME</c> or <c>file:PATH</c>, resolved only when it is sent.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a person means this feed by a word: its id, its address, or its name in whatever case.</summary>
    public bool IsCalled(string word) => Id == word || Url == word || string.Equals(Name, word, StringComparison.OrdinalIgnoreCase);
}
