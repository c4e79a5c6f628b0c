namespace FeedAggregator.Fetching;

/// <summary>What a status that brings no document means for a feed. Pure. RFC 9110 §15, RFC 6585.</summary>
internal static class Statuses
{
    public static Refusal Refusal(int status, string host) =>
        status switch
        {
            410 => new(FailureClass.Gone, $"{host} says the feed is gone for good (410)."),
            429 => new(FailureClass.RateLimited, $"{host} says we ask too often (429); it is given time."),
            407 => new(FailureClass.Http4xx, $"The proxy on the way to {host} wants a login (407); check Polling:ProxyCredentials."),
            401 => new(
                FailureClass.Http4xx,
                $"{host} wants a login ({status}); give the feed an Authorization header that names a secret."
            ),
            403 => new(FailureClass.Http4xx, $"{host} does not let us in (403); the publisher may block feed readers."),
            404 => new(FailureClass.Http4xx, $"{host} knows no such page (404); correct the address."),
            >= 400 and < 500 => new(FailureClass.Http4xx, $"{host} refused the request ({status})."),
            >= 500 => new(FailureClass.Http5xx, $"{host} has a failure of its own ({status}); it is asked again later."),
            206 => new(FailureClass.Truncated, $"{host} sent a part of the document (206) although the whole was asked for."),
            _ => new(FailureClass.NotAFeed, $"{host} answered {status}, which brings no document; check the address in a browser."),
        };

    public static Refusal FormRefusal(int status, string host) => new(Refusal(status, host).Class, $"{host} answered {status}.");

    /// <summary>The host as a whole wants to be left alone for as long as it says.</summary>
    public static bool AsksForQuiet(int status) => status is 429 or 503;
}
