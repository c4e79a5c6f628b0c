namespace FeedAggregator.Cleaning;

/// <summary>The URL relative references are resolved against: RFC 3986 section 5.2 on strings, so that nothing is escaped or normalised on the way.</summary>
internal sealed record BaseUrl(string Scheme, string Authority, string Path, string Query)
{
    /// <summary>Longer ones are never fetched, so nothing is relative to them.</summary>
    private const int MaxLength = 2048;

    /// <summary>Null when it is no absolute http or https URL with a host, or too long for one.</summary>
    public static BaseUrl? Parse(string? url)
    {
        var rest = url.AsSpan().Trim();
        if (rest.Length > MaxLength)
            return null;
        var colon = rest.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0 || rest[..colon] is not ("http" or "https") || rest.ContainsAnyInRange('\0', ' '))
            return null;
        var scheme = rest[..colon];
        rest = Before(rest[(colon + 3)..], '#');
        var path = rest.IndexOfAny('/', '?');
        var authority = path < 0 ? rest : rest[..path];
        if (authority.IsEmpty)
            return null;
        rest = path < 0 ? "/" : rest[path..];
        var query = rest.IndexOf('?');
        return new(
            scheme.ToString(),
            authority.ToString(),
            query switch
            {
                < 0 => rest.ToString(),
                0 => "/",
                _ => rest[..query].ToString(),
            },
            query < 0 ? "" : rest[query..].ToString()
        );
    }

    /// <summary>The absolute URL of a reference that has no scheme.</summary>
    public string Resolve(ReadOnlySpan<char> reference)
    {
        var tail = reference.IndexOfAny('?', '#');
        var path = (tail < 0 ? reference : reference[..tail]).ToString().Replace('\\', '/');
        var rest = tail < 0 ? "" : reference[tail..];
        if (path.StartsWith("//", StringComparison.Ordinal))
            return $"{Scheme}:{path}{rest}";
        if (path.Length > 0)
            return $"{Scheme}://{Authority}{WithoutDots(path[0] == '/' ? path : Path[..(Path.LastIndexOf('/') + 1)] + path)}{rest}";
        return rest.StartsWith("?", StringComparison.Ordinal)
            ? $"{Scheme}://{Authority}{Path}{rest}"
            : $"{Scheme}://{Authority}{Path}{Query}{rest}";
    }

    /// <summary>RFC 3986 section 5.2.4.</summary>
    private static string WithoutDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal))
            return path;
        var segments = new List<string>();
        var parts = path.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            if (parts[i] == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            if (parts[i] is not ("." or ".."))
                segments.Add(parts[i]);
            else if (isLast)
                segments.Add("");
        }
        return "/" + string.Join('/', segments);
    }

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, char stop)
    {
        var at = text.IndexOf(stop);
        return at < 0 ? text : text[..at];
    }
}
