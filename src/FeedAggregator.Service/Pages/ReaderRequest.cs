using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace FeedAggregator.Service.Pages;

/// <summary>What a reader sends: a token, a form, and where from.</summary>
internal static class ReaderRequest
{
    private const int MaxFormBytes = 32 * 1024;

    public static string Token(this HttpContext context) => context.Request.Query["token"].ToString();

    /// <summary>Null for what is no form, or a huge one.</summary>
    public static async Task<IFormCollection?> ReadFormAsync(this HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxFormBytes;
        }
        try
        {
            return context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        }
        catch (Exception bad) when (bad is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A proxy on this machine says whom it speaks for; anybody else could say anything.</summary>
    public static IPAddress? Visitor(this HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress;
        var forwarded = context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        return peer is not null && IPAddress.IsLoopback(peer) && IPAddress.TryParse(forwarded, out var visitor) ? visitor : peer;
    }
}
