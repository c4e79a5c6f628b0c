namespace FeedAggregator.Parsing;

/// <summary>Bounds on what one document may cost; beyond them markup is skipped with a warning, never an exception.</summary>
public static class ParseLimits
{
    /// <summary>Elements open at a time; deeper ones are read as if they were closed at once.</summary>
    public const int Depth = 256;

    /// <summary>Attributes of one element; further ones are dropped.</summary>
    public const int Attributes = 256;

    /// <summary>Items of one document; further ones are left out. The largest archives that publishers serve as one feed stay below.</summary>
    public const int Items = 5_000;

    /// <summary>Characters of a base that relative addresses are resolved against; a longer one is not used. None longer is ever fetched.</summary>
    public const int BaseUrl = 2048;

    /// <summary>Characters that resolving may add to all addresses of one document; further ones stay relative.</summary>
    public const int ResolvedChars = 8 * 1024 * 1024;

    /// <summary>Warnings kept for one document.</summary>
    public const int Warnings = 50;
}
