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

    /// <summary>By the index of the news: a cut-off file opens with less than was counted.</summary>
    private static void Items(LiteTables tables, List<string> problems, int most)
    {
        var found = 0L;
        foreach (var document in LiteTables.Scan(tables.Items, "place"))
        {
            found++;
            Look(problems, () => Item(tables, document));
            if (problems.Count >= most)
                return;
        }
        var counted = tables.ReadTally()["items"].AsInt64;
        if (found != counted || tables.Items.LongCount() != counted)
            throw StoreDamage.Of($"{counted} items were stored and {found} are there");
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
            var (found, counted) = (collection.Query().OrderBy("$." + field).ToEnumerable().LongCount(), collection.LongCount());
            if (found != counted)
                throw StoreDamage.Of($"the index {field} of {collection.Name} leads to {found} of {counted} documents");
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
