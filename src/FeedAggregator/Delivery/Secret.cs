namespace FeedAggregator.Delivery;

/// <summary>A setting that names a secret instead of holding it: <c>env:NAME</c> or <c>file:PATH</c>. Read when it is used, never shown.</summary>
internal static class Secret
{
    /// <returns>The secret, or what is wrong.</returns>
    public static (string? Value, string? Problem) Read(string reference)
    {
        if (reference.StartsWith("env:", StringComparison.Ordinal))
        {
            return Environment.GetEnvironmentVariable(reference[4..]) is { Length: > 0 } value
                ? (value, null)
                : (null, $"the environment variable {reference[4..]} is not set");
        }
        if (!reference.StartsWith("file:", StringComparison.Ordinal))
            return (null, "write env:NAME or file:PATH, not the secret itself");
        try
        {
            return (File.ReadAllText(reference[5..]).TrimEnd('\r', '\n'), null);
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"the file {reference[5..]} cannot be read");
        }
    }
}
