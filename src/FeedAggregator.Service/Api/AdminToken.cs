using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Api;

/// <summary>
/// How a program proves that it acts for an admin: a bearer token (RFC 6750) made with a key of the database. Who can read the database can make it, and needs no account.
/// A page in a browser cannot send it unasked, as it could a cookie.
/// </summary>
internal static class AdminToken
{
    public const string HowToGet = "the token that 'feedaggregator token' prints, as Authorization: Bearer TOKEN";
    private const string Scheme = "Bearer ";

    public static string Of(SignedLinks links) => links.Token(LinkPurpose.Admin, 0);

    public static bool IsGiven(HttpContext context, SignedLinks links)
    {
        var given = context.Request.Headers.Authorization.ToString();
        return given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && links.Read(LinkPurpose.Admin, given[Scheme.Length..].Trim()) == 0;
    }
}
