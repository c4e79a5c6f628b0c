using FeedAggregator.Digests;
using FeedAggregator.Languages;
using Microsoft.Net.Http.Headers;

namespace FeedAggregator.Service.Pages;

/// <summary>In which language a page talks to its reader.</summary>
internal static class ReaderLanguage
{
    /// <summary>The digest's, where the page is about one; else the first that the browser asks for and we have words for (RFC 9110 §12.5.4).</summary>
    public static FrameLanguage Of(HttpContext context, DigestDefinition? digest = null)
    {
        if (digest is not null)
        {
            return FrameLanguage.For(digest.Language);
        }
        var vary = context.Response.Headers.Vary;
        if (!vary.Contains(HeaderNames.AcceptLanguage))
        {
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        }
        return Preferred(context.Request.Headers.AcceptLanguage) ?? FrameLanguage.All[0];
    }

    private static FrameLanguage? Preferred(string? accepted) =>
        StringWithQualityHeaderValue.TryParseList([accepted ?? ""], out var tags)
            ? tags.Where(x => x.Quality is not 0)
                .OrderByDescending(x => x.Quality ?? 1)
                .Select(x => FrameLanguage.Find(x.Value.ToString()))
                .FirstOrDefault(x => x is not null)
            : null;
}
