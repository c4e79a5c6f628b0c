using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>
/// By what the rows of plain tables are looked up. LiteDB indexes one field and no text of more than 1,021 bytes: where an order has several columns they are
/// joined in a field that is there for the index only, and addresses are looked up by their hash.
/// </summary>
internal static class LiteIndexes
{
    private static readonly Dictionary<string, string[]> Fields = new()
    {
        ["editions"] = ["place", "due"],
        ["edition_stories"] = ["story"],
        ["subscriptions"] = ["digest", "target_hash"],
        ["confirmations"] = ["subscription", "expires_at"],
        ["sign_ups"] = ["at", "network", "target_hash"],
        ["deliveries"] = ["waits", "place", "subscription"],
        ["hubs"] = ["feed"],
    };

    public static IReadOnlyList<string> Of(string table) => Fields.GetValueOrDefault(table) ?? [];

    /// <summary>Sets the fields of a row that only its indexes need.</summary>
    public static Action<BsonDocument>? DerivedOf(string table) =>
        table switch
        {
            "editions" => Edition,
            "deliveries" => Delivery,
            _ => null,
        };

    /// <summary>Where the edition of a digest with this number stands; skipped ones have number 0.</summary>
    public static string EditionPlace(string digest, long number) => LiteTable.Key(digest, number);

    /// <summary>Where the editions of a digest due at an instant begin.</summary>
    public static string EditionDue(string digest, DateTimeOffset at, long key) => LiteTable.Key(digest, Sortable(at), key);

    /// <summary>Where a delivery stands that waits until an instant.</summary>
    public static string Waiting(DateTimeOffset until, long id) => LiteTable.Key(Sortable(until), id);

    /// <summary>Before all that wait: those that do not stand still before it.</summary>
    public static string FirstWaiting => "0";

    public static string DeliveryPlace(DeliveryState state, long id) => LiteTable.Key((long)state, id);

    /// <summary>Never negative: the text forms of instants sort as they do.</summary>
    public static long Sortable(DateTimeOffset at) => (at.UtcDateTime - DateTime.MinValue).Ticks / TimeSpan.TicksPerMillisecond;

    private static void Edition(BsonDocument row)
    {
        var digest = row["digest"].AsString;
        row["place"] = EditionPlace(digest, row["number"].NumberOrNull() ?? 0);
        row["due"] = EditionDue(digest, row["due_at"].Instant(), row["key"].AsInt64);
    }

    private static void Delivery(BsonDocument row)
    {
        var (state, id) = ((DeliveryState)row["state"].AsInt64, row["id"].AsInt64);
        row["place"] = DeliveryPlace(state, id);
        row["waits"] = state == DeliveryState.Waiting ? Waiting(row["due_at"].Instant(), id) : "";
    }
}
