using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>Pairs of numbers, each there once, with a score.</summary>
internal sealed class LitePairs(ILiteCollection<BsonDocument> pairs)
{
    public void EnsureIndexes() => pairs.EnsureIndex("second", "$.second");

    /// <summary>A pair that is there stays as it is.</summary>
    public void Add(long first, long second, double score = 0)
    {
        var key = LiteTable.Key(first, second);
        if (pairs.FindById(key) is null)
            pairs.Insert(
                new BsonDocument
                {
                    ["_id"] = key,
                    ["first"] = first,
                    ["second"] = second,
                    ["score"] = score,
                }
            );
    }

    /// <summary>In order of the second.</summary>
    public List<(long Second, double Score)> Of(long first) =>
        [.. Documents(first).Select(pair => (pair["second"].AsInt64, pair["score"].AsDouble))];

    public List<(long First, double Score)> LeadingTo(long second) =>
        [.. pairs.Query().Where("$.second = @0", second).ToList().Select(pair => (pair["first"].AsInt64, pair["score"].AsDouble))];

    public void Delete(long first, long second) => pairs.Delete(LiteTable.Key(first, second));

    public void DeleteOf(long first) => Documents(first).ForEach(pair => pairs.Delete(pair["_id"]));

    private List<BsonDocument> Documents(long first) =>
        pairs
            .Query()
            .Where("$._id BETWEEN @0 AND @1", LiteTable.Key(first, 0L), LiteTable.Key(first, long.MaxValue))
            .OrderBy("$._id")
            .ToList();
}
