using System.Reflection;

namespace FeedAggregator.Storage;

/// <summary>Finds the engine that is a project of its own and in the program only when it was built with it (docs/technotes/storage.md).</summary>
internal static class OptionalEngine
{
    private const string Assembly = "FeedAggregator.Storage.LiteDb";
    private const string Door = "FeedAggregator.Storage.LiteDb.LiteDbStores";

    /// <summary>The shape of the engine's door.</summary>
    private delegate Task<IStore> Opener(StoreOptions options, IStoryPlacer placer, TimeProvider clock, bool copying, CancellationToken ct);

    public static Task<IStore> OpenAsync(StoreOptions options, IStoryPlacer placer, TimeProvider clock, bool copying, CancellationToken ct)
    {
        var open = Type.GetType($"{Door}, {Assembly}")?.GetMethod("OpenAsync", BindingFlags.Public | BindingFlags.Static);
        if (open is null)
            throw new StoreException(
                StoreProblem.Unavailable,
                $"This program was built without the engine '{options.Engine}'. Build it with -p:WithLiteDb=true, or choose another Store:Engine."
            );
        return open.CreateDelegate<Opener>()(options, placer, clock, copying, ct);
    }
}
