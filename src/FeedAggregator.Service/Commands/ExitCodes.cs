namespace FeedAggregator.Service.Commands;

/// <summary>What the process tells its caller; documented in <c>--help</c> and docs/operations.md.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It ran, and some of what was asked for failed: a feed, a document.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>The database cannot be used.</summary>
    public const int StoreUnusable = 3;

    /// <summary>The listen address is taken or not ours.</summary>
    public const int AddressInUse = 4;
}
