namespace FeedAggregator.Service.Pages;

/// <summary>Tells browsers to run nothing, embed nothing and guess nothing: the pages need no script.</summary>
internal sealed class PageSafety(RequestDelegate next)
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data: https: http:; media-src https: http:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "interest-cohort=()";
        return next(context);
    }
}
