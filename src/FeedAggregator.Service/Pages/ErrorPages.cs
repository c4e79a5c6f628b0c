using FeedAggregator.Digests.Rendering;
using FeedAggregator.Languages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace FeedAggregator.Service.Pages;

/// <summary>Tells browsers what went wrong by a page in the reader's language; programs get the problem document (RFC 9457).</summary>
internal sealed class ErrorPages(SiteFrame site) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        MediaTypeHeaderValue.TryParseList(context.HttpContext.Request.Headers.Accept, out var accepted)
        && accepted.Any(x => x.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && x.Quality is not 0);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails;
        var words = ReaderLanguage.Of(http);
        var (title, text) = Words(problem.Status ?? http.Response.StatusCode, words);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        var page = PageShell.Page(site.Unnamed(http, words), words, title, text, Body(title, text, Details(problem), words));
        await http.Response.WriteAsync(page, http.RequestAborted);
    }

    private static (string Title, string Text) Words(int status, FrameLanguage words) =>
        status switch
        {
            404 => (words.NotFoundTitle, words.NotFoundText),
            >= 500 => (words.BrokenTitle, words.BrokenText),
            _ => (words.BadRequestTitle, words.BadRequestText),
        };

    /// <summary>What the problem document says, sentence by sentence.</summary>
    private static string[] Details(ProblemDetails problem) =>
        problem is HttpValidationProblemDetails bad ? [.. bad.Errors.SelectMany(x => x.Value.Select(y => $"{x.Key}: {y}"))]
        : problem.Detail is { Length: > 0 } detail && problem.Status < 500 ? [detail]
        : [];

    private static Html Body(string title, string text, string[] details, FrameLanguage words)
    {
        var html = new HtmlWriter();
        html.Write($"<header class=\"masthead\">\n<h1>{title}</h1>\n</header>\n<section class=\"notice\">\n");
        if (details.Length == 0)
        {
            html.Write($"<p>{text}</p>\n");
        }
        foreach (var detail in details)
        {
            html.Write($"<p>{detail}</p>\n");
        }
        return html.Write($"</section>\n<p class=\"onward\"><a href=\"/digests\">{words.AllDigests}</a></p>\n").ToHtml();
    }
}
