namespace FeedAggregator.Cleaning;

/// <summary>What a web page is about, without what stands around it.</summary>
/// <param name="Title">Its headline, as plain text; null when the page has none.</param>
/// <param name="Html">Its body, cleaned, with absolute URLs.</param>
/// <param name="CanonicalUrl">The address the page wants to be known by (RFC 6596), absolute; null when it names none.</param>
public sealed record Article(string? Title, string Html, string? CanonicalUrl);
