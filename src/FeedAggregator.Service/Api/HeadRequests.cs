namespace FeedAggregator.Service.Api;

/// <summary>Whatever can be got can be asked for its head (RFC 9110 §9.3.2): link checkers and mail scanners ask, and take a refusal for a dead link. The server sends no body for it.</summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }
}
