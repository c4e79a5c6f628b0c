using System.Collections.Frozen;
using System.Globalization;

namespace FeedAggregator.Fetching;

/// <summary>Which addresses may be asked for at all, before anything is resolved. Pure.</summary>
internal static class UrlRules
{
    /// <summary>What servers and caches are known to take (RFC 9110 §4.1 asks for 8000; nothing in the wild needs it).</summary>
    public const int MaxUrlLength = 2048;

    // Ports of other protocols, where an http request is an attack and never a feed: the "bad ports" of the WHATWG Fetch standard,
    // and the databases and daemons that most often stand open without a password. Text, because a formatter would make 90 lines of it.
    private static readonly FrozenSet<int> ServicePorts = (
        "1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 "
        + "103 104 109 110 111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 "
        + "530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1433 1521 1719 1720 1723 2049 2375 2376 2379 "
        + "3306 3389 3659 4045 4190 5060 5061 5432 5672 5900 5984 6000 6379 6443 6566 6665 6666 6667 6668 6669 6679 6697 9042 9200 "
        + "9300 10080 10250 11211 27017"
    )
        .Split(' ')
        .Select(port => int.Parse(port, CultureInfo.InvariantCulture))
        .ToFrozenSet();

    public static Refusal? Check(Uri url)
    {
        if (!url.IsAbsoluteUri)
            return Bad("The address is not absolute; it must begin with http:// or https://.");
        if (url.Scheme is not ("http" or "https"))
            return Bad($"{url.Scheme}: addresses are not fetched, only http and https.");
        if (url.OriginalString.Length > MaxUrlLength)
            return Bad($"The address is {url.OriginalString.Length} characters long; at most {MaxUrlLength} are allowed.");
        if (url.IdnHost.Length is 0 or > 253)
            return Bad("The address has no usable host name.");
        return null;
    }

    /// <summary>Not the port of another protocol, where a request could do harm and never finds a feed.</summary>
    public static Refusal? CheckPort(Uri url) =>
        url.Port != 0 && !ServicePorts.Contains(url.Port)
            ? null
            : new Refusal(
                FailureClass.BlockedAddress,
                $"Port {url.Port} at {url.IdnHost} belongs to another service than the web; correct the address."
            );

    /// <summary>Same scheme, host and port (RFC 6454).</summary>
    public static bool SameOrigin(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.IdnHost, b.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>Without user, password and fragment: what is asked for, remembered and shown.</summary>
    public static Uri Bare(Uri url)
    {
        if (url.UserInfo.Length == 0 && url.Fragment.Length == 0)
            return url;
        return new UriBuilder(url)
        {
            UserName = "",
            Password = "",
            Fragment = "",
        }.Uri;
    }

    private static Refusal Bad(string text) => new(FailureClass.BadScheme, text);
}
