namespace FeedAggregator.Fetching;

/// <summary>
/// Resolves header values that name a secret instead of holding it: <c>env:NAME</c> or <c>file:PATH</c>, alone or after a scheme word as in
/// <c>Bearer env:FEED_TOKEN</c>. Only called when the value is sent; what comes back is never logged or stored.
/// </summary>
internal static class HeaderSecrets
{
    /// <exception cref="RefusalException">The secret is missing or cannot stand in a header field.</exception>
    public static string Resolve(string name, string value) =>
        Read(value) switch
        {
            ({ } resolved, _) => resolved,
            (_, var problem) => throw new RefusalException(
                FailureClass.Http4xx,
                $"The feed's header {name} {problem}; correct the feed's settings. Nothing was sent."
            ),
        };

    /// <summary>Why a value cannot be resolved now; null when it can.</summary>
    public static string? Problem(string value) => Read(value).Problem;

    private static (string? Value, string? Problem) Read(string value)
    {
        var space = value.LastIndexOf(' ');
        var (found, problem) = LookUp(value[(space + 1)..]);
        if (found is null)
            return (null, problem);
        var resolved = value[..(space + 1)] + found;
        return resolved.Any(c => char.IsControl(c) || c > '\u00ff')
            ? (null, "has characters that cannot stand in a header field")
            : (resolved, null);
    }

    private static (string? Value, string? Problem) LookUp(string reference)
    {
        if (reference.StartsWith("env:", StringComparison.Ordinal))
            return (
                Environment.GetEnvironmentVariable(reference[4..]),
                $"names the environment variable {reference[4..]}, which is not set"
            );
        return reference.StartsWith("file:", StringComparison.Ordinal) ? ReadFile(reference[5..]) : (reference, null);
    }

    private static (string? Value, string? Problem) ReadFile(string path)
    {
        try
        {
            return (File.ReadAllText(path).TrimEnd('\r', '\n'), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"names the file {path}, which cannot be read");
        }
    }
}
