namespace FeedAggregator.Benchmarks.Parsing;

/// <summary>The documents to measure with: all files below a folder, or feeds of our own making.</summary>
internal static class FeedFiles
{
    private const string FolderVariable = "FEEDS";

    /// <summary>Files below the folder the environment variable FEEDS names; without it, generated feeds.</summary>
    public static IReadOnlyList<byte[]> Load() =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? Below(folder) : GeneratedFeeds.All();

    public static IReadOnlyList<byte[]> Below(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
}
