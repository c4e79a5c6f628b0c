namespace FeedAggregator.Parsing;

/// <summary>What the transport said about a document; all of it may be missing or wrong.</summary>
public sealed record DocumentContext
{
    public static DocumentContext None { get; } = new();

    /// <summary>The final address, after redirects: the base of relative URLs where the document names none.</summary>
    public Uri? Url { get; init; }

    /// <summary>The Content-Type header, parameters included.</summary>
    public string? ContentType { get; init; }

    /// <summary>The Content-Location header; may be relative to <see cref="Url"/>.</summary>
    public string? ContentLocation { get; init; }

    /// <summary>The Content-Language header.</summary>
    public string? ContentLanguage { get; init; }
}
