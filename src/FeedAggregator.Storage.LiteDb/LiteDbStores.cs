namespace FeedAggregator.Storage.LiteDb;

/// <summary>The door to the engine. <c>Stores</c> finds it by name when the program was built with it.</summary>
public static class LiteDbStores
{
    /// <summary>Opens the database, makes it where there is none yet, verifies it and admits the story window.</summary>
    /// <param name="copying">The store is opened to copy contents into it.</param>
    /// <exception cref="StoreException">The database cannot be used as it is.</exception>
    public static Task<IStore> OpenAsync(
        StoreOptions options,
        IStoryPlacer placer,
        TimeProvider clock,
        bool copying,
        CancellationToken ct
    ) => Task.Run<IStore>(() => LiteStore.Open(options, placer, clock, copying), ct);
}
