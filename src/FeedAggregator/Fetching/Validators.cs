namespace FeedAggregator.Fetching;

/// <summary>
/// What a server gave to recognise a version of a document by (RFC 9110 §8.8), kept and sent back byte for byte:
/// quotes, weakness marks and odd dates included, because only the server knows what they mean.
/// </summary>
/// <param name="ETag">The <c>ETag</c> field as received, or null.</param>
/// <param name="LastModified">The <c>Last-Modified</c> field as received, never parsed, or null.</param>
public sealed record Validators(string? ETag, string? LastModified)
{
    public static readonly Validators None = new(null, null);
}
