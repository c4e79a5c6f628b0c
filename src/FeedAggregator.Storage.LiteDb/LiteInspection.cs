using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>Reads what is stored, compares it with its checksums, and the counts with what is there.</summary>
internal static class LiteInspection
{
    /// <param name="indexes">Also whether each index leads to every document.</param>
    /// <returns>At most <paramref name="most"/> lines.</returns>
    public static List<string> Run(LiteTables tables, int most, bool indexes)
    {
        var problems = new List<string>();
        Look(problems, () => Index(tables.Items, ["place"]));
        Look(problems, () => Items(tables, problems, most));
        Look(problems, () => Feeds(tables, problems, most));
        foreach (var table in ContentsTable.All)
            Look(problems, tables.Plain(table.Name).Inspect);
        if (indexes)
        {
            Look(problems, () => Documents(tables, problems, most));
            Look(problems, () => Index(tables.Feeds, ["id", "due"]));
            Look(problems, () => Index(tables.Items, ["story", "touched"]));
            Look(problems, () => Index(tables.Identities, ["item"]));
            foreach (var table in ContentsTable.All)
                Look(problems, () => Index(tables.Plain(table.Name).Rows, LiteIndexes.Of(table.Name)));
        }
        return [.. problems.Take(most)];
    }

    /// <summary>A cut-off file opens with less than was counted.</summary>
    private static void Items(LiteTables tables, List<string> problems, int most)
    {
        var (counted, found) = (tables.ReadTally()["items"].AsInt64, tables.Items.LongCount());
        if (found != counted)
            throw StoreDamage.Of($"{counted} items were stored and {found} are there");
        foreach (var document in LiteTables.Scan(tables.Items).TakeWhile(_ => problems.Count < most))
            Look(problems, () => Item(tables, document));
    }

    private static void Feeds(LiteTables tables, List<string> problems, int most)
    {
        foreach (var row in LiteTables.Scan(tables.Feeds).TakeWhile(_ => problems.Count < most))
        {
            Look(problems, () => LiteFeeds.Read(row));
            Look(problems, () => LiteFeeds.Polls(row));
        }
    }

    private static void Documents(LiteTables tables, List<string> problems, int most)
    {
        foreach (var raw in LiteTables.Scan(tables.Documents).TakeWhile(_ => problems.Count < most))
            Look(problems, () => LiteFeeds.Document(raw));
    }

    private static void Item(LiteTables tables, BsonDocument document)
    {
        var row = LiteTables.RowOf(document);
        tables.FindBody(row.Id);
        tables.FindRevisions(row.Id);
        if (document["place"].AsString != LiteTables.PlaceOf(row.NewsAt, row.Id) || document["story"].AsInt64 != row.Story)
            throw StoreDamage.Of($"item {row.Id} stands in the wrong place");
    }

    private static void Index(ILiteCollection<BsonDocument> collection, IReadOnlyList<string> fields)
    {
        foreach (var field in fields)
        {
            var found = 0L;
            BsonValue? last = null;
            foreach (var key in collection.Query().OrderBy("$." + field).Select("$." + field).ToEnumerable())
            {
                if (last is not null && key[field].CompareTo(last) < 0)
                    throw StoreDamage.Of($"the index {field} of {collection.Name} is out of order");
                (found, last) = (found + 1, key[field]);
            }
            if (found != collection.LongCount())
                throw StoreDamage.Of($"the index {field} of {collection.Name} leads to {found} of {collection.LongCount()} documents");
        }
    }

    private static void Look(List<string> problems, Action read)
    {
        try
        {
            read();
        }
        catch (StoreException damage)
        {
            problems.Add(damage.Message);
        }
        catch (Exception damage)
        {
            // On damaged pages LiteDB fails in any way.
            problems.Add(StoreDamage.Of(damage.Message.TrimEnd('.').ReplaceLineEndings(" ")).Message);
        }
    }
}
