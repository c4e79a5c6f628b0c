using System.Text;
using FeedAggregator.Subscriptions;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

internal sealed class LiteEditions(LiteThread thread, LiteTables tables) : IEditionStore
{
    public async Task<DigestWatermark> OpenAsync(string digest, DateTimeOffset now, CancellationToken ct) =>
        await thread.ReadAsync(() => FindWatermark(digest), ct)
        ?? await thread.WriteAsync(() => FindWatermark(digest) ?? Begin(digest, now), ct);

    public Task<FreezeReceipt> FreezeAsync(EditionPlan plan, CancellationToken ct)
    {
        var document = plan.Document is { } text ? Packed.Pack(Encoding.UTF8.GetBytes(text)) : null;
        return thread.WriteAsync(() => Freeze(plan, document), ct);
    }

    public Task<Edition?> FindAsync(string digest, int number, CancellationToken ct) =>
        thread.ReadAsync(() => number < 1 ? null : First(digest, number, number), ct);

    public Task<Edition?> LatestAsync(string digest, CancellationToken ct) =>
        thread.ReadAsync(() => First(digest, from: 1, to: int.MaxValue), ct);

    public Task<IReadOnlyList<EditionSummary>> ListAsync(
        string digest,
        DateTimeOffset? dueBefore,
        int limit,
        bool withSkipped,
        CancellationToken ct
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var (from, to) = (
            LiteIndexes.EditionDue(digest, DateTimeOffset.MinValue, 0),
            // Keys begin with 1, so that what is due at the instant itself stands behind.
            LiteIndexes.EditionDue(digest, dueBefore ?? DateTimeOffset.MaxValue, 0)
        );
        return thread.ReadAsync<IReadOnlyList<EditionSummary>>(
            () =>
                [
                    .. tables
                        .Editions.Walk("due", from, to, descending: true)
                        .Where(row => withSkipped || !row["number"].IsNull)
                        .Take(limit)
                        .Select(Summary),
                ],
            ct
        );
    }

    public Task<IReadOnlySet<long>> PublishedStoriesAsync(string digest, IReadOnlyList<long> storyIds, CancellationToken ct) =>
        thread.ReadAsync<IReadOnlySet<long>>(
            () => storyIds.Where(story => tables.EditionStories.Find(LiteTable.Key(digest, story)) is not null).ToHashSet(),
            ct
        );

    private DigestWatermark? FindWatermark(string digest) => tables.Digests.Find(digest) is { } row ? Watermark(row) : null;

    private DigestWatermark Begin(string digest, DateTimeOffset now)
    {
        var row = new BsonDocument
        {
            ["name"] = digest,
            ["due_at"] = LiteValues.Of(now),
            ["changed_up_to"] = LiteValues.Of(now),
            ["number"] = 0L,
        };
        tables.Digests.Insert(row);
        return Watermark(row);
    }

    private FreezeReceipt Freeze(EditionPlan plan, byte[]? document)
    {
        if (tables.Digests.Find(plan.Digest) is not { } digest || !IsAt(digest, plan.Since))
            return new FreezeReceipt(Refused: true, null, 0);
        if (plan.ItemIds.Any(item => tables.Items.FindById(item) is null))
            return new FreezeReceipt(Refused: true, null, 0) { ItemsAreGone = true };
        int? number = plan.Skipped ? null : plan.Since.Number + 1;
        digest["due_at"] = LiteValues.Of(plan.DueAt);
        digest["changed_up_to"] = LiteValues.Of(plan.ChangedUpTo);
        digest["number"] = (long)(number ?? plan.Since.Number);
        digest["last_item"] = LiteValues.Of(plan.LastItemId);
        tables.Digests.Update(digest);
        var key = tables.NextKey("editions");
        tables.Editions.Insert(Row(plan, key, number, document));
        return number is null ? new FreezeReceipt(Refused: false, null, 0) : new FreezeReceipt(Refused: false, number, Deliver(plan, key));
    }

    /// <returns>How many deliveries were made.</returns>
    private int Deliver(EditionPlan plan, long edition)
    {
        foreach (var story in plan.StoryIds.Distinct())
            Cite(tables, plan.Digest, story, edition);
        var readers = tables
            .Subscriptions.With("digest", plan.Digest)
            .Where(row => row["status"].AsInt64 == (long)SubscriptionStatus.Active)
            .Where(row => LiteBounces.Find(tables, row["target_hash"].AsString)?.Since is null)
            .ToList();
        foreach (var reader in readers)
        {
            var due = LiteSubscriptions.Wish(reader).DueAfter(plan.FrozenAt);
            tables.Deliveries.Insert(LiteOutbox.New(tables, DeliveryKind.Edition, reader["id"].AsInt64, edition, due));
        }
        return readers.Count;
    }

    public static void Cite(LiteTables tables, string digest, long story, long edition)
    {
        if (tables.EditionStories.Find(LiteTable.Key(digest, story)) is null)
            tables.EditionStories.Insert(
                new BsonDocument
                {
                    ["digest"] = digest,
                    ["story"] = story,
                    ["edition"] = edition,
                }
            );
    }

    private Edition? First(string digest, long from, long to)
    {
        var (first, last) = (LiteIndexes.EditionPlace(digest, from), LiteIndexes.EditionPlace(digest, to));
        if (tables.Editions.Walk("place", first, last, descending: true).FirstOrDefault() is not { } row)
            return null;
        var summary = Summary(row);
        return new Edition(
            summary,
            Encoding.UTF8.GetString(Packed.Unpack(row["document"].AsBinary, $"edition {summary.Number} of {digest}"))
        );
    }

    /// <summary>Instants are compared as they are stored, to the millisecond.</summary>
    private static bool IsAt(BsonDocument digest, DigestWatermark since) =>
        digest["due_at"].AsInt64 == since.DueAt.ToUnixTimeMilliseconds()
        && digest["changed_up_to"].AsInt64 == since.ChangedUpTo.ToUnixTimeMilliseconds()
        && digest["number"].AsInt64 == since.Number;

    private static DigestWatermark Watermark(BsonDocument row) =>
        new(row["due_at"].Instant(), row["changed_up_to"].Instant(), (int)row["number"].AsInt64)
        {
            LastItemId = row["last_item"].NumberOrNull(),
        };

    private static BsonDocument Row(EditionPlan plan, long key, int? number, byte[]? document) =>
        new()
        {
            ["key"] = key,
            ["digest"] = plan.Digest,
            ["number"] = LiteValues.Of(number),
            ["title"] = plan.Title,
            ["from_at"] = LiteValues.Of(plan.From),
            ["due_at"] = LiteValues.Of(plan.DueAt),
            ["frozen_at"] = LiteValues.Of(plan.FrozenAt),
            ["stories"] = (long)plan.StoryIds.Count,
            ["document"] = document,
        };

    private static EditionSummary Summary(BsonDocument row) =>
        new(
            row["digest"].AsString,
            (int?)row["number"].NumberOrNull(),
            row["title"].AsString,
            row["from_at"].Instant(),
            row["due_at"].Instant(),
            row["frozen_at"].Instant(),
            (int)row["stories"].AsInt64
        );
}
