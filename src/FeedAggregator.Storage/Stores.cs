using FeedAggregator.Storage.Postgres;
using FeedAggregator.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Storage;

/// <summary>The door to the engines.</summary>
public static class Stores
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
    )
    {
        var problems = options.Problems();
        if (problems.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        return options.Engine switch
        {
            StoreEngine.Sqlite => Task.Run(() => SqliteEngine.Open(options, placer, clock), ct),
            StoreEngine.Postgres => Task.Run(() => PostgresEngine.Open(options, placer, clock), ct),
            _ => throw new NotSupportedException($"This build has no {options.Engine} engine."),
        };
    }
}
