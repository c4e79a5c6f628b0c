namespace FeedAggregator.Parsing.Values;

/// <summary>References made absolute by RFC 3986, 5.2, on strings: nothing is re-encoded, and nothing throws.</summary>
internal static class UrlResolution
{
    /// <returns>The reference as it is when it is absolute already or no usable base is known.</returns>
    public static string Resolve(string? baseUrl, string reference)
    {
        if (baseUrl is null or { Length: > ParseLimits.BaseUrl } || SchemeLength(reference) > 0)
            return reference;
        var scheme = SchemeLength(baseUrl);
        if (scheme == 0)
            return IsPlain(reference) ? reference : Merge(baseUrl, 0, reference);
        return Merge(baseUrl, scheme, reference);
    }

    public static bool IsAbsolute(string reference) => SchemeLength(reference) > 0;

    /// <summary>The length of "scheme:", or 0.</summary>
    private static int SchemeLength(ReadOnlySpan<char> url)
    {
        var colon = url.IndexOfAny(":/?#");
        if (colon <= 0 || url[colon] != ':' || !char.IsAsciiLetter(url[0]))
            return 0;
        foreach (var c in url[..colon])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return 0;
        }
        return colon + 1;
    }

    private static bool IsPlain(string reference) => reference.StartsWith('/');

    private static string Merge(string baseUrl, int scheme, string reference)
    {
        if (reference.Length == 0)
            return WithoutFragment(baseUrl);
        if (reference.StartsWith("//", StringComparison.Ordinal))
            return string.Concat(baseUrl.AsSpan(0, scheme), reference);
        if (reference[0] == '#')
            return WithoutFragment(baseUrl) + reference;
        var pathStart = PathStart(baseUrl, scheme);
        var pathEnd = PathEnd(baseUrl, pathStart);
        if (reference[0] == '?')
            return string.Concat(baseUrl.AsSpan(0, pathEnd), reference);
        var origin = baseUrl.AsSpan(0, pathStart);
        if (reference[0] == '/')
            return string.Concat(origin, WithoutDots(reference));
        var folder = baseUrl.AsSpan(pathStart, pathEnd - pathStart);
        folder = folder[..(folder.LastIndexOf('/') + 1)];
        var joined = folder.IsEmpty && pathStart > scheme ? "/" + reference : string.Concat(folder, reference);
        return string.Concat(origin, WithoutDots(joined));
    }

    private static string WithoutFragment(string url)
    {
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? url : url[..hash];
    }

    private static int PathStart(string url, int scheme)
    {
        if (string.CompareOrdinal(url, scheme, "//", 0, 2) != 0)
            return scheme;
        var end = url.AsSpan(scheme + 2).IndexOfAny("/?#");
        return end < 0 ? url.Length : scheme + 2 + end;
    }

    private static int PathEnd(string url, int pathStart)
    {
        var end = url.AsSpan(pathStart).IndexOfAny('?', '#');
        return end < 0 ? url.Length : pathStart + end;
    }

    /// <summary>Takes "." and ".." out of a path (RFC 3986, 5.2.4); query and fragment stay.</summary>
    private static string WithoutDots(string pathAndMore)
    {
        if (!pathAndMore.Contains("/.", StringComparison.Ordinal) && !pathAndMore.StartsWith('.'))
            return pathAndMore;
        var end = PathEnd(pathAndMore, 0);
        var kept = new List<string>();
        var segments = pathAndMore[..end].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            if (segments[i] is not ("." or ".."))
                kept.Add(segments[i]);
            else if (segments[i] == ".." && kept.Count > 1)
                kept.RemoveAt(kept.Count - 1);
            if (last && segments[i] is "." or "..")
                kept.Add("");
        }
        return string.Concat(string.Join('/', kept), pathAndMore.AsSpan(end));
    }
}
