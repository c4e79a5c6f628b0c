namespace FeedAggregator.Storage;

/// <summary>
/// A table whose rows are plain values and are copied as they are, whatever they mean: everything but feeds, items and what belongs to them.
/// A new table of the schema gets its line in <see cref="All"/>; a test compares the list with the schema of every engine.
/// </summary>
public sealed record ContentsTable
{
    /// <summary>Those that others refer to come first.</summary>
    public static IReadOnlyList<ContentsTable> All { get; } =
    [
        Of("digests", key: 1, "name text", "due_at", "changed_up_to", "number", "last_item"),
        Of("editions", key: 1, "key", "digest text", "number", "title text", "from_at", "due_at", "frozen_at", "stories", "document blob"),
        Of("edition_stories", key: 2, "digest text", "story", "edition"),
        Of(
            "subscriptions",
            key: 1,
            [
                "id",
                "digest text",
                "channel",
                "target text",
                "target_key text",
                "target_hash text",
                "status",
                "wish text",
                "created_at",
                "confirmed_at",
                "ended_at",
            ]
        ),
        Of("confirmations", key: 1, "hash text", "subscription", "expires_at"),
        Of("sign_ups", key: 3, "at", "network text", "target_hash text"),
        Of("suppressions", key: 1, "hash text", "soft", "last_at", "since", "reason text", "counted text"),
        Of(
            "deliveries",
            key: 1,
            [
                "id",
                "kind",
                "subscription",
                "edition",
                "state",
                "due_at",
                "lease",
                "lease_until",
                "attempts",
                "in_doubt",
                "doubts",
                "ended_at",
                "note text",
            ]
        ),
        Of("keys", key: 1, "name text", "value blob"),
        Of("hubs", key: 1, "id text", "feed", "wanted", "due_at", "subscription text"),
    ];

    private ContentsTable(string name, int keyColumns, IReadOnlyList<ContentsColumn> columns) =>
        (Name, KeyColumns, Columns) = (name, keyColumns, columns);

    public string Name { get; }

    /// <summary>The first so many columns tell the rows apart and give them their order; they are never null.</summary>
    public int KeyColumns { get; }
    public IReadOnlyList<ContentsColumn> Columns { get; }

    public override string ToString() => Name;

    /// <param name="columns">A name, and its kind where that is not a number: text, blob or real.</param>
    private static ContentsTable Of(string name, int key, params string[] columns) =>
        new(
            name,
            key,
            [
                .. columns.Select(column =>
                    column.Split(' ') is [var called, var kind]
                        ? new ContentsColumn(called, Enum.Parse<ContentsKind>(kind, ignoreCase: true))
                        : new ContentsColumn(column, ContentsKind.Number)
                ),
            ]
        );
}

public sealed record ContentsColumn(string Name, ContentsKind Kind);

public enum ContentsKind
{
    /// <summary>A <see cref="long"/>; instants are milliseconds since 1970, flags 0 or 1.</summary>
    Number,

    /// <summary>A <see cref="string"/>.</summary>
    Text,

    /// <summary>An array of bytes, in the one packed form all engines keep.</summary>
    Blob,

    /// <summary>A <see cref="double"/>.</summary>
    Real,
}

/// <summary>One row of a table, a value for each of its columns; null where the database has none.</summary>
public sealed record ContentsRow(IReadOnlyList<object?> Values);
