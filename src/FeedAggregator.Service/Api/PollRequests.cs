using System.Net;
using FeedAggregator.Service.Jobs;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Api;

/// <summary><c>POST /api/v1/feeds/ID/poll</c>: programs on this machine may ask for polls, others with the admin's token.</summary>
internal static class PollRequests
{
    // Fields a proxy adds for whoever it speaks for: such a caller is not on this machine, whatever the connection says.
    private static readonly string[] OnBehalf = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    public static async Task<IResult> RunAsync(
        string id,
        bool? force,
        HttpContext context,
        IFeedStore store,
        RefreshDueFeeds refresh,
        PollDrain drain,
        SignedLinks links
    )
    {
        if (WhyNot(context, links) is { } refusal)
        {
            return Results.Problem(refusal, statusCode: StatusCodes.Status403Forbidden, title: "Not from here");
        }
        if (await store.FindAsync(id, context.RequestAborted) is null)
        {
            return await FeedEndpoints.NoSuchFeedAsync(id, store, context.RequestAborted);
        }
        // Whoever asked may hang up; the poll goes on, as any other.
        var reports = await refresh.RunNowAsync([id], force ?? false, drain.Stopping);
        return reports.Count > 0
            ? Results.Ok(new { Feed = id, Poll = PollAnswer.Of(reports[0].Record) })
            : Results.Problem(
                "The feed is being polled by another node, or is no longer in feeds.yaml.",
                statusCode: StatusCodes.Status409Conflict,
                title: "Not polled"
            );
    }

    /// <summary>
    /// A browser names the page it acts for with every POST, and no page of ours posts here: such a request is another site's (also one whose name was
    /// rebound to our address, which no comparison of names would notice).
    /// </summary>
    private static string? WhyNot(HttpContext context, SignedLinks links)
    {
        if (AdminToken.IsGiven(context, links))
        {
            return null;
        }
        var headers = context.Request.Headers;
        if (headers.ContainsKey("Origin") || headers.ContainsKey("Sec-Fetch-Site"))
        {
            return "This address is for programs; a page in a browser cannot use it.";
        }
        var here = context.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller) && !OnBehalf.Any(headers.ContainsKey);
        return here ? null : $"Polls are asked for from this machine; from elsewhere, send {AdminToken.HowToGet}.";
    }
}
