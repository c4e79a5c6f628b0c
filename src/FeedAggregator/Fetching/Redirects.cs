using System.Text;

namespace FeedAggregator.Fetching;

/// <summary>Where a redirect leads, or why it is not followed. Pure. RFC 9110 §15.4.</summary>
internal static class Redirects
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static bool IsRedirect(int status) => status is 301 or 302 or 303 or 307 or 308;

    /// <summary>A form may be posted again where this leads (RFC 9110 §15.4.8, §15.4.9); after the others it would become a GET.</summary>
    public static bool KeepsForm(int status) => status is 307 or 308;

    public static bool IsPermanent(int status) => status is 301 or 308;

    /// <param name="location">The field as received, decoded as Latin-1; null when there was none.</param>
    /// <param name="seen">The bare addresses asked so far, <paramref name="from"/> included.</param>
    public static (Uri? Next, Refusal? Refusal) Follow(Uri from, string? location, IReadOnlyCollection<Uri> seen, int maxRedirects)
    {
        var host = from.IdnHost;
        if (location is null)
            return Refuse(FailureClass.NotAFeed, $"{host} redirected without saying where to; check the address in a browser.");
        if (!Uri.TryCreate(from, Utf8(location.Trim()), out var next))
            return Refuse(FailureClass.BadScheme, $"{host} redirected to something that is no address.");
        if (UrlRules.Check(next) is { } bad)
            return Refuse(bad.Class, $"{host} redirected to an address that is not followed. {bad.Text}");
        if (from.Scheme == "https" && next.Scheme == "http")
            return Refuse(
                FailureClass.BadScheme,
                $"{host} redirected from https to unprotected http at {next.IdnHost}; subscribe to an https address."
            );
        next = UrlRules.Bare(next);
        if (seen.Contains(next))
            return Refuse(FailureClass.TooManyRedirects, $"{host} redirects in a circle; the publisher must repair it.");
        if (seen.Count > maxRedirects)
            return Refuse(
                FailureClass.TooManyRedirects,
                $"More than {maxRedirects} redirects, the last at {host}; subscribe to the final address."
            );
        return (next, null);
    }

    // Publishers write raw UTF-8 into Location although it is not allowed; the field arrives as Latin-1.
    private static string Utf8(string latin1)
    {
        if (latin1.All(char.IsAscii))
            return latin1;
        try
        {
            return StrictUtf8.GetString(Encoding.Latin1.GetBytes(latin1));
        }
        catch (ArgumentException)
        {
            return latin1;
        }
    }

    private static (Uri?, Refusal?) Refuse(FailureClass failure, string text) => (null, new Refusal(failure, text));
}
