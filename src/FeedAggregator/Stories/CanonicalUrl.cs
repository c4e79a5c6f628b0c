using System.Text;

namespace FeedAggregator.Stories;

/// <summary>
/// One spelling for the addresses of one page (RFC 3986 §6.2.2–6.2.3, and what publishers add for counting readers).
/// What is dropped, and why, is a table: <see cref="UrlNoise"/> and docs/technotes/canonical-urls.md.
/// </summary>
public static class CanonicalUrl
{
    /// <summary>Rules can uncover work for each other ("/amp/" behind "/amp"); real addresses settle in two rounds.</summary>
    private const int MaxRounds = 32;

    /// <summary>The canonical spelling, or null when <paramref name="url"/> is not an absolute http(s) address. Idempotent.</summary>
    public static string? Of(string url)
    {
        var current = url.Trim();
        for (var round = 0; round < MaxRounds; round++)
        {
            var next = Once(current);
            if (next is null || next == current)
            {
                return next;
            }
            current = next;
        }
        return null;
    }

    /// <summary>Whether a canonical address can name one page: a site's front page holds another text every hour.</summary>
    internal static bool NamesAPage(string canonical)
    {
        var path = canonical.AsSpan(canonical.IndexOf("//", StringComparison.Ordinal) + 2);
        var slash = path.IndexOf('/');
        return slash >= 0 && slash < path.Length - 1;
    }

    private static string? Once(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            return null;
        }
        if ((UnwrapAmpCache(uri) ?? UnwrapForwarder(uri)) is { } wrapped)
        {
            return wrapped;
        }
        var user = uri.UserInfo.Length > 0 ? uri.UserInfo + "@" : "";
        var port = uri.IsDefaultPort ? "" : $":{uri.Port}";
        var path = Path(Unescape(uri.AbsolutePath));
        var query = Query(uri.Query);
        return $"https://{user}{Host(uri)}{port}{path}{query}{Fragment(uri.Fragment)}";
    }

    private static string Host(Uri uri)
    {
        var host = uri.HostNameType == UriHostNameType.Dns ? uri.IdnHost.ToLowerInvariant().TrimEnd('.') : uri.Host;
        if (uri.HostNameType != UriHostNameType.Dns)
        {
            return host;
        }
        var labels = host.Split('.').ToList();
        while (labels.Count > 2 && UrlNoise.HostLabels.Contains(labels[0]))
        {
            labels.RemoveAt(0);
        }
        // en.m.wikipedia.org is en.wikipedia.org on a telephone.
        if (labels.Count > 3 && labels[1] == "m")
        {
            labels.RemoveAt(1);
        }
        return string.Join('.', labels);
    }

    private static string Path(string path)
    {
        path = WithoutSessions(path);
        if (path.StartsWith("/amp/", StringComparison.OrdinalIgnoreCase) && path.Length > 5)
        {
            path = path[4..];
        }
        path = path.TrimEnd('/');
        path = Without(Without(path, "/amp"), ".amp");
        if (path.EndsWith(".amp.html", StringComparison.OrdinalIgnoreCase))
        {
            path = path[..^9] + ".html";
        }
        return path.Length == 0 ? "/" : path;
    }

    /// <summary>Without "/a;jsessionid=1F2E" (Java servlets) and "/(S(lit3py55))/a" (ASP.NET): the rest of the path stays.</summary>
    private static string WithoutSessions(string path)
    {
        for (int at; (at = path.IndexOf(";jsessionid=", StringComparison.OrdinalIgnoreCase)) >= 0; )
        {
            var end = path.AsSpan(at + 1).IndexOfAny('/', ';');
            path = end < 0 ? path[..at] : path[..at] + path[(at + 1 + end)..];
        }
        var open = path.IndexOf("/(S(", StringComparison.Ordinal);
        var close = open < 0 ? -1 : path.IndexOf("))/", open, StringComparison.Ordinal);
        return
            close - open - 4 != UrlNoise.SessionLength
            || path.AsSpan(open + 4, UrlNoise.SessionLength).IndexOfAnyExcept(UrlNoise.SessionChars) >= 0
            ? path
            : path[..open] + path[(close + 2)..];
    }

    /// <summary>Without the suffix, unless nothing would be left to name the page.</summary>
    private static string Without(string path, string suffix) =>
        path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && path.Length > suffix.Length + 1 ? path[..^suffix.Length] : path;

    /// <summary>Counting parameters dropped, the rest in order of their names; parameters of one name keep their order, which can matter.</summary>
    private static string Query(string query)
    {
        var kept = query
            .TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(WithoutEntity)
            .Select(Unescape)
            .Where(x => x.Length > 0 && !UrlNoise.IsNoise(x))
            .OrderBy(NameOf, StringComparer.Ordinal)
            .ToList();
        return kept.Count == 0 ? "" : "?" + string.Join('&', kept);
    }

    /// <summary>"a=1&amp;amp;b=2": escaped once too often, the separator leaves its name behind.</summary>
    private static string WithoutEntity(string parameter)
    {
        while (parameter.StartsWith("amp;", StringComparison.OrdinalIgnoreCase))
        {
            parameter = parameter[4..];
        }
        return parameter;
    }

    private static string NameOf(string parameter) => parameter.Split('=', 2)[0];

    /// <summary>A fragment is a place in the page, but "#!" and "#/" are addresses of pages that a script draws.</summary>
    private static string Fragment(string fragment) =>
        fragment.StartsWith("#!", StringComparison.Ordinal) || fragment.StartsWith("#/", StringComparison.Ordinal)
            ? Unescape(fragment)
            : "";

    /// <summary>https://site.cdn.ampproject.org/c/s/site/page and https://www.google.com/amp/s/site/page are https://site/page.</summary>
    private static string? UnwrapAmpCache(Uri uri)
    {
        var path = uri.PathAndQuery;
        string[] doors =
            uri.Host.EndsWith(".cdn.ampproject.org", StringComparison.OrdinalIgnoreCase) ? ["/c/s/", "/c/", "/v/s/", "/v/"]
            : IsGoogle(uri.Host) ? ["/amp/s/", "/amp/"]
            : [];
        var door = doors.FirstOrDefault(x => path.StartsWith(x, StringComparison.Ordinal));
        return door is not null && path.Length > door.Length && path.AsSpan(door.Length).Contains('.')
            ? "https://" + path[door.Length..]
            : null;
    }

    /// <summary>https://www.google.com/url?…&amp;url=https://site/page, the links of Google's alert feeds, and Facebook's https://l.facebook.com/l.php?u=….</summary>
    private static string? UnwrapForwarder(Uri uri)
    {
        string[] names =
            uri.AbsolutePath == "/url" && IsGoogle(uri.Host) ? ["url", "q"]
            : uri.AbsolutePath == "/l.php" && uri.Host is "l.facebook.com" or "lm.facebook.com" ? ["u"]
            : [];
        var parameters =
            names.Length == 0 ? [] : uri.Query.TrimStart('?').Split('&').Select(WithoutEntity).Select(x => x.Split('=', 2)).ToList();
        var target = names.Select(name => parameters.Find(x => x.Length == 2 && x[0] == name)).FirstOrDefault(x => x is not null);
        return
            target is not null
            && Uri.TryCreate(Uri.UnescapeDataString(target[1]), UriKind.Absolute, out var page)
            && page.Scheme is "http" or "https"
            ? page.AbsoluteUri
            : null;
    }

    /// <summary>google.com, google.de, google.co.id, google.com.br, with or without "www.".</summary>
    private static bool IsGoogle(string host)
    {
        var labels = host.Split('.').SkipWhile(x => x == "www").ToArray();
        return labels is ["google", "com"] or ["google", { Length: 2 }] or ["google", "co" or "com", { Length: 2 }];
    }

    /// <summary>Decodes escaped letters, digits and "-._~" and writes other escapes with capitals (RFC 3986 §6.2.2).</summary>
    private static string Unescape(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%' || i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                result.Append(text[i]);
                continue;
            }
            var value = (char)Convert.FromHexString(text.AsSpan(i + 1, 2))[0];
            if (char.IsAsciiLetterOrDigit(value) || value is '-' or '.' or '_' or '~')
            {
                result.Append(value);
            }
            else
            {
                result.Append('%').Append(text.AsSpan(i + 1, 2).ToString().ToUpperInvariant());
            }
            i += 2;
        }
        return result.ToString();
    }
}
