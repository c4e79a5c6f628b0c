using System.Buffers;

namespace FeedAggregator.Cleaning;

/// <summary>What a browser does with a URL.</summary>
internal enum UrlUse : byte
{
    /// <summary>A reader may go there.</summary>
    Followed,

    /// <summary>Loaded with the page.</summary>
    Loaded,

    /// <summary>Loaded and shown as a picture, so that it may also be the picture itself (RFC 2397).</summary>
    Shown,
}

/// <summary>Decides which URLs may be followed or loaded, and makes relative ones absolute (RFC 3986 section 5.2).</summary>
/// <param name="baseUrl">Null, or what is no absolute http or https URL, leaves references as they are.</param>
/// <param name="room">
/// How many characters may be added in all. A short reference under a long base grows a hundredfold, and a fragment may hold thousands of them;
/// once the room is used, relative URLs are left out.
/// </param>
internal sealed class SafeUrl(string? baseUrl, long room = SafeUrl.LeastRoom)
{
    /// <summary>Enough for hundreds of references in a short fragment.</summary>
    public const long LeastRoom = 64 * 1024;

    private static readonly SearchValues<char> SchemeEnds = SearchValues.Create(":/?#");
    private static readonly SearchValues<char> Base64 = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=%"
    );
    private static readonly string[] LinkSchemes = ["https", "http", "mailto", "tel", "sms", "xmpp", "magnet", "ftp"];
    private static readonly string[] RasterTypes = ["png", "gif", "jpeg", "jpg", "webp", "avif", "bmp"];

    private long _room = room;
    private BaseUrl? _base;
    private bool _baseIsRead;

    /// <summary>Makes the URL as it may be written; false when it must not be.</summary>
    /// <param name="value">The attribute's value, character references decoded.</param>
    public bool TryMake(ReadOnlySpan<char> value, UrlUse use, out ReadOnlySpan<char> url)
    {
        url = Trimmed(value);
        if (url.ContainsAnyInRange('\0', '\x1f') || url.ContainsAnyInRange('\x7f', '\x9f'))
        {
            // Browsers take tabs and line ends out of a URL; with any other control character in it it is no URL.
            url = url.ToString().Replace("\t", "", StringComparison.Ordinal).ReplaceLineEndings("");
            if (url.ContainsAnyInRange('\0', '\x1f') || url.ContainsAnyInRange('\x7f', '\x9f'))
                return false;
        }
        var end = url.IndexOfAny(SchemeEnds);
        if (end >= 0 && url[end] == ':')
            return IsAllowed(url[..end], url[(end + 1)..], use);
        if (Base() is not { } known)
            return !url.IsEmpty;
        if (_room <= 0)
            return false;
        var resolved = known.Resolve(url);
        _room -= resolved.Length - url.Length;
        url = resolved;
        return true;
    }

    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> value)
    {
        while (!value.IsEmpty && value[0] <= ' ')
            value = value[1..];
        while (!value.IsEmpty && value[^1] <= ' ')
            value = value[..^1];
        return value;
    }

    private static bool IsAllowed(ReadOnlySpan<char> scheme, ReadOnlySpan<char> rest, UrlUse use)
    {
        if (use is UrlUse.Shown && scheme.Equals("data", StringComparison.OrdinalIgnoreCase))
            return IsRasterImage(rest);
        foreach (var allowed in LinkSchemes.AsSpan(0, use is UrlUse.Followed ? LinkSchemes.Length : 2))
            if (scheme.Equals(allowed, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>Base64 of a raster format: SVG and everything else in a data URL may be a document with scripts.</summary>
    private static bool IsRasterImage(ReadOnlySpan<char> rest)
    {
        const string start = "image/";
        const string encoding = ";base64,";
        if (!rest.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            return false;
        rest = rest[start.Length..];
        var comma = rest.IndexOf(encoding, StringComparison.OrdinalIgnoreCase);
        if (comma < 0 || rest[(comma + encoding.Length)..].ContainsAnyExcept(Base64))
            return false;
        foreach (var type in RasterTypes)
            if (rest[..comma].Equals(type, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private BaseUrl? Base()
    {
        if (!_baseIsRead)
            _base = BaseUrl.Parse(baseUrl);
        _baseIsRead = true;
        return _base;
    }
}
