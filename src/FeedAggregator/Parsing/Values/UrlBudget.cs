namespace FeedAggregator.Parsing.Values;

/// <summary>
/// Resolves the references of one document. A short reference under a long base grows a hundredfold, so a document of megabytes could become gigabytes:
/// what resolving adds is counted, and beyond <see cref="ParseLimits.ResolvedChars"/> references stay as they are.
/// </summary>
internal sealed class UrlBudget(Action<string> warn)
{
    private int _left = ParseLimits.ResolvedChars;

    /// <inheritdoc cref="UrlResolution.Resolve"/>
    public string Resolve(string? baseUrl, string reference)
    {
        if (_left <= 0)
            return reference;
        var url = UrlResolution.Resolve(baseUrl, reference);
        _left -= Math.Max(0, url.Length - reference.Length);
        if (_left <= 0)
            warn($"making relative addresses absolute added more than {ParseLimits.ResolvedChars} characters; the rest stay relative");
        return url;
    }
}
