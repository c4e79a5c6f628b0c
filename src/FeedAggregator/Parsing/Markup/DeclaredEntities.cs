namespace FeedAggregator.Parsing.Markup;

/// <summary>Entities a document type declares as plain text. References inside them, other documents and parameters are never followed.</summary>
internal sealed class DeclaredEntities
{
    private const int MaxCount = 256;
    private const int MaxValueLength = 256;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public string? Find(ReadOnlySpan<char> name) =>
        _values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var value) ? value : null;

    /// <param name="subset">What stands between the brackets of a document type.</param>
    public static DeclaredEntities? Read(ReadOnlySpan<char> subset)
    {
        DeclaredEntities? found = null;
        for (var at = subset.IndexOf("<!ENTITY"); at >= 0; at = subset.IndexOf("<!ENTITY"))
        {
            subset = subset[(at + "<!ENTITY".Length)..];
            var end = subset.IndexOf('>');
            if (end < 0)
                break;
            if (TryRead(subset[..end].Trim(), out var name, out var value))
                (found ??= new())._values.TryAdd(name, value);
            if (found?._values.Count >= MaxCount)
                break;
            subset = subset[end..];
        }
        return found;
    }

    private static bool TryRead(ReadOnlySpan<char> declaration, out string name, out string value)
    {
        (name, value) = ("", "");
        var space = declaration.IndexOfAny(" \t\n");
        if (space <= 0 || space > 64 || declaration[0] == '%')
            return false;
        var quoted = declaration[space..].Trim();
        if (quoted.Length is < 2 or > MaxValueLength || quoted[0] is not ('"' or '\'') || quoted[^1] != quoted[0])
            return false;
        var text = quoted[1..^1];
        name = declaration[..space].ToString();
        if (text.ContainsAny("<%"))
            return false;
        value = References.Decode(text, null);
        // An ampersand that is left would be a reference to another entity: nesting is how entity bombs are built.
        return !value.Contains('&', StringComparison.Ordinal) || value == "&";
    }
}
