namespace FeedAggregator.Fetching.WebSub;

/// <summary>Reads the <c>Link</c> header field (RFC 8288 §3) as far as relations need it. Pure; what is malformed is skipped.</summary>
internal static class LinkField
{
    public static IEnumerable<(string Href, string? Rel)> Parse(string? field)
    {
        var at = 0;
        var text = field ?? "";
        while (at < text.Length && text.IndexOf('<', at) is var open and >= 0 && text.IndexOf('>', open) is var close and >= 0)
        {
            var end = EndOfParameters(text, close + 1);
            yield return (text[(open + 1)..close].Trim(), Relation(text[(close + 1)..end]));
            at = end;
        }
    }

    // A comma inside quotes separates nothing.
    private static int EndOfParameters(string text, int from)
    {
        var quoted = false;
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] == '"')
                quoted = !quoted;
            else if (text[at] == ',' && !quoted)
                return at;
        }
        return text.Length;
    }

    private static string? Relation(string parameters)
    {
        foreach (var parameter in parameters.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = parameter.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && parts[0].Equals("rel", StringComparison.OrdinalIgnoreCase))
                return parts[1].Trim('"');
        }
        return null;
    }
}
