namespace FeedAggregator.Fetching;

/// <summary>One exchange to be made: the address, what we know of its last version, and what to send along.</summary>
public sealed record FetchRequest
{
    /// <summary>An absolute http or https address.</summary>
    public required Uri Url { get; init; }

    public Validators Validators { get; init; } = Validators.None;

    /// <summary>The <see cref="FetchFacts.BodyHash"/> of the last document, to notice the same bytes under a lying validator; null when none.</summary>
    public string? LastBodyHash { get; init; }

    /// <summary>Extra request header fields of this feed. Values may hold secrets: never log them.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
