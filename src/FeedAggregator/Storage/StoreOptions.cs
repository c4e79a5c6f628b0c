namespace FeedAggregator.Storage;

public enum StoreEngine
{
    /// <summary>One file, one service. The default.</summary>
    Sqlite,

    /// <summary>A server, any number of services.</summary>
    Postgres,

    /// <summary>One file; needs a build with <c>-p:WithLiteDb=true</c>.</summary>
    LiteDb,
}

/// <summary>Which database to open, and how. The section <c>Store</c> of the settings.</summary>
public sealed record StoreOptions
{
    public StoreEngine Engine { get; init; } = StoreEngine.Sqlite;

    /// <summary>The database file of an embedded engine. Its folder is made when it is missing.</summary>
    public string? Path { get; init; }

    /// <summary>Where the PostgreSQL server is, in Npgsql's key=value form. May hold a password: never shown.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Opens to look, never to write: beside a running service with the SQL engines. LiteDB lets in one process at a time.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Keeps a full-text index, for <see cref="ItemQuery.Text"/>; without it a text query finds nothing.</summary>
    public bool FullText { get; init; } = true;

    /// <summary>Reads every page at start and refuses a damaged file. About two seconds per gigabyte.</summary>
    public bool CheckAtStart { get; init; } = true;

    /// <summary>Items both published and seen longer ago than this are purged; null keeps them for ever. At least a day.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>Each feed keeps so many of its newest items; null keeps all. At least 1.</summary>
    public int? KeepPerFeed { get; init; }

    /// <summary>The running service puts a verified copy of the database here every <see cref="BackupEvery"/>; null for none.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>At least a minute.</summary>
    public TimeSpan BackupEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>So many of the newest copies stay. At least 1.</summary>
    public int BackupKeep { get; init; } = 7;

    public RetentionPolicy Retention => new() { MaxAge = KeepFor, MaxItemsPerFeed = KeepPerFeed };

    /// <summary>Everything that is wrong with the options, one line each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(Engine))
            problems.Add($"Store:Engine '{Engine}' is not known: use sqlite, postgres or litedb.");
        if (Engine == StoreEngine.Postgres && string.IsNullOrWhiteSpace(ConnectionString))
            problems.Add(
                "Store:ConnectionString is missing: PostgreSQL needs one, such as 'Host=localhost;Database=feeds;Username=feeds'."
            );
        if (Engine != StoreEngine.Postgres && string.IsNullOrWhiteSpace(Path))
            problems.Add("Store:Path is missing: name the database file.");
        if (BackupEvery < TimeSpan.FromMinutes(1))
            problems.Add($"Store:BackupEvery is {BackupEvery}: give a minute or more.");
        if (BackupKeep < 1)
            problems.Add($"Store:BackupKeep is {BackupKeep}: give 1 or more.");
        if (BackupFolder is not null && Engine != StoreEngine.Sqlite)
            problems.Add("Store:BackupFolder works with sqlite only: back PostgreSQL up with pg_dump, and leave it out.");
        problems.AddRange(Retention.Problems());
        return problems;
    }

    /// <summary>Leaves the connection string out: it may hold a password.</summary>
    public override string ToString() => Engine == StoreEngine.Postgres ? "postgres" : $"{Engine} {Path}";
}
