namespace FeedAggregator.Fetching;

/// <summary>
/// Resolves header values that name a secret instead of holding it: <c>env:NAME</c> or <c>file:PATH</c>, alone or after a scheme word as in
/// <c>Bearer env:FEED_TOKEN</c>. Only called when the value is sent; what comes back is never logged or stored.
/// </summary>
internal static class HeaderSecrets
{
    /// <exception cref="RefusalException">The secret is missing or cannot stand in a header field.</exception>
    public static string Resolve(string name, string value)
    {
        var space = value.LastIndexOf(' ');
        var resolved = value[..(space + 1)] + Lookup(name, value[(space + 1)..]);
        if (resolved.Any(c => char.IsControl(c) || c > '\u00ff'))
            throw Problem(name, "has characters that cannot stand in a header field");
        return resolved;
    }

    private static string Lookup(string name, string reference)
    {
        if (reference.StartsWith("env:", StringComparison.Ordinal))
            return Environment.GetEnvironmentVariable(reference[4..])
                ?? throw Problem(name, $"names the environment variable {reference[4..]}, which is not set");
        return reference.StartsWith("file:", StringComparison.Ordinal) ? ReadFile(name, reference[5..]) : reference;
    }

    private static string ReadFile(string name, string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Problem(name, $"names the file {path}, which cannot be read");
        }
    }

    private static RefusalException Problem(string name, string what) =>
        new(FailureClass.Http4xx, $"The feed's header {name} {what}; correct the feed's settings. Nothing was sent.");
}
