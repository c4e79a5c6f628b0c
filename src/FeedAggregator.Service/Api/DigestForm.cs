using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using Microsoft.Net.Http.Headers;

namespace FeedAggregator.Service.Api;

/// <summary>One of the forms a digest is served in.</summary>
/// <param name="Extension">As in <c>/digest.json</c>; empty for the page.</param>
internal sealed record DigestForm(string Extension, string MediaType, Func<DigestView, PageFrame, string> Render)
{
    public static readonly DigestForm Html = new("", "text/html", DigestHtml.Page);

    public static readonly DigestForm[] All =
    [
        Html,
        new(".json", "application/json", DigestJson.Write),
        new(".atom", "application/atom+xml", DigestAtom.Write),
        new(".md", "text/markdown", DigestMarkdown.Render),
        new(".feed.json", "application/feed+json", DigestJsonFeed.Write),
    ];

    /// <summary>The longest extension that <paramref name="path"/> ends in, and the path without it; no extension: null.</summary>
    public static (string Name, DigestForm? Form) Split(string path) =>
        All.Where(x => x.Extension.Length > 0 && path.EndsWith(x.Extension, StringComparison.OrdinalIgnoreCase))
            .MaxBy(x => x.Extension.Length)
            is { } form
            ? (path[..^form.Extension.Length], form)
            : (path, null);

    /// <summary>The form that an <c>Accept</c> field prefers (RFC 9110 §12.5.1); the page when it does not care; null when it takes none of ours.</summary>
    public static DigestForm? Accepted(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept) || !MediaTypeHeaderValue.TryParseList([accept], out var ranges))
        {
            return Html;
        }
        return All.Select((form, order) => (form, order, quality: Quality(form, ranges)))
            .Where(x => x.quality > 0)
            .OrderByDescending(x => x.quality)
            .ThenBy(x => x.order)
            .Select(x => x.form)
            .FirstOrDefault();
    }

    /// <summary>The quality of the most specific range that covers the form, 0 to 1.</summary>
    private static double Quality(DigestForm form, IList<MediaTypeHeaderValue> ranges)
    {
        var type = new MediaTypeHeaderValue(form.MediaType);
        return ranges
            .Where(type.IsSubsetOf)
            .OrderBy(x =>
                x.MatchesAllTypes ? 2
                : x.MatchesAllSubTypes ? 1
                : 0
            )
            .Select(x => x.Quality ?? 1)
            .FirstOrDefault();
    }
}
