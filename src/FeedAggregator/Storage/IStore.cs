namespace FeedAggregator.Storage;

/// <summary>An open database. Opening checks it, migrates it and admits the story window; disposing waits for what is being written.</summary>
public interface IStore : IAsyncDisposable
{
    IFeedStore Feeds { get; }
    IPollStore Polls { get; }
    IItemStore Items { get; }
    IStoryStore Stories { get; }
    IStoreMaintenance Maintenance { get; }
    IStoreContents Contents { get; }
    IEditionStore Editions { get; }
    ISubscriptionStore Subscriptions { get; }
    IOutbox Outbox { get; }
    IHubStore Hubs { get; }

    /// <summary>Answers when the database does: for readiness checks.</summary>
    /// <exception cref="StoreException">It does not.</exception>
    Task PingAsync(CancellationToken ct);
}

/// <summary>The database cannot be used as it is: one clear line with what, where and what to do. Nothing was changed.</summary>
public sealed class StoreException(StoreProblem problem, string message, Exception? inner = null) : Exception(message, inner)
{
    public StoreProblem Problem { get; } = problem;
}

public enum StoreProblem
{
    /// <summary>The path or server cannot be reached, opened or written.</summary>
    Unavailable,

    /// <summary>Another service has it.</summary>
    Locked,

    /// <summary>A newer version of the service wrote it.</summary>
    NewerVersion,

    /// <summary>It is not ours.</summary>
    Foreign,

    /// <summary>It is damaged.</summary>
    Damaged,

    /// <summary>The disk is full.</summary>
    Full,
}
