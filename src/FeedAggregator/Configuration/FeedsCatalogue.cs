using FeedAggregator.Digests;
using FeedAggregator.Feeds;
using FeedAggregator.Storage;

namespace FeedAggregator.Configuration;

/// <summary>
/// What <c>feeds.yaml</c> says now. An edit is taken over when it is free of errors, in the store and here; a broken one is reported and
/// the last good one stays in force.
/// </summary>
/// <param name="path">The file.</param>
public sealed class FeedsCatalogue(string path, IFeedStore feeds, TimeProvider clock)
{
    private volatile FeedsFile _current = new([], [], []);
    private string? _seen;
    private bool _hasLooked;

    public string Path => path;

    /// <summary>A good version of the file has been read.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>The file as it was read last, good or bad.</summary>
    public FeedsFile LastRead { get; private set; } = new([], [], []);

    /// <summary>The last good version of the file.</summary>
    public FeedsFile Current => _current;

    public IReadOnlyList<Feed> Feeds => _current.Feeds;

    public IReadOnlyList<DigestDefinition> Digests => _current.Digests;

    /// <summary>Reads the file when it is other than last time.</summary>
    /// <returns>What the file says, usable or not; null when nothing has changed.</returns>
    public async Task<FeedsFile?> ReloadAsync(CancellationToken ct)
    {
        var text = await ReadAsync(path, ct);
        if (_hasLooked && text == _seen)
        {
            return null;
        }
        var file = text is null ? Missing(path) : FeedsFile.Parse(text, path);
        if (file.IsUsable)
        {
            await feeds.SyncAsync(file.Feeds, clock.GetUtcNow(), ct);
            (_current, IsLoaded) = (file, true);
        }
        (_seen, _hasLooked, LastRead) = (text, true, file);
        return file;
    }

    /// <summary>The file as it stands, good or bad, for a check without a store.</summary>
    public static async Task<FeedsFile> CheckAsync(string path, CancellationToken ct) =>
        await ReadAsync(path, ct) is { } text ? FeedsFile.Parse(text, path) : Missing(path);

    private static FeedsFile Missing(string path) =>
        new(
            [],
            [],
            [
                new ConfigProblem(
                    path,
                    0,
                    "the file is not there or cannot be read; write one with your feeds, or name its folder with --config DIR"
                ),
            ]
        );

    private static async Task<string?> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllTextAsync(path, ct);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
