using FeedAggregator.Storage.Postgres;
using FeedAggregator.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Storage;

/// <summary>The door to the engines.</summary>
public static partial class Stores
{
    /// <summary>Opens the database, makes it where there is none yet, checks it, brings it up to date and admits the story window.</summary>
    /// <exception cref="ArgumentException">The options are wrong; the message holds every problem.</exception>
    /// <exception cref="StoreException">The database cannot be used as it is; nothing was changed.</exception>
    public static Task<IStore> OpenAsync(
        StoreOptions options,
        IStoryPlacer placer,
        TimeProvider clock,
        ILogger? logger,
        CancellationToken ct
    ) => OpenAsync(options, placer, clock, copying: false, logger, ct);

    /// <summary>
    /// Copies everything into another, empty database, of any engine; a copy that was broken off goes on where it stopped. Until it is done the other
    /// database cannot be opened for use. No service may have either open.
    /// </summary>
    /// <exception cref="StoreException">One of them cannot be used, or the other is not empty.</exception>
    public static async Task CopyAsync(
        StoreOptions from,
        StoreOptions to,
        TimeProvider clock,
        IProgress<CopyProgress>? progress,
        CancellationToken ct
    )
    {
        if (from is { Engine: not StoreEngine.Postgres, Path: { } path } && !File.Exists(path))
            throw new StoreException(StoreProblem.Unavailable, $"There is no database {path} to copy. Correct Store:Path.");
        await using var source = await OpenAsync(from, new NoPlacer(), clock, copying: false, logger: null, ct);
        await using var target = await OpenAsync(to, new NoPlacer(), clock, copying: true, logger: null, ct);
        await StoreCopy.RunAsync(source.Contents, target.Contents, progress, ct);
    }

    /// <summary>Puts a backup (<see cref="IStoreMaintenance.BackupAsync"/>) in the place of the database, after reading it through. No service may have it open.</summary>
    /// <returns>Where the database that was there lies now, unharmed; null when there was none.</returns>
    /// <exception cref="StoreException">The backup is damaged or newer, or the database is in use; nothing was changed.</exception>
    public static Task<string?> RestoreAsync(StoreOptions options, string backup, TimeProvider clock, CancellationToken ct)
    {
        if (options.Engine == StoreEngine.LiteDb)
            throw new NotSupportedException("A LiteDB database is restored by putting its copy in its place while the service is stopped.");
        if (options.Engine != StoreEngine.Sqlite || options.Path is not { } path)
            throw new NotSupportedException("Only an SQLite database is restored this way; PostgreSQL has pg_restore.");
        return Task.Run(() => SqliteEngine.Restore(path, backup, clock), ct);
    }

    private static async Task<IStore> OpenAsync(
        StoreOptions options,
        IStoryPlacer placer,
        TimeProvider clock,
        bool copying,
        ILogger? logger,
        CancellationToken ct
    )
    {
        var problems = options.Problems();
        if (problems.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        var started = clock.GetTimestamp();
        var store = await (
            options.Engine switch
            {
                StoreEngine.Sqlite => Task.Run(() => SqliteEngine.Open(options, placer, clock, copying), ct),
                StoreEngine.Postgres => Task.Run(() => PostgresEngine.Open(options, placer, clock, copying), ct),
                _ => OptionalEngine.OpenAsync(options, placer, clock, copying, ct),
            }
        );
        if (logger is not null)
            Opened(logger, options.ToString(), clock.GetElapsedTime(started));
        return store;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Opened and checked the database {Store} in {Elapsed}")]
    private static partial void Opened(ILogger logger, string store, TimeSpan elapsed);

    /// <summary>For stores that are only copied: nothing is placed.</summary>
    private sealed class NoPlacer : IStoryPlacer
    {
        public TimeSpan Window => TimeSpan.Zero;

        public void Admit(PlacedItem item) { }

        public void Renew(PlacedItem item) { }

        public StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt) =>
            throw new InvalidOperationException("This store is only copied.");

        public void Forget(IReadOnlyList<long> itemIds) { }
    }
}
